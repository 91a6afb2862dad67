import { newElement } from '../table/element';

const offsetPx = 14;

/** One box beside the pointer, of text alone. Screen readers have the lists and the table instead. */
export class Tooltip {
  private readonly element = newElement('div', { class: 'tooltip', attributes: { 'aria-hidden': 'true' } });

  constructor() {
    this.element.hidden = true;
    document.body.append(this.element);
  }

  show(lines: readonly string[], x: number, y: number): void {
    const { element } = this;
    element.replaceChildren(...lines.map((text) => newElement('div', { text })));
    element.hidden = false;
    const { clientWidth, clientHeight } = document.documentElement;
    const left = x + offsetPx + element.offsetWidth > clientWidth ? x - offsetPx - element.offsetWidth : x + offsetPx;
    const top = y + offsetPx + element.offsetHeight > clientHeight ? y - offsetPx - element.offsetHeight : y + offsetPx;
    element.style.left = `${Math.max(4, left)}px`;
    element.style.top = `${Math.max(4, top)}px`;
  }

  hide(): void {
    this.element.hidden = true;
  }

  dispose(): void {
    this.element.remove();
  }
}
