import type { OccurrencesParams } from '../../protocol/requests';

export interface OccurrencesRequest {
  readonly params: OccurrencesParams;
  readonly position: { readonly line: number; readonly character: number };
}

/** The arguments of a CodeLens: the params, and the position either beside them or among them. */
export function parseOccurrencesArguments(args: readonly unknown[]): OccurrencesRequest | undefined {
  const [first, second] = args;
  if (!isRecord(first)) return undefined;
  const { uri, kind, record, index } = first;
  if (typeof uri !== 'string' || (kind !== 'principal' && kind !== 'event' && kind !== 'resource')) return undefined;
  if (typeof record !== 'number' || typeof index !== 'number') return undefined;
  const position = isRecord(second) ? second : first['position'];
  if (!isRecord(position)) return undefined;
  const { line, character } = position;
  if (typeof line !== 'number' || typeof character !== 'number') return undefined;
  return { params: { uri, kind, record, index }, position: { line, character } };
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}
