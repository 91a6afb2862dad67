import type { ResultGroup, RowRange } from '../../protocol/resultTableMessages';
import { toDisplayText } from '../../base/displayText';
import { countRows } from './rowSelection';

/** `awsRegion: us-east-1` */
export function toGroupText({ by, value }: ResultGroup): string {
  return `${by}: ${value === null || value === '' ? '(none)' : toDisplayText(value, 120)}`;
}

/** `Row 12 of 1,000,000, 3 selected` */
export function toPlaceText(active: number, ranges: readonly RowRange[], rowCount: number): string {
  if (rowCount === 0) return '';
  const count = countRows(ranges);
  const place = `Row ${toCount(active + 1)} of ${toCount(rowCount)}`;
  return count === 0 ? place : `${place}, ${toCount(count)} selected`;
}

export function toCount(count: number): string {
  return count.toLocaleString('en-US');
}
