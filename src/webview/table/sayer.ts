import { newElement } from './element';
import { newIcon } from './icon';

/** A message at the foot stays this long. */
const sayMs = 6000;

/** Says things to the user, also by a screen reader. */
export function newSayer(): {
  readonly element: HTMLElement;
  readonly say: (text: string, isWarning?: boolean) => void;
} {
  const element = newElement('span', { class: 'said', attributes: { role: 'status' } });
  let timer: ReturnType<typeof setTimeout> | undefined;
  const say = (text: string, isWarning = false): void => {
    clearTimeout(timer);
    element.replaceChildren(...(isWarning ? [newIcon('warning')] : []), new Text(text));
    timer = setTimeout(() => {
      element.replaceChildren();
    }, sayMs);
  };
  return { element, say };
}
