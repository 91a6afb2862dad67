import { toLabelText } from '../../base/displayText';
import type { QueryCompletion, QueryProblem } from '../../protocol/searchRequests';

/** Signs around a mistake: VS Code's lists have no fixed-width letters under which a caret could stand. */
const markStart = '›';
const markEnd = '‹';
const shownAround = 60;

/** The query with the completion in the place that it is for. */
export function applyCompletion(
  text: string,
  { insertText, start, end }: Pick<QueryCompletion, 'insertText' | 'start' | 'end'>,
): string {
  return text.slice(0, start) + insertText + text.slice(end);
}

/** Undefined when nothing is suggested. */
export function applySuggestion(text: string, { suggestion, start, end }: QueryProblem): string | undefined {
  return suggestion === undefined ? undefined : text.slice(0, start) + suggestion + text.slice(end);
}

/** `›evntName‹:Put*`: the query with the mistake between signs, cut around it when it is long. */
export function markProblem(text: string, { start, end }: Pick<QueryProblem, 'start' | 'end'>): string {
  const from = Math.max(0, Math.min(start, text.length));
  const to = Math.max(from, Math.min(end, text.length));
  const before = text.slice(Math.max(0, from - shownAround), from);
  const after = text.slice(to, to + shownAround);
  const cutBefore = from > shownAround ? '…' : '';
  const cutAfter = to + shownAround < text.length ? '…' : '';
  const wrong = toLabelText(text.slice(from, to));
  return `${cutBefore}${toLabelText(before)}${markStart}${wrong}${markEnd}${toLabelText(after)}${cutAfter}`;
}

/** `character 5`, `characters 1 to 8`; counted from 1. */
export function toProblemPlace({ start, end }: Pick<QueryProblem, 'start' | 'end'>): string {
  return end <= start + 1 ? `character ${start + 1}` : `characters ${start + 1} to ${end}`;
}

/** A text as the query language reads it literally, wherever it stands. */
export function quote(text: string): string {
  return `"${text.replace(/[\\"]/g, '\\$&')}"`;
}

/**
 * Values that name one thing wherever they stand in a record, and are searched for everywhere: ARNs, unique ids and
 * access keys, accounts, addresses, and ids of resources. The index has all of these as mentions.
 */
const identifiers: readonly RegExp[] = [
  /^arn:[a-z-]+:[^\s]+$/,
  /^A[A-Z]{3}[A-Z0-9]{12,}$/,
  /^\d{12}$/,
  /^\d{1,3}(\.\d{1,3}){3}$/,
  /^(?=.*:.*:)[0-9a-fA-F:.]{3,45}$/,
  /^[a-z]{1,12}(-[a-z]{2,12}){0,3}-([0-9a-f]{8}|[0-9a-f]{17})$/,
];

/** A field's value with wildcards, which quotes would make literal. Undefined for other values. */
export function toPattern(field: string, value: string): string | undefined {
  return /[*?]/.test(value) && !/[\s"'()\\]/.test(value) ? `${field}:${value}` : undefined;
}

const plainName = /^[\p{L}_@$][\p{L}\p{N}_@$-]*$/u;

/** `requestParameters."aws:x"`: the path of a field as the query language reads it. */
export function toFieldName(names: readonly string[]): string {
  return names.map((name) => (plainName.test(name) ? name : quote(name))).join('.');
}

/**
 * Queries for a value of a log, the best first: everywhere for what names one thing, else in the field that it stands in,
 * else in that field although CloudTrail has none of that name, else everywhere.
 */
export function toValueQueries(value: string, path: string | undefined): readonly string[] {
  const text = quote(value);
  const isIdentifier = identifiers.some((pattern) => pattern.test(value));
  if (isIdentifier || path === undefined) return [text];
  return [`${path}:${text}`, `.${path}:${text}`, text];
}
