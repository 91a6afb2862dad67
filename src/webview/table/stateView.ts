import type { TableFailure, TableView } from '../../protocol/resultTableMessages';
import { toDisplayText } from '../../base/displayText';
import { newButton, newElement } from './element';
import { newIcon } from './icon';

/** In place of the rows while the query runs. */
export function newRunningView(query: string): HTMLElement {
  return newElement('div', {
    class: 'state',
    attributes: { role: 'status' },
    children: [
      newElement('div', { class: 'progress', attributes: { 'aria-hidden': 'true' } }),
      newElement('p', { text: 'The query is running …' }),
      newElement('code', { class: 'state-query', text: toDisplayText(query, 1000) }),
    ],
  });
}

export interface FailureEvents {
  readonly onRetry: () => void;
  readonly onEditQuery: () => void;
}

export function newFailureView({ message, nextStep }: TableFailure, query: string, events: FailureEvents): HTMLElement {
  return newElement('div', {
    class: 'state',
    attributes: { role: 'alert' },
    children: [
      newElement('p', {
        class: 'statement failure',
        children: [newIcon('error'), newElement('span', { text: message })],
      }),
      ...(nextStep === undefined ? [] : [newElement('p', { text: nextStep })]),
      newElement('code', { class: 'state-query', text: toDisplayText(query, 1000) }),
      newElement('p', {
        class: 'state-actions',
        children: [
          newButton({ text: 'Retry', class: 'button primary', onClick: events.onRetry }),
          newButton({ text: 'Edit Query', onClick: events.onEditQuery }),
        ],
      }),
    ],
  });
}

/** Some rows could not be fetched; the others stay. */
export function newPageFailure({ message, nextStep }: TableFailure, onRetry: () => void): HTMLElement {
  const text = nextStep === undefined ? message : `${message} ${nextStep}`;
  return newElement('div', {
    class: 'banner',
    attributes: { role: 'alert' },
    children: [
      newIcon('error'),
      newElement('span', { text }),
      newButton({ text: 'Retry', class: 'button primary', onClick: onRetry }),
    ],
  });
}

/** No row at all. What was not read may still hold what is looked for. */
export function newEmptyView(isComplete: boolean, kind: TableView['kind']): HTMLElement {
  const none = kind === 'sql' ? 'The statement has no rows.' : 'No record matches the query.';
  const text = isComplete
    ? none
    : kind === 'sql'
      ? `${none} Not everything was read: see above.`
      : 'No record that was read matches the query. Not everything was read: see above.';
  return newElement('div', {
    class: 'state',
    attributes: { role: 'status' },
    children: [newIcon(isComplete ? 'info' : 'warning'), newElement('p', { text })],
  });
}
