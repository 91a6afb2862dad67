import { compareKeys } from '../engine/trail/keyOrder';
import type { Scope } from './scope';
import type { Segment } from './segmentCatalog';
import { sqlText } from './queryDatabase';

/** Numbers of the segments that may hold records of the scope. */
export function listSegmentsInScope(segments: readonly Segment[], scope: Scope): readonly number[] {
  return segments.flatMap((segment, number) => (mayHold(segment, scope) ? [number] : []));
}

function mayHold({ summary: { time, keys } }: Segment, { from, to, prefix }: Scope): boolean {
  if (from !== undefined || to !== undefined) {
    if (time === null) return false;
    if (from !== undefined && Date.parse(time.to) < from) return false;
    if (to !== undefined && Date.parse(time.from) >= to) return false;
  }
  if (prefix === undefined || prefix === '') return true;
  if (keys === null) return false;
  return compareKeys(keys.last, prefix) >= 0 && (keys.first.startsWith(prefix) || compareKeys(keys.first, prefix) <= 0);
}

/** Over the columns of `objects.parquet`; undefined when every object is in the scope. */
export function objectCondition(scope: Scope): string | undefined {
  const isOneOf = (column: string, values: readonly string[] | undefined): string | undefined =>
    values === undefined ? undefined : `${column} IN (${['NULL', ...values.map(sqlText)].join(', ')})`;
  const conditions = [
    isOneOf('account', scope.accounts),
    isOneOf('region', scope.regions),
    isOneOf('kind', scope.kinds),
    scope.prefix === undefined || scope.prefix === '' ? undefined : `starts_with(key, ${sqlText(scope.prefix)})`,
  ].filter((condition) => condition !== undefined);
  return conditions.length === 0 ? undefined : conditions.join(' AND ');
}

/** Over `eventTime`; undefined when the scope has no times. */
export function timeCondition({ from, to }: Scope): string | undefined {
  const conditions = [
    from === undefined ? undefined : `"eventTime" >= make_timestamp_ms(${Math.ceil(from)}::BIGINT)`,
    to === undefined ? undefined : `"eventTime" < make_timestamp_ms(${Math.ceil(to)}::BIGINT)`,
  ].filter((condition) => condition !== undefined);
  return conditions.length === 0 ? undefined : conditions.join(' AND ');
}
