import { newElement } from './element';
import { toCount } from './tableText';

let close: (() => void) | undefined;

/** Shows one box below a button until Escape, a press elsewhere, or another box. Focus goes back to the button. */
export function openPopup(button: HTMLElement, box: HTMLElement): void {
  const wasOpen = button.getAttribute('aria-expanded') === 'true';
  close?.();
  if (wasOpen) return;
  const ended = new AbortController();
  const { signal } = ended;
  close = () => {
    close = undefined;
    ended.abort();
    const hadFocus = box.contains(document.activeElement);
    box.remove();
    button.setAttribute('aria-expanded', 'false');
    if (hadFocus) button.focus();
  };
  button.setAttribute('aria-expanded', 'true');
  document.body.append(box);
  place(button, box);
  document.addEventListener(
    'pointerdown',
    (event) => {
      const isInside = event.target instanceof Node && (box.contains(event.target) || button.contains(event.target));
      if (!isInside) close?.();
    },
    { signal, capture: true },
  );
  box.addEventListener(
    'keydown',
    (event) => {
      if (event.key === 'Escape' || (event.key === 'Tab' && box.getAttribute('role') === 'menu')) close?.();
      else if (!moveFocus(box, event.key)) return;
      event.preventDefault();
      event.stopPropagation();
    },
    { signal },
  );
  window.addEventListener('blur', () => close?.(), { signal });
  window.addEventListener('resize', () => close?.(), { signal });
  listStops(box)[0]?.focus();
}

export function closePopup(): void {
  close?.();
}

export interface MenuItem {
  readonly text: string;
  readonly onChoose: () => void;
}

/** Stands above the items that follow it, and cannot be chosen. */
export interface MenuHeading {
  readonly heading: string;
}

/** A menu that is longer has pages: all of it can be reached, also by keyboard. */
const itemsPerPage = 100;

export function openMenu(
  button: HTMLElement,
  label: string,
  entries: readonly (MenuItem | MenuHeading)[],
  first = 0,
): void {
  const shown = entries.slice(first, first + itemsPerPage);
  const toPage = (text: string, start: number): readonly MenuItem[] => {
    const page = entries.slice(start, start + itemsPerPage);
    if (page.length === 0 || start < 0) return [];
    const places = `${toCount(start + 1)} to ${toCount(start + page.length)} of ${toCount(entries.length)}`;
    return [
      {
        text: `${text}: ${places} …`,
        onChoose: () => {
          openMenu(button, label, entries, start);
        },
      },
    ];
  };
  const next = toPage('Next', first + itemsPerPage);
  const previous = toPage('Previous', first - itemsPerPage);
  const elements = [...shown, ...next, ...previous].map((entry) =>
    'heading' in entry ? newMenuHeading(entry) : newMenuItem(entry),
  );
  const attributes = { role: 'menu', 'aria-label': label };
  openPopup(button, newElement('div', { class: 'popup menu', attributes, children: elements }));
}

function newMenuHeading({ heading }: MenuHeading): HTMLElement {
  return newElement('div', {
    class: 'menu-heading',
    text: heading,
    attributes: { role: 'separator', 'aria-label': heading },
  });
}

function newMenuItem({ text, onChoose }: MenuItem): HTMLElement {
  const item = newElement('button', {
    class: 'menu-item',
    text,
    attributes: { type: 'button', role: 'menuitem', tabindex: '-1' },
  });
  item.addEventListener('click', () => {
    closePopup();
    onChoose();
  });
  return item;
}

/** Arrow keys go from one stop to the next. True when the key was used. */
function moveFocus(box: HTMLElement, key: string): boolean {
  const step = key === 'ArrowDown' ? 1 : key === 'ArrowUp' ? -1 : 0;
  if (step === 0) return false;
  const stops = listStops(box);
  const at = stops.findIndex((stop) => stop === document.activeElement);
  stops[(at + step + stops.length) % stops.length]?.focus();
  return true;
}

function listStops(box: HTMLElement): readonly HTMLElement[] {
  const stops = [...box.querySelectorAll<HTMLElement>('input, button')];
  return stops.filter((stop) => stop.closest('[hidden]') === null);
}

function place(button: HTMLElement, box: HTMLElement): void {
  const { left, bottom } = button.getBoundingClientRect();
  const most = Math.max(0, document.documentElement.clientWidth - box.offsetWidth - 8);
  box.style.left = `${Math.min(left, most)}px`;
  box.style.top = `${bottom + 2}px`;
  box.style.maxHeight = `${Math.max(120, document.documentElement.clientHeight - bottom - 12)}px`;
}
