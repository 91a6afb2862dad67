import type { Direction } from './walk';

export type GraphAction =
  | { readonly kind: 'move'; readonly direction: Direction }
  | { readonly kind: 'open'; readonly preserveFocus: boolean }
  | { readonly kind: 'zoom'; readonly step: 1 | -1 }
  | { readonly kind: 'fit' }
  | { readonly kind: 'actualSize' };

export interface KeyPress {
  readonly key: string;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
  readonly altKey: boolean;
}

const actions: Readonly<Record<string, GraphAction>> = {
  ArrowLeft: { kind: 'move', direction: 'left' },
  ArrowRight: { kind: 'move', direction: 'right' },
  ArrowUp: { kind: 'move', direction: 'up' },
  ArrowDown: { kind: 'move', direction: 'down' },
  Home: { kind: 'move', direction: 'home' },
  End: { kind: 'move', direction: 'end' },
  Enter: { kind: 'open', preserveFocus: false },
  ' ': { kind: 'open', preserveFocus: true },
  '+': { kind: 'zoom', step: 1 },
  '=': { kind: 'zoom', step: 1 },
  '-': { kind: 'zoom', step: -1 },
  '0': { kind: 'actualSize' },
  f: { kind: 'fit' },
};

/** What a key means in the graph; those with a modifier are the editor's. */
export function toGraphAction({ key, ctrlKey, metaKey, altKey }: KeyPress): GraphAction | undefined {
  if (ctrlKey || metaKey || altKey) return undefined;
  return Object.hasOwn(actions, key) ? actions[key] : undefined;
}
