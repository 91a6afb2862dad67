import { toCount } from '../chain/sessionText';
import { newButton, newElement } from '../table/element';

/** The first rows, and a button for the others; on paper all are there. `notes` stand below. */
export function newFoldedTable(table: HTMLElement, shownAtFirst: number, notes: readonly string[]): HTMLElement {
  const rows = [...table.querySelectorAll('tbody tr')];
  rows.slice(shownAtFirst).forEach((row) => {
    row.classList.add('further');
  });
  return newElement('div', {
    class: 'counted folded',
    children: [
      table,
      ...(rows.length > shownAtFirst ? [newMore(rows.length)] : []),
      ...notes.map((text) => newElement('p', { class: 'hint', text })),
    ],
  });
}

function newMore(rows: number): HTMLElement {
  const button = newButton({
    text: `Show all ${toCount(rows)}`,
    class: 'button bordered more',
    attributes: { 'aria-expanded': 'false' },
    onClick: () => {
      const isFolded = button.parentElement?.classList.toggle('folded') ?? false;
      button.setAttribute('aria-expanded', String(!isFolded));
      button.lastElementChild?.replaceChildren(isFolded ? `Show all ${toCount(rows)}` : 'Show fewer');
    },
  });
  return button;
}
