import type { CopyFormat, TableNote, TableView } from '../../protocol/resultTableMessages';
import { toDisplayText } from '../../base/displayText';
import { newButton, newElement } from './element';
import { newIcon } from './icon';
import { openMenu } from './popup';
import { toGroupText } from './tableText';

export interface ToolbarEvents {
  readonly onEditQuery: () => void;
  readonly onTimeline: () => void;
  readonly onClearGroup: () => void;
  readonly onColumns: (button: HTMLElement) => void;
  readonly onCopy: (format: CopyFormat) => void;
  readonly onCopyCell: () => void;
  readonly onExport: (what: 'all' | 'selected') => void;
  readonly countSelected: () => number;
}

/** What stands above the rows: the query and how much it found, what that covers, and what can be done with it. */
export function newToolbar(view: TableView, events: ToolbarEvents): readonly HTMLElement[] {
  const { identity, countText, coverage, notes } = view;
  const query = toDisplayText(view.kind === 'sql' ? toOneLine(identity.query) : identity.query, 1000);
  const words = newElement('div', {
    class: 'words',
    children: [
      newElement('h1', { class: 'count', text: countText }),
      newElement('code', { class: 'query', text: query, title: query }),
      ...(identity.group === undefined ? [] : [newGroupChip(toGroupText(identity.group), events.onClearGroup)]),
    ],
  });
  return [
    newElement('div', { class: 'bar', children: [words, newActions(events, view)] }),
    newStatement(coverage.isComplete ? 'Complete' : 'Incomplete', coverage.text, !coverage.isComplete),
    ...notes.map(newNote),
  ];
}

/** A statement without its comments, in one line. */
function toOneLine(statement: string): string {
  return statement
    .replace(/^\s*--.*$/gm, '')
    .replace(/\s+/g, ' ')
    .trim();
}

function newActions(events: ToolbarEvents, { kind }: TableView): HTMLElement {
  const hasPopup = { 'aria-haspopup': 'true', 'aria-expanded': 'false' };
  const columns = newButton({
    text: 'Columns',
    icon: newIcon('columns'),
    attributes: { 'aria-haspopup': 'dialog', 'aria-expanded': 'false' },
    onClick: () => {
      events.onColumns(columns);
    },
  });
  const copy = newButton({
    text: 'Copy',
    icon: newIcon('copy'),
    attributes: hasPopup,
    onClick: () => {
      openMenu(copy, 'Copy', [
        ...copyMenu[kind].map(({ text, format }) => ({
          text,
          onChoose: () => {
            events.onCopy(format);
          },
        })),
        { text: 'Copy Value of the Cell', onChoose: events.onCopyCell },
      ]);
    },
  });
  const exportButton = newButton({
    text: kind === 'sql' ? 'Export CSV…' : 'Export…',
    icon: newIcon('export'),
    attributes: hasPopup,
    onClick: () => {
      openExport(exportButton, kind, events);
    },
  });
  const edit = newButton({
    text: kind === 'sql' ? 'Edit SQL' : 'Edit Query',
    icon: newIcon('edit'),
    onClick: events.onEditQuery,
  });
  return newElement('div', {
    class: 'actions',
    attributes: { role: 'toolbar', 'aria-label': 'Actions' },
    children: [edit, ...(kind === 'sql' ? [] : [newTimelineButton(events)]), columns, copy, exportButton],
  });
}

function newTimelineButton({ onTimeline }: ToolbarEvents): HTMLElement {
  return newButton({
    text: 'Timeline',
    icon: newIcon('timeline'),
    title: 'Show as Timeline',
    onClick: onTimeline,
  });
}

const copyMenu: Readonly<Record<TableView['kind'], readonly { readonly text: string; readonly format: CopyFormat }[]>> =
  {
    records: [
      { text: 'Copy Rows as Tab-Separated Text', format: 'tsv' },
      { text: 'Copy Rows as Markdown Table', format: 'markdown' },
      { text: 'Copy Records as JSON Lines', format: 'jsonl' },
    ],
    sql: [{ text: 'Copy Rows as Tab-Separated Text', format: 'tsv' }],
  };

function openExport(button: HTMLElement, kind: TableView['kind'], { countSelected, onExport }: ToolbarEvents): void {
  const noun = kind === 'sql' ? 'Rows' : 'Records';
  const count = countSelected();
  const all = {
    text: `Export All ${noun} of the Table…`,
    onChoose: () => {
      onExport('all');
    },
  };
  const selected = {
    text: `Export ${count.toLocaleString('en-US')} Selected ${noun}…`,
    onChoose: () => {
      onExport('selected');
    },
  };
  if (count < 2) all.onChoose();
  else openMenu(button, 'Export', [all, selected]);
}

function newGroupChip(text: string, onClear: () => void): HTMLElement {
  return newElement('span', {
    class: 'chip',
    children: [
      newElement('span', { class: 'chip-text', text, title: text }),
      newButton({
        text: 'Show all',
        class: 'chip-close',
        title: 'Show the whole result again',
        icon: newIcon('close'),
        onClick: onClear,
      }),
    ],
  });
}

/** Whether all was covered, in a word, and what was. */
export function newStatement(word: string, text: string, isWarning: boolean): HTMLElement {
  return newElement('p', {
    class: `statement ${isWarning ? 'warning' : 'fine'}`,
    attributes: { role: 'note', 'aria-label': 'Coverage' },
    children: [
      newIcon(isWarning ? 'warning' : 'check'),
      newElement('span', { children: [newElement('strong', { text: `${word}. ` }), new Text(text)] }),
    ],
  });
}

export function newNote({ text, isWarning, details }: TableNote): HTMLElement {
  const icon = newIcon(isWarning ? 'warning' : 'info');
  const kind = `statement ${isWarning ? 'warning' : 'plain'}`;
  if (details.length === 0) return newElement('p', { class: kind, children: [icon, newElement('span', { text })] });
  const lines = details.map((line) => newElement('li', { text: line }));
  const summary = newElement('summary', { class: kind, children: [icon, newElement('span', { text })] });
  return newElement('details', { children: [summary, newElement('ul', { class: 'details', children: lines })] });
}
