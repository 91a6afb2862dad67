import type { EpochMs } from '../base/time';
import type { ValidationHeader } from '../engine/digest/validation';
import { parseTrailPath, type TrailPath } from '../engine/trail/objectKey';
import { isBelow } from './mergedFolders';

/** True when a run looked at everything below a place (a prefix, or `''`): only then what it says holds for all of it. */
export function coversPlace(header: ValidationHeader, place: string): boolean {
  const { scope, isComplete, isWholeTime, problems } = header;
  if (!isComplete || scope.trail !== undefined || !isBelow(place, scope.prefix)) return false;
  const path = parseTrailPath(place);
  if (scope.accounts !== undefined && !scope.accounts.includes(path.accountId ?? '')) return false;
  if (scope.regions !== undefined && !scope.regions.includes(path.region ?? '')) return false;
  if (problems.some(({ where }) => where.includes(place))) return false;
  return isWholeTime === true || spans(header, path);
}

/** Nothing can be validated of what was still to come. */
function spans({ window, startedTime }: ValidationHeader, path: TrailPath): boolean {
  const span = toSpan(path);
  return span !== undefined && window.from <= span.from && window.to >= Math.min(span.to, startedTime) - minuteMs;
}

/** Of a year, a month or a day; `to` is the first moment after it. */
function toSpan({ year, month, day }: TrailPath): { readonly from: EpochMs; readonly to: EpochMs } | undefined {
  if (year === undefined) return undefined;
  const [y, m, d] = [Number(year), Number(month ?? 1) - 1, Number(day ?? 1)];
  const from = Date.UTC(y, m, d);
  if (day !== undefined) return { from, to: Date.UTC(y, m, d + 1) };
  return { from, to: month === undefined ? Date.UTC(y + 1, 0) : Date.UTC(y, m + 1) };
}

const minuteMs = 60_000;
