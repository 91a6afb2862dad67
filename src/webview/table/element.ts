export interface ElementOptions {
  readonly class?: string;
  /** Becomes text, never markup. */
  readonly text?: string;
  readonly title?: string;
  /** Other attributes, `role` and `aria-…` above all. */
  readonly attributes?: Readonly<Record<string, string>>;
  readonly children?: readonly Node[];
}

export function newElement<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  options: ElementOptions = {},
): HTMLElementTagNameMap[K] {
  const element = document.createElement(tag);
  if (options.class !== undefined) element.className = options.class;
  if (options.text !== undefined) element.textContent = options.text;
  if (options.title !== undefined) element.title = options.title;
  for (const [name, value] of Object.entries(options.attributes ?? {})) element.setAttribute(name, value);
  element.append(...(options.children ?? []));
  return element;
}

export interface ButtonOptions {
  readonly text: string;
  readonly title?: string;
  readonly class?: string;
  readonly icon?: Node;
  readonly attributes?: Readonly<Record<string, string>>;
  readonly onClick: () => void;
}

export function newButton(options: ButtonOptions): HTMLButtonElement {
  const button = newElement('button', {
    class: options.class ?? 'button',
    attributes: { type: 'button', ...options.attributes },
    ...(options.title === undefined ? {} : { title: options.title }),
    children: [...(options.icon === undefined ? [] : [options.icon]), newElement('span', { text: options.text })],
  });
  button.addEventListener('click', options.onClick);
  return button;
}
