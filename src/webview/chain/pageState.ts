import { toDisplayText } from '../../base/displayText';
import type { TableFailure } from '../../protocol/resultTableMessages';
import { newButton, newElement } from '../table/element';
import { newIcon } from '../table/icon';

/** In place of the answer while it is looked for. */
export function newRunning(title: string, text: string, onStop: () => void): HTMLElement {
  return newElement('div', {
    class: 'state',
    attributes: { role: 'status' },
    children: [
      newElement('div', { class: 'progress', attributes: { 'aria-hidden': 'true' } }),
      newElement('p', { text }),
      newElement('code', { text: toDisplayText(title, 300) }),
      newElement('p', { children: [newButton({ text: 'Stop', onClick: onStop })] }),
    ],
  });
}

export function newFailure(title: string, { message, nextStep }: TableFailure, onRetry: () => void): HTMLElement {
  const words = newElement('span', { text: toDisplayText(message, 2000) });
  return newElement('div', {
    class: 'state',
    attributes: { role: 'alert' },
    children: [
      newElement('p', { class: 'statement failure', children: [newIcon('error'), words] }),
      ...(nextStep === undefined ? [] : [newElement('p', { text: toDisplayText(nextStep, 2000) })]),
      newElement('code', { text: toDisplayText(title, 300) }),
      newElement('p', { children: [newButton({ text: 'Retry', class: 'button primary', onClick: onRetry })] }),
    ],
  });
}

/** What is shown stays as it was answered until somebody asks again. */
export function newRefreshButton(onRefresh: () => void): HTMLElement {
  return newButton({ text: 'Refresh', icon: newIcon('refresh'), title: 'Asks the index again', onClick: onRefresh });
}
