import { UserError } from '../base/errors';
import { dayMs, type EpochMs } from '../base/time';
import type { TimeWindow } from '../engine/digest/validation';
import { parseTrailPath } from '../engine/trail/objectKey';
import type { ValidationScope } from './validationOptions';

/** The window as far as the scope says it; both ends included. */
export interface OpenWindow {
  readonly from?: EpochMs;
  readonly to?: EpochMs;
}

/** A moment is the second that it names: without any length nothing would have to be proven. */
const minLengthMs = 999;

export function toWholeWindow({ from, to }: TimeWindow): TimeWindow {
  return { from, to: Math.max(to, from + minLengthMs) };
}

/**
 * A year, month or day in the prefix narrows the window. Throws a UserError `invalidInput` when nothing is left of it;
 * `end`, where it is known, is the end of a window that names none.
 */
export function toScopeWindow(
  scope: Pick<ValidationScope, 'prefix' | 'from' | 'to'>,
  end: EpochMs | undefined,
): OpenWindow {
  const period = toPeriod(scope.prefix);
  const from = maxOf(scope.from, period?.from);
  const to = minOf(scope.to, period?.to);
  if (from !== undefined && from > (to ?? end ?? Infinity)) {
    throw new UserError('invalidInput', 'The time to validate ends before it begins.', {
      nextStep: 'Correct its beginning or its end.',
    });
  }
  if (from !== undefined && to !== undefined) return toWholeWindow({ from, to });
  return { ...(from === undefined ? {} : { from }), ...(to === undefined ? {} : { to }) };
}

function toPeriod(prefix: string): { readonly from: EpochMs; readonly to: EpochMs } | undefined {
  const { year, month, day } = parseTrailPath(prefix);
  if (year === undefined) return undefined;
  const from = Date.UTC(Number(year), month === undefined ? 0 : Number(month) - 1, day === undefined ? 1 : Number(day));
  const next =
    month === undefined
      ? Date.UTC(Number(year) + 1, 0)
      : day === undefined
        ? Date.UTC(Number(year), Number(month))
        : from + dayMs;
  return { from, to: next - 1 };
}

function maxOf(a: EpochMs | undefined, b: EpochMs | undefined): EpochMs | undefined {
  return a === undefined || b === undefined ? (a ?? b) : Math.max(a, b);
}

function minOf(a: EpochMs | undefined, b: EpochMs | undefined): EpochMs | undefined {
  return a === undefined || b === undefined ? (a ?? b) : Math.min(a, b);
}
