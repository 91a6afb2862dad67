import { completeQuery, type QueryCompletion as Place } from '../engine/query/completeQuery';
import type { TrailIndex } from '../index/trailIndex';
import type { Scope } from '../index/scope';
import type { QueryCompletion } from '../protocol/searchRequests';

const maxValues = 30;

/** What can be written at an offset of a query: fields, operators, and values that occur in the index. */
export async function listQueryCompletions(
  text: string,
  offset: number,
  findValues: (
    column: string,
    prefix: string,
  ) => Promise<readonly { readonly value: string; readonly count: number }[]>,
): Promise<QueryCompletion[]> {
  const place = completeQuery(text, offset);
  const at = { start: place.replaceStart, end: place.replaceEnd };
  const fields = place.fields.map(({ name, description }) => ({
    ...at,
    kind: 'field' as const,
    label: name,
    description,
    insertText: place.kind === 'field' ? `${name}:` : name,
  }));
  const operators = place.operators.map((name) => ({
    ...at,
    kind: 'operator' as const,
    label: name,
    insertText: `${name} `,
  }));
  const words = place.words.map((word) => ({ ...at, kind: 'value' as const, label: word, insertText: word }));
  return [...words, ...fields, ...operators, ...(await listValues(place, at, findValues))];
}

async function listValues(
  { valueColumns, prefix }: Place,
  at: { readonly start: number; readonly end: number },
  findValues: Parameters<typeof listQueryCompletions>[2],
): Promise<QueryCompletion[]> {
  const counts = new Map<string, number>();
  for (const column of valueColumns) {
    for (const { value, count } of await findValues(column, prefix))
      counts.set(value, Math.max(counts.get(value) ?? 0, count));
  }
  return [...counts].slice(0, maxValues).map(([value, count]) => ({
    ...at,
    kind: 'value',
    label: value,
    insertText: toQueryValue(value),
    count,
  }));
}

/** A value as it is written in a query, so that nothing in it is read as anything else. */
export function toQueryValue(value: string): string {
  if (/^[A-Za-z0-9_.@][A-Za-z0-9_.@:/-]*$/.test(value) && !/^(AND|OR|NOT|TO)$/.test(value)) return value;
  return `"${value.replace(/["\\]/g, (character) => `\\${character}`)}"`;
}

/** Values of the index; none while nothing is indexed. */
export function valuesOf(
  index: TrailIndex,
  scope: Scope,
  signal: AbortSignal,
): Parameters<typeof listQueryCompletions>[2] {
  return (column, prefix) => index.values(column, prefix, maxValues, scope, signal);
}
