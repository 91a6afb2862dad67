import type { RowRange } from '../../protocol/resultTableMessages';

/** Which rows are chosen, by their place in the table. A million chosen rows are one range. */
export interface RowSelection {
  /** Ascending, apart from each other. */
  readonly ranges: readonly RowRange[];
  /** Where the keyboard is. */
  readonly active: number;
  /** Where a selection with Shift began. */
  readonly anchor: number;
}

export const noSelection: RowSelection = { ranges: [], active: 0, anchor: 0 };

export function selectOne(row: number): RowSelection {
  return { ranges: [{ first: row, last: row }], active: row, anchor: row };
}

/** From the anchor to the row, in place of what was chosen. */
export function extendTo(selection: RowSelection, row: number): RowSelection {
  const { anchor } = selection;
  const range = { first: Math.min(anchor, row), last: Math.max(anchor, row) };
  return { ranges: [range], active: row, anchor };
}

/** Adds the row, or takes it out. */
export function toggle(selection: RowSelection, row: number): RowSelection {
  const ranges = isSelected(selection, row)
    ? selection.ranges.flatMap((range) => without(range, row))
    : merge([...selection.ranges, { first: row, last: row }]);
  return { ranges, active: row, anchor: row };
}

/** Moves the keyboard and leaves the selection as it is. */
export function moveTo(selection: RowSelection, row: number): RowSelection {
  return { ...selection, active: row };
}

export function selectAll(selection: RowSelection, rowCount: number): RowSelection {
  return { ...selection, ranges: rowCount === 0 ? [] : [{ first: 0, last: rowCount - 1 }] };
}

export function isSelected({ ranges }: RowSelection, row: number): boolean {
  return ranges.some(({ first, last }) => first <= row && row <= last);
}

export function countRows(ranges: readonly RowRange[]): number {
  return ranges.reduce((sum, { first, last }) => sum + last - first + 1, 0);
}

function without({ first, last }: RowRange, row: number): RowRange[] {
  if (row < first || row > last) return [{ first, last }];
  return [
    { first, last: row - 1 },
    { first: row + 1, last },
  ].filter((range) => range.first <= range.last);
}

function merge(ranges: readonly RowRange[]): RowRange[] {
  const merged: RowRange[] = [];
  for (const range of ranges.toSorted((a, b) => a.first - b.first)) {
    const previous = merged.at(-1);
    if (previous !== undefined && range.first <= previous.last + 1) {
      merged[merged.length - 1] = { first: previous.first, last: Math.max(previous.last, range.last) };
    } else merged.push(range);
  }
  return merged;
}
