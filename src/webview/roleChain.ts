import type { ChainHostMessage, ChainViewMessage, SavedChain } from '../protocol/sessionMessages';
import { ChainPage, isOf } from './chain/chainPage';
import { layOutByDagre } from './chain/dagreLayout';
import { newFailure, newRunning } from './chain/pageState';
import { newElement } from './table/element';
import { mayTakeKeyboard } from './table/keyboard';
import { closePopup } from './table/popup';
import { newSayer } from './table/sayer';

/** Zooming and walking change the state with every step; the editor gets it this often. */
const saveEveryMs = 250;

const host = acquireVsCodeApi();
const top = newElement('header', { class: 'top' });
const main = newElement('main', { class: 'main' });
const legendPlace = newElement('span', { class: 'legend-place' });
const { element: said, say } = newSayer();
let page: ChainPage | undefined;
let kept: SavedChain | undefined;
let saveTimer: ReturnType<typeof setTimeout> | undefined;

document.body.append(top, main, newElement('footer', { class: 'foot', children: [legendPlace, said] }));
window.addEventListener('error', ({ message }) => {
  tell({ kind: 'broken', message });
});
window.addEventListener('pagehide', save);
window.addEventListener('focus', takeKeyboard);
// VS Code alone can post to this window.
window.addEventListener('message', ({ data }: MessageEvent<ChainHostMessage>) => {
  receive(data);
});
const savedAtStart = readSaved();
tell({ kind: 'ready', ...(savedAtStart === undefined ? {} : { saved: savedAtStart }) });

function receive(message: ChainHostMessage): void {
  switch (message.kind) {
    case 'running':
      keep(message.saved);
      showState(
        newRunning(message.title, message.text ?? 'Looking for who issued what to whom …', () => {
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
  page = undefined;
  closePopup();
  top.replaceChildren();
  legendPlace.replaceChildren();
  main.replaceChildren(state);
}

function show(message: ChainHostMessage & { readonly kind: 'show' }): void {
  save();
  closePopup();
  const saved = keep(message.saved);
  page = new ChainPage(message, saved, { tell, say, save: saveSoon, layOut: layOutByDagre });
  top.replaceChildren(...page.top);
  main.replaceChildren(...page.main);
  legendPlace.replaceChildren(page.legend);
  page.start();
  takeKeyboard();
}

/** How it was left, if it was shown before. */
function keep(saved: SavedChain): SavedChain {
  const own = readSaved();
  const left = own !== undefined && isOf(own, saved) ? own : saved;
  if (left !== own) host.setState(left);
  return left;
}

function takeKeyboard(): void {
  if (mayTakeKeyboard()) page?.focus();
}

/** At once what was chosen: a click that opens another editor hides this page, and what waits is lost. */
function saveSoon(saved: SavedChain): void {
  const isZoom = kept !== undefined && withoutZoom(kept) === withoutZoom(saved);
  kept = saved;
  if (isZoom) saveTimer ??= setTimeout(save, saveEveryMs);
  else save();
}

function withoutZoom(saved: SavedChain): string {
  return JSON.stringify({ ...saved, zoom: 0 });
}

function save(): void {
  clearTimeout(saveTimer);
  saveTimer = undefined;
  if (kept !== undefined) host.setState(kept);
}

function readSaved(): SavedChain | undefined {
  return host.getState() as SavedChain | undefined; // Only `save` writes it; the host checks what comes after a reload.
}

function tell(message: ChainViewMessage): void {
  host.postMessage(message);
}
