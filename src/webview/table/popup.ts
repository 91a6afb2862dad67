import { newElement } from './element';

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

export function openMenu(button: HTMLElement, label: string, items: readonly MenuItem[]): void {
  const elements = items.map(({ text, onChoose }) => {
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
  });
  const attributes = { role: 'menu', 'aria-label': label };
  openPopup(button, newElement('div', { class: 'popup menu', attributes, children: elements }));
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
