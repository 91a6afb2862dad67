import { newElement } from '../table/element';

/** Cells by row and column. `classes`: of the columns. */
export function newTable(
  head: readonly string[],
  rows: readonly (readonly (readonly Node[])[])[],
  classes: readonly string[] = [],
): HTMLElement {
  const toClass = (column: number): { readonly class?: string } => {
    const name = classes[column] ?? '';
    return name === '' ? {} : { class: name };
  };
  const headCells = head.map((text, i) => newElement('th', { text, attributes: { scope: 'col' }, ...toClass(i) }));
  const bodyRows = rows.map((cells) =>
    newElement('tr', { children: cells.map((children, i) => newElement('td', { children, ...toClass(i) })) }),
  );
  const table = newElement('table', {
    children: [
      newElement('thead', { children: [newElement('tr', { children: headCells })] }),
      newElement('tbody', { children: bodyRows }),
    ],
  });
  // Wide tables scroll by themselves, also by keyboard.
  return newElement('div', { class: 'table', attributes: { tabindex: '0', role: 'group' }, children: [table] });
}
