import type { OwnedKey } from './sharedKeys';

/** Queries, in Trailcase's language, that find exactly the records that a dossier counts. */

/** Longer queries nobody reads; what they would leave out is said in words. */
const maxListed = 500;

/** What some keys signed; of `owned` what their owners did. `twinIds`: eventIDs of records that are counted with another account's record of the action. */
export function toKeysQuery(
  keys: readonly string[],
  twinIds: readonly string[],
  owned: readonly OwnedKey[] = [],
): string {
  const shared = new Set(owned.map(({ accessKeyId }) => accessKeyId));
  const whole = keys.filter((key) => !shared.has(key));
  const parts = [
    ...(whole.length === 0 ? [] : [`userIdentity.accessKeyId:${toOneOf(whole)}`]),
    ...owned.flatMap(toOwnedQuery),
  ];
  const query = parts.length === 1 ? (parts[0] ?? '') : `(${parts.join(' OR ')})`;
  return twinIds.length === 0 || twinIds.length > maxListed ? query : `${query} AND NOT eventID:${toOneOf(twinIds)}`;
}

function toOwnedQuery({ accessKeyId, arns, principalIds }: OwnedKey): readonly string[] {
  const owners = [
    ...(arns.length === 0 ? [] : [`userIdentity.arn:${toOneOf(arns)}`]),
    ...(principalIds.length === 0
      ? []
      : [`(missing:userIdentity.arn AND userIdentity.principalId:${toOneOf(principalIds)})`]),
  ];
  if (owners.length === 0) return [];
  return [`(userIdentity.accessKeyId:=${toQuoted(accessKeyId)} AND (${owners.join(' OR ')}))`];
}

/** `query`, and a field with exactly this value; `''` or `null`: without it. */
export function withValue(query: string, field: string, value: string | null): string {
  return `${query} AND ${toTerm(field, value)}`;
}

/** `field:="Exact"`: compared with its case. */
export function toTerm(field: string, value: string | null): string {
  if (value === null || value === '') return `missing:${field}`;
  // A block of addresses would stand for all addresses in it.
  const isBlock = field === 'sourceIPAddress' && value.includes('/');
  return isBlock ? `${field}:/^${escapeRegex(value)}$/` : `${field}:=${toQuoted(value)}`;
}

/** `="A"`, or `(="A" OR ="B")`. */
export function toOneOf(values: readonly string[]): string {
  const terms = values.map((value) => `=${toQuoted(value)}`);
  return terms.length === 1 ? (terms[0] ?? '') : `(${terms.join(' OR ')})`;
}

function toQuoted(text: string): string {
  return `"${text.replace(/[\\"]/g, (letter) => `\\${letter}`)}"`;
}

function escapeRegex(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/-]/g, (letter) => `\\${letter}`);
}
