import type { ResultColumn } from '../../protocol/resultColumns';
import type { ShownColumn } from '../../protocol/shownColumns';
import { newButton, newElement } from './element';

export interface ColumnChoice {
  readonly available: readonly ResultColumn[];
  readonly shown: readonly ShownColumn[];
  readonly onToggle: (name: string) => void;
  readonly onReset: () => void;
}

/** A box with every column there is, to show or hide, and a field that narrows the list. */
export function newColumnChooser({ available, shown, onToggle, onReset }: ColumnChoice): HTMLElement {
  const isShown = new Set(shown.map(({ name }) => name));
  const entries = available.map((column) => newEntry(column, isShown.has(column.name), onToggle));
  const filter = newElement('input', {
    class: 'filter',
    attributes: { type: 'text', placeholder: 'Filter columns', 'aria-label': 'Filter columns', spellcheck: 'false' },
  });
  filter.addEventListener('input', () => {
    const wanted = filter.value.trim().toLowerCase();
    for (const [i, entry] of entries.entries()) {
      const { name = '', description = '' } = available[i] ?? {};
      entry.hidden = !`${name} ${description}`.toLowerCase().includes(wanted);
    }
  });
  return newElement('div', {
    class: 'popup chooser',
    attributes: { role: 'dialog', 'aria-label': 'Columns' },
    children: [
      newElement('div', {
        class: 'chooser-top',
        children: [filter, newButton({ text: 'Reset', title: 'Show the columns of a new table', onClick: onReset })],
      }),
      newElement('div', { class: 'chooser-list', attributes: { role: 'group' }, children: entries }),
    ],
  });
}

function newEntry(column: ResultColumn, isShown: boolean, onToggle: (name: string) => void): HTMLLabelElement {
  const box = newElement('input', { attributes: { type: 'checkbox' } });
  box.checked = isShown;
  box.addEventListener('change', () => {
    onToggle(column.name);
  });
  return newElement('label', {
    class: 'chooser-entry',
    title: column.description,
    children: [
      box,
      newElement('span', { class: 'chooser-name', text: column.name }),
      newElement('span', { class: 'chooser-description', text: column.description }),
    ],
  });
}
