import { toDisplayText } from '../base/displayText';
import type { TimelineHostMessage, TimelineView, TimelineViewMessage } from '../protocol/timelineMessages';
import { newButton, newElement } from './table/element';
import { mayTakeKeyboard } from './table/keyboard';
import { closePopup } from './table/popup';
import { newSayer } from './table/sayer';
import { newFailureView } from './table/stateView';
import { toStart } from './timeline/savedTimeline';
import { watchTheme } from './timeline/theme';
import { TimelinePanel } from './timeline/timelinePanel';

/** Turning the wheel changes the state with every frame; the editor gets it this often. */
const saveEveryMs = 250;

const host = acquireVsCodeApi();
const top = newElement('header', { class: 'top' });
const main = newElement('main', { class: 'main' });
const { element: said, say } = newSayer();
let panel: TimelinePanel | undefined;
let lastRequestId = 0;
let saveTimer: ReturnType<typeof setTimeout> | undefined;

document.body.append(top, main, newElement('footer', { class: 'foot', children: [said] }));
window.addEventListener('error', ({ message }) => {
  // A resize that another one follows: nothing is broken.
  if (!message.startsWith('ResizeObserver')) tell({ kind: 'broken', message });
});
window.addEventListener('unhandledrejection', ({ reason }: PromiseRejectionEvent) => {
  tell({ kind: 'broken', message: String(reason) });
});
window.addEventListener('pagehide', save);
window.addEventListener('focus', takeKeyboard);
// VS Code alone can post to this window.
window.addEventListener('message', ({ data }: MessageEvent<TimelineHostMessage>) => {
  receive(data);
});
watchTheme(() => panel?.restyle());
// Chromium asks first whether there is anything to copy: no text is selected, but rows are.
document.addEventListener('beforecopy', (event) => {
  if (areRowsMeant()) event.preventDefault();
});
document.addEventListener('copy', (event) => {
  if (!areRowsMeant()) return;
  event.preventDefault();
  panel?.copy('tsv');
});
const savedAtStart: unknown = host.getState();
tell({
  kind: 'ready',
  // The host checks what it takes of it; so does `toStart`.
  ...(savedAtStart === undefined ? {} : { saved: savedAtStart as NonNullable<ReadyMessage['saved']> }),
});

type ReadyMessage = Extract<TimelineViewMessage, { readonly kind: 'ready' }>;

function receive(message: TimelineHostMessage): void {
  switch (message.kind) {
    case 'running':
      showState(newRunningView(message.title, message.text));
      break;
    case 'show':
      show(message.view);
      break;
    case 'failed':
      showState(newFailureView(message.failure, message.title, { onRetry: retry, onEditQuery: editQuery }));
      break;
    case 'picture':
    case 'rows':
    case 'rowOf':
    case 'askFailed':
      panel?.accept(message);
      break;
    case 'draw':
      if (panel !== undefined) panel.accept(message);
      else tell({ kind: 'drawFailed', requestId: message.requestId, message: 'No timeline is shown.' });
      break;
    case 'command':
      panel?.command(message.command);
      break;
    case 'copySelection':
      panel?.copy(message.format);
      break;
    case 'said':
      say(message.text, message.isWarning);
      break;
    default:
      message satisfies never;
  }
}

function showState(state: HTMLElement): void {
  closePanel();
  top.replaceChildren();
  main.replaceChildren(state);
}

function show(view: TimelineView): void {
  closePanel();
  panel = new TimelinePanel(view, toStart(host.getState(), view.identity), {
    tell,
    newId: () => ++lastRequestId,
    say,
    onChanged: () => {
      saveTimer ??= setTimeout(save, saveEveryMs);
    },
  });
  top.replaceChildren(...panel.toolbar.elements);
  main.replaceChildren(panel.main);
  save();
  takeKeyboard();
}

function closePanel(): void {
  if (saveTimer !== undefined) save();
  closePopup();
  panel?.dispose();
  panel = undefined;
}

function newRunningView(title: string, text: string | undefined): HTMLElement {
  return newElement('div', {
    class: 'state',
    attributes: { role: 'status' },
    children: [
      newElement('div', { class: 'progress', attributes: { 'aria-hidden': 'true' } }),
      newElement('p', { text: `${toDisplayText(title)} is being put together …` }),
      ...(text === undefined ? [] : [newElement('p', { class: 'state-query', text: toDisplayText(text) })]),
      newElement('p', {
        class: 'state-actions',
        children: [
          newButton({
            text: 'Stop',
            onClick: () => {
              tell({ kind: 'stop' });
            },
          }),
        ],
      }),
    ],
  });
}

function takeKeyboard(): void {
  if (mayTakeKeyboard()) panel?.focus();
}

/** True while the keyboard is in the table, unless text above it is selected. */
function areRowsMeant(): boolean {
  return panel?.hasRowFocus === true && (window.getSelection()?.isCollapsed ?? true);
}

function editQuery(): void {
  tell({ kind: 'editQuery' });
}

function retry(): void {
  tell({ kind: 'retry' });
}

function save(): void {
  clearTimeout(saveTimer);
  saveTimer = undefined;
  if (panel !== undefined) host.setState(panel.saved);
}

function tell(message: TimelineViewMessage): void {
  host.postMessage(message);
}
