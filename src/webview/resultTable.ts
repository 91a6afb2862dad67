import type {
  CopyFormat,
  SavedTable,
  TableFailure,
  TableHostMessage,
  TableView,
  TableViewMessage,
} from '../protocol/resultTableMessages';
import { newColumnChooser } from './table/columnChooser';
import { toggleColumn } from './table/columnLayout';
import { newElement } from './table/element';
import { mayTakeKeyboard } from './table/keyboard';
import { closePopup, openPopup } from './table/popup';
import { newSayer } from './table/sayer';
import { ResultGrid } from './table/resultGrid';
import { countRows } from './table/rowSelection';
import { newEmptyView, newFailureView, newPageFailure, newRunningView } from './table/stateView';
import { toPlaceText } from './table/tableText';
import { newToolbar } from './table/toolbar';

/** Scrolling changes the state with every frame; the editor gets it this often. */
const saveEveryMs = 250;

const host = acquireVsCodeApi();
const top = newElement('header', { class: 'top' });
const main = newElement('main', { class: 'main' });
const place = newElement('span', { class: 'place' });
const { element: said, say } = newSayer();
let table: { readonly view: TableView; readonly grid: ResultGrid } | undefined;
let pageFailure: HTMLElement | undefined;
let saveTimer: ReturnType<typeof setTimeout> | undefined;

document.body.append(top, main, newElement('footer', { class: 'foot', children: [place, said] }));
window.addEventListener('error', ({ message }) => {
  tell({ kind: 'broken', message });
});
window.addEventListener('pagehide', save);
window.addEventListener('focus', takeKeyboard);
// VS Code alone can post to this window.
window.addEventListener('message', ({ data }: MessageEvent<TableHostMessage>) => {
  receive(data);
});
// Chromium asks first whether there is anything to copy: no text is selected, but rows are.
document.addEventListener('beforecopy', (event) => {
  if (areRowsMeant()) event.preventDefault();
});
document.addEventListener('copy', (event) => {
  if (!areRowsMeant()) return;
  event.preventDefault();
  copyRows('tsv');
});
const savedAtStart = readSaved();
tell({ kind: 'ready', ...(savedAtStart === undefined ? {} : { saved: savedAtStart }) });

function receive(message: TableHostMessage): void {
  switch (message.kind) {
    case 'running':
      showState(newRunningView(message.query));
      break;
    case 'show':
      showTable(message.view);
      break;
    case 'failed':
      showState(newFailureView(message.failure, message.query, { onRetry: retryAll, onEditQuery: editQuery }));
      break;
    case 'page':
      if (table?.grid.accept(message.requestId, message.page) !== true) break;
      hidePageFailure();
      showEmptiness();
      break;
    case 'pageFailed':
      if (table?.grid.fail(message.requestId)) showPageFailure(message.failure);
      break;
    case 'copySelection':
      copyRows(message.format);
      break;
    case 'said':
      say(message.text, message.isWarning);
      break;
    default:
      message satisfies never;
  }
}

function showState(state: HTMLElement): void {
  if (saveTimer !== undefined) save();
  table = undefined;
  closePopup();
  top.replaceChildren();
  main.replaceChildren(state);
  place.textContent = '';
}

function showTable(view: TableView): void {
  if (saveTimer !== undefined) save();
  closePopup();
  hidePageFailure();
  const saved = readSaved();
  const start = saved !== undefined && isSame(saved, view) ? saved : { topRow: 0, activeRow: 0 };
  top.replaceChildren(
    ...newToolbar(view, {
      onEditQuery: editQuery,
      onTimeline: showTimeline,
      onClearGroup: () => {
        tell({ kind: 'clearGroup' });
      },
      onColumns: openColumns,
      onCopy: copyRows,
      onCopyCell: copyCell,
      onExport: exportRows,
      countSelected: () => countRows(table?.grid.selection.ranges ?? []),
    }),
  );
  const grid: ResultGrid = new ResultGrid(
    view,
    {
      ask: (request) => {
        tell({ kind: 'askPage', ...request });
      },
      drop: (requestId) => {
        tell({ kind: 'dropPage', requestId });
      },
      onOpen: (id, preserveFocus) => {
        if (view.kind === 'records') tell({ kind: 'openRecord', id, preserveFocus });
      },
      onArranged: (shown) => {
        tell({ kind: 'setColumns', shown });
      },
      onSorted: (sort) => {
        tell({ kind: 'setSort', sort });
        saveSoon();
      },
      onMoved: () => {
        if (table === undefined) return;
        place.textContent = toPlaceText(grid.selection.active, grid.selection.ranges, grid.total);
        saveSoon();
      },
      say,
    },
    start,
  );
  table = { view, grid };
  grid.view.element.classList.toggle('plain-rows', view.kind === 'sql');
  // For the `when` clauses of the editor's own menu, see package.json; its Cut and Paste do nothing here.
  grid.view.element.dataset['vscodeContext'] = JSON.stringify({
    trailcaseTable: view.kind,
    preventDefaultContextMenuItems: true,
  });
  main.replaceChildren(grid.view.element);
  showEmptiness();
  saveSoon();
  takeKeyboard();
}

function takeKeyboard(): void {
  if (mayTakeKeyboard()) table?.grid.view.element.focus();
}

/** In place of rows, once it is known that there are none. */
function showEmptiness(): void {
  if (table === undefined || pageFailure !== undefined) return;
  const { grid, view } = table;
  const isKnown = view.rowCount !== undefined || !grid.isWaiting;
  main.querySelector('.state')?.remove();
  if (isKnown && grid.total === 0) main.append(newEmptyView(view.coverage.isComplete, view.kind));
}

function showPageFailure(failure: TableFailure): void {
  hidePageFailure();
  pageFailure = newPageFailure(failure, retryAll);
  main.prepend(pageFailure);
}

function hidePageFailure(): void {
  pageFailure?.remove();
  pageFailure = undefined;
}

function openColumns(button: HTMLElement): void {
  if (table === undefined) return;
  const { grid, view } = table;
  const open = (): void => {
    const chooser = newColumnChooser({
      available: view.available,
      shown: grid.shown,
      onToggle: (name) => {
        grid.arrange(toggleColumn(grid.shown, name));
      },
      onReset: () => {
        grid.arrange(view.defaults);
        closePopup();
        open();
      },
    });
    openPopup(button, chooser);
  };
  open();
}

function copyRows(format: CopyFormat): void {
  if (table === undefined) return;
  const { grid } = table;
  if (grid.chosen.length === 0) return;
  tell({ kind: 'copyRows', format, rows: grid.chosen, sort: grid.sort, columns: grid.names });
}

function copyCell(): void {
  const value = table?.grid.activeValue;
  if (value === undefined) say('Go to a cell first: by a click, or with the arrow keys', true);
  else tell({ kind: 'copyText', what: value.column, text: value.text });
}

function exportRows(what: 'all' | 'selected'): void {
  if (table === undefined) return;
  const { grid } = table;
  const rows = what === 'selected' ? { rows: grid.chosen } : {};
  tell({ kind: 'exportRows', ...rows, sort: grid.sort, columns: grid.names });
}

function showTimeline(): void {
  tell({ kind: 'showTimeline' });
}

function editQuery(): void {
  tell({ kind: 'editQuery' });
}

function retryAll(): void {
  tell({ kind: 'retry' });
}

/** True unless the user selected text above the rows, or types. */
function areRowsMeant(): boolean {
  const isTyping = document.activeElement instanceof HTMLInputElement;
  return table !== undefined && !isTyping && (window.getSelection()?.isCollapsed ?? true);
}

function saveSoon(): void {
  saveTimer ??= setTimeout(save, saveEveryMs);
}

function save(): void {
  clearTimeout(saveTimer);
  saveTimer = undefined;
  if (table === undefined) return;
  const { grid, view } = table;
  const saved: SavedTable = {
    identity: view.identity,
    sort: grid.sort,
    topRow: grid.view.topRow,
    activeRow: grid.selection.active,
  };
  host.setState(saved);
}

function readSaved(): SavedTable | undefined {
  return host.getState() as SavedTable | undefined; // Only `save` writes it; the host checks what comes after a reload.
}

function isSame(saved: SavedTable, view: TableView): boolean {
  return JSON.stringify([saved.identity, saved.sort]) === JSON.stringify([view.identity, view.sort]);
}

function tell(message: TableViewMessage): void {
  host.postMessage(message);
}
