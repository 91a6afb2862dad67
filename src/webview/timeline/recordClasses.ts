import type { ClassCounts, RecordClass } from '../../engine/timeline/timeline';

export interface ClassLook {
  readonly name: RecordClass;
  readonly word: string;
  /** The shape of its marks, as a character for the table. */
  readonly sign: string;
  /** The theme's colour of it. */
  readonly colour: string;
  readonly description: string;
}

/** In the order in which they are stacked, from below. */
export const recordClasses: readonly ClassLook[] = [
  { name: 'read', word: 'read', sign: '●', colour: '--vscode-charts-blue', description: 'Calls that read' },
  { name: 'write', word: 'write', sign: '■', colour: '--vscode-charts-green', description: 'Calls that change' },
  { name: 'error', word: 'error', sign: '▲', colour: '--vscode-charts-orange', description: 'Calls that failed' },
  { name: 'denied', word: 'denied', sign: '✖', colour: '--vscode-charts-red', description: 'Calls without permission' },
];

export type ClassSet = ReadonlySet<RecordClass>;

export function toShownClasses(hidden: readonly RecordClass[]): ClassSet {
  return new Set(recordClasses.map(({ name }) => name).filter((name) => !hidden.includes(name)));
}

/** Hides it, or shows it again. The last one that is shown stays: undefined. */
export function toggleClass(hidden: readonly RecordClass[], name: RecordClass): readonly RecordClass[] | undefined {
  if (hidden.includes(name)) return hidden.filter((other) => other !== name);
  return hidden.length + 1 >= recordClasses.length ? undefined : [...hidden, name];
}

export function countOf(counts: ClassCounts, shown: ClassSet): number {
  return recordClasses.reduce((sum, { name }) => (shown.has(name) ? sum + counts[name] : sum), 0);
}
