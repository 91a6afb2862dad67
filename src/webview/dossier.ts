import type { DossierHostMessage, DossierViewMessage, SavedDossier } from '../protocol/sessionMessages';
import { newFailure, newRunning } from './chain/pageState';
import { newDossierEvents } from './dossier/dossierEvents';
import { newDossierPage } from './dossier/dossierPage';
import { newElement } from './table/element';
import { mayTakeKeyboard } from './table/keyboard';
import { closePopup } from './table/popup';
import { newSayer } from './table/sayer';

/** Scrolling changes the state with every frame; the editor gets it this often. */
const saveEveryMs = 250;

const host = acquireVsCodeApi();
const top = newElement('header', { class: 'top' });
const contents = newElement('div', { class: 'contents-place' });
const page = newElement('div', { class: 'page', attributes: { tabindex: '-1' } });
const main = newElement('main', { class: 'main', children: [contents, page] });
const { element: said, say } = newSayer();
let kept: SavedDossier | undefined;
let isShown = false;
let saveTimer: ReturnType<typeof setTimeout> | undefined;

document.body.append(top, main, newElement('footer', { class: 'foot', children: [said] }));
window.addEventListener('error', ({ message }) => {
  tell({ kind: 'broken', message });
});
window.addEventListener('pagehide', save);
window.addEventListener('focus', takeKeyboard);
page.addEventListener('scroll', () => {
  markSection();
  saveTimer ??= setTimeout(save, saveEveryMs);
});
// VS Code alone can post to this window.
window.addEventListener('message', ({ data }: MessageEvent<DossierHostMessage>) => {
  receive(data);
});
const savedAtStart = readSaved();
tell({ kind: 'ready', ...(savedAtStart === undefined ? {} : { saved: savedAtStart }) });

function receive(message: DossierHostMessage): void {
  switch (message.kind) {
    case 'running':
      keep(message.saved);
      showState(
        newRunning(message.title, message.text ?? 'Putting together what the records say …', () => {
          tell({ kind: 'stop' });
        }),
      );
      break;
    case 'failed':
      keep(message.saved);
      showState(
        newFailure(message.title, message.failure, () => {
          tell({ kind: 'retry' });
        }),
      );
      break;
    case 'show':
      show(message);
      break;
    case 'said':
      say(message.text, message.isWarning);
      break;
    default:
      message satisfies never;
  }
}

function showState(state: HTMLElement): void {
  save();
  isShown = false;
  closePopup();
  top.replaceChildren();
  contents.replaceChildren();
  page.replaceChildren(state);
}

function show({ dossier, saved }: DossierHostMessage & { readonly kind: 'show' }): void {
  closePopup();
  const { scrollTop } = keep(saved);
  const shown = newDossierPage(dossier, saved.withAssumed, newDossierEvents(tell));
  top.replaceChildren(...shown.top);
  contents.replaceChildren(shown.contents);
  page.replaceChildren(...shown.sections);
  page.scrollTop = scrollTop ?? 0;
  isShown = true;
  markSection();
  takeKeyboard();
}

/** Of the same key the place stays, whether with its sessions or without. */
function keep(saved: SavedDossier): SavedDossier {
  const own = readSaved();
  const isSame = own?.sourceId === saved.sourceId && own.accessKeyId === saved.accessKeyId;
  const place = isSame && own.scrollTop !== undefined ? { scrollTop: own.scrollTop } : {};
  kept = { ...saved, ...place };
  host.setState(kept);
  return kept;
}

/** In the list of contents: the section that is read. */
function markSection(): void {
  const edge = page.getBoundingClientRect().top + 40;
  const sections = [...page.querySelectorAll('section')];
  const current = sections.filter((section) => section.getBoundingClientRect().top <= edge).at(-1) ?? sections[0];
  for (const link of contents.querySelectorAll<HTMLElement>('.content-link')) {
    if (link.dataset['section'] === current?.id) link.setAttribute('aria-current', 'true');
    else link.removeAttribute('aria-current');
  }
}

function takeKeyboard(): void {
  if (mayTakeKeyboard() && isShown) page.focus();
}

function save(): void {
  clearTimeout(saveTimer);
  saveTimer = undefined;
  if (kept === undefined || !isShown) return;
  kept = { ...kept, scrollTop: page.scrollTop };
  host.setState(kept);
}

function readSaved(): SavedDossier | undefined {
  return host.getState() as SavedDossier | undefined; // Only `save` writes it; the host checks what comes after a reload.
}

function tell(message: DossierViewMessage): void {
  host.postMessage(message);
}
