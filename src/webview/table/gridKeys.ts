/** What a key does in the rows of the table. */
export type GridAction =
  | { readonly kind: 'move'; readonly to: number; readonly mode: 'select' | 'extend' | 'move' }
  | { readonly kind: 'moveCell'; readonly by: -1 | 1 }
  | { readonly kind: 'toggle' }
  | { readonly kind: 'selectAll' }
  | { readonly kind: 'open'; readonly preserveFocus: boolean }
  | { readonly kind: 'clear' };

export interface KeyPress {
  readonly key: string;
  readonly shiftKey: boolean;
  /** Command on macOS. */
  readonly ctrlKey: boolean;
  readonly altKey: boolean;
}

export interface GridPlace {
  readonly active: number;
  readonly rowCount: number;
  /** Whole rows that fit into the window. */
  readonly rowsPerPage: number;
}

/** Undefined for keys that are the editor's. */
export function toGridAction(press: KeyPress, place: GridPlace): GridAction | undefined {
  if (press.altKey) return undefined;
  const target = toTarget(press, place);
  if (target !== undefined) {
    const to = Math.min(place.rowCount - 1, Math.max(0, target));
    return { kind: 'move', to, mode: press.shiftKey ? 'extend' : isMoveOnly(press) ? 'move' : 'select' };
  }
  if (press.ctrlKey) return press.key.toLowerCase() === 'a' ? { kind: 'selectAll' } : undefined;
  switch (press.key) {
    case 'ArrowLeft':
      return { kind: 'moveCell', by: -1 };
    case 'ArrowRight':
      return { kind: 'moveCell', by: 1 };
    case 'Enter':
      return { kind: 'open', preserveFocus: press.shiftKey };
    case ' ':
      return { kind: 'toggle' };
    case 'Escape':
      return { kind: 'clear' };
    default:
      return undefined;
  }
}

function toTarget({ key, ctrlKey }: KeyPress, { active, rowCount, rowsPerPage }: GridPlace): number | undefined {
  const step = Math.max(1, rowsPerPage - 1);
  switch (key) {
    case 'ArrowDown':
      return active + 1;
    case 'ArrowUp':
      return active - 1;
    case 'PageDown':
      return ctrlKey ? undefined : active + step;
    case 'PageUp':
      return ctrlKey ? undefined : active - step;
    case 'Home':
      return 0;
    case 'End':
      return rowCount - 1;
    default:
      return undefined;
  }
}

/** Ctrl with an arrow goes elsewhere without choosing, so that Space can add rows that are apart. */
function isMoveOnly({ key, ctrlKey }: KeyPress): boolean {
  return ctrlKey && key.startsWith('Arrow');
}
