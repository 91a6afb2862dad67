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

/** A message at the foot stays this long. */
const sayMs = 6000;

/** Says things to the user, also by a screen reader. */
export function newSayer(): {
  readonly element: HTMLElement;
  readonly say: (text: string, isWarning: boolean) => void;
} {
  const element = newElement('span', { class: 'said', attributes: { role: 'status' } });
  let timer: ReturnType<typeof setTimeout> | undefined;
  const say = (text: string, isWarning: boolean): void => {
    clearTimeout(timer);
    element.replaceChildren(...(isWarning ? [newIcon('warning')] : []), new Text(text));
    timer = setTimeout(() => {
      element.replaceChildren();
    }, sayMs);
  };
  return { element, say };
}
