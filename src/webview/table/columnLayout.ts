import type { ResultColumn } from '../../protocol/resultColumns';
import type { ShownColumn } from '../../protocol/shownColumns';

export const minColumnWidth = 60;
export const maxColumnWidth = 2000;
const newColumnWidth = 180;
const maxLabelLength = 30;

/** Only columns that exist, each once; the defaults when none is left: a stored layout may be from another version. */
export function toValidLayout(
  stored: readonly ShownColumn[],
  available: readonly ResultColumn[],
  defaults: readonly ShownColumn[],
): readonly ShownColumn[] {
  const names = new Set(available.map(({ name }) => name));
  const valid = stored.filter(({ name }) => names.delete(name)).map((column) => resized(column, column.widthPx));
  return valid.length === 0 ? defaults : valid;
}

/** Shows the column at the end, or hides it. The last column stays. */
export function toggleColumn(shown: readonly ShownColumn[], name: string): readonly ShownColumn[] {
  const rest = shown.filter((column) => column.name !== name);
  if (rest.length === shown.length) return [...shown, { name, widthPx: newColumnWidth }];
  return rest.length === 0 ? shown : rest;
}

/** Puts the column at `from` before or behind others, so that it then stands at `to`. */
export function moveColumn(shown: readonly ShownColumn[], from: number, to: number): readonly ShownColumn[] {
  const column = shown[from];
  const target = Math.min(shown.length - 1, Math.max(0, to));
  if (column === undefined || target === from) return shown;
  const rest = shown.filter((_, i) => i !== from);
  return [...rest.slice(0, target), column, ...rest.slice(target)];
}

export function resizeColumn(shown: readonly ShownColumn[], name: string, widthPx: number): readonly ShownColumn[] {
  return shown.map((column) => (column.name === name ? resized(column, widthPx) : column));
}

/** `…sessionIssuer.userName`: the end of a long path tells columns apart, the start does not. */
export function toColumnLabel({ name, kind }: Pick<ResultColumn, 'name' | 'kind'>): string {
  const short = name.length > maxLabelLength ? `…${name.split('.').slice(-2).join('.')}` : name;
  return kind === 'time' ? `${short} (UTC)` : short;
}

function resized(column: ShownColumn, widthPx: number): ShownColumn {
  const width = Number.isFinite(widthPx) ? Math.round(widthPx) : newColumnWidth;
  return { ...column, widthPx: Math.min(maxColumnWidth, Math.max(minColumnWidth, width)) };
}
