import { trackDrag } from '../table/drag';
import { newElement } from '../table/element';
import { clampSplit, defaultSplit } from './savedTimeline';

const stepShare = 0.05;

/** The bar between picture and table. `onSplit` gets the picture's share of the height. */
export function newSplitter(
  above: HTMLElement,
  start: number,
  onSplit: (split: number, isSettled: boolean) => void,
): HTMLElement {
  let split = clampSplit(start);
  const element = newElement('div', {
    class: 'splitter',
    title: 'Drag, or press the up and down arrow keys, to share the room between picture and table',
    attributes: {
      role: 'separator',
      tabindex: '0',
      'aria-orientation': 'horizontal',
      'aria-label': 'Height of the picture',
      'aria-valuemin': '20',
      'aria-valuemax': '85',
    },
  });
  const set = (next: number, isSettled: boolean): void => {
    split = clampSplit(next);
    above.style.flexBasis = `${split * 100}%`;
    element.setAttribute('aria-valuenow', String(Math.round(split * 100)));
    onSplit(split, isSettled);
  };
  above.style.flexBasis = `${split * 100}%`;
  element.setAttribute('aria-valuenow', String(Math.round(split * 100)));
  element.addEventListener('keydown', (event) => {
    const by = event.key === 'ArrowUp' ? -stepShare : event.key === 'ArrowDown' ? stepShare : 0;
    if (by === 0 && event.key !== 'Home') return;
    event.preventDefault();
    set(by === 0 ? defaultSplit : split + by, true);
  });
  element.addEventListener('dblclick', () => {
    set(defaultSplit, true);
  });
  element.addEventListener('pointerdown', (event) => {
    if (event.button !== 0) return;
    const before = split;
    const height = above.parentElement?.clientHeight ?? 1;
    trackDrag(event, element, {
      onMove: ({ clientY }) => {
        set(before + (clientY - event.clientY) / Math.max(1, height), false);
      },
      onEnd: (isCancelled) => {
        set(isCancelled ? before : split, true);
      },
    });
  });
  return element;
}
