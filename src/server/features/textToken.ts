import type { Position } from 'vscode-languageserver-types';
import { cell, readCell, valueKind } from '../../engine/record/tape';
import { valueAt } from '../../engine/record/textSearch';
import { toLogOffset, type ShownLog } from './shownLog';

export interface TextToken {
  /** Tape index of the value at the position. */
  readonly value: number;
  /** True when the position is on the member's name rather than on its value. */
  readonly isName: boolean;
}

/** The scalar, or member name, at a position. */
export function tokenAt(shown: ShownLog, position: Position): TextToken | undefined {
  const offset = toLogOffset(shown, position);
  const value = valueAt(shown.log, offset);
  if (value === undefined) return undefined;
  const { tape } = shown.log;
  const keyStart = readCell(tape, value, cell.keyStart);
  if (keyStart > 0 && offset < readCell(tape, value, cell.keyEnd) + 1 && offset >= keyStart - 1)
    return { value, isName: true };
  const isInside = offset >= readCell(tape, value, cell.start);
  return isInside && readCell(tape, value, cell.kind) === valueKind.string ? { value, isName: false } : undefined;
}
