import type { ResultGroup, SavedTable, TableIdentity } from '../../protocol/resultTableMessages';
import type { ResultSort, SearchScope } from '../../protocol/searchRequests';
import type { ShownColumn } from '../../protocol/shownColumns';

/** What the editor kept of a table over a reload, perhaps by another version: undefined when it cannot be used. */
export function parseSavedTable(stored: unknown): SavedTable | undefined {
  if (!isObject(stored)) return undefined;
  const identity = parseIdentity(stored['identity']);
  if (identity === undefined) return undefined;
  return {
    identity,
    sort: parseSort(stored['sort']) ?? defaultSort,
    topRow: toPlace(stored['topRow']),
    activeRow: toPlace(stored['activeRow']),
  };
}

export const defaultSort: ResultSort = { column: 'eventTime', descending: false };

/** Columns as they were stored; entries that are none are left out. */
export function parseShownColumns(stored: unknown): readonly ShownColumn[] {
  if (!Array.isArray(stored)) return [];
  return stored.flatMap((column: unknown) => {
    if (!isObject(column)) return [];
    const { name, widthPx } = column;
    return typeof name === 'string' && typeof widthPx === 'number' ? [{ name, widthPx }] : [];
  });
}

/** The same members in the same order, so that two identities that are equal are so as text. */
export function toTableIdentity({ query, scope, title, group, language }: TableIdentity): TableIdentity {
  return {
    query,
    scope: toOrderedScope(scope),
    title,
    ...(group === undefined ? {} : { group: { by: group.by, value: group.value } }),
    ...(language === undefined ? {} : { language }),
  };
}

/** The same members in the same order. */
export function toOrderedScope({ sourceId, prefix, accounts, regions, from, to }: SearchScope): SearchScope {
  return {
    sourceId,
    ...(prefix === undefined ? {} : { prefix }),
    ...(accounts === undefined ? {} : { accounts }),
    ...(regions === undefined ? {} : { regions }),
    ...(from === undefined ? {} : { from }),
    ...(to === undefined ? {} : { to }),
  };
}

function parseIdentity(stored: unknown): TableIdentity | undefined {
  if (!isObject(stored)) return undefined;
  const { query, title } = stored;
  const scope = parseScope(stored['scope']);
  if (typeof query !== 'string' || typeof title !== 'string' || scope === undefined) return undefined;
  const group = parseGroup(stored['group']);
  const language = stored['language'] === 'sql' ? { language: 'sql' as const } : {};
  return toTableIdentity({ query, scope, title, ...(group === undefined ? {} : { group }), ...language });
}

/** Undefined without a source. */
export function parseScope(stored: unknown): SearchScope | undefined {
  if (!isObject(stored) || typeof stored['sourceId'] !== 'string') return undefined;
  const { sourceId, prefix, accounts, regions, from, to } = stored;
  return {
    sourceId,
    ...(typeof prefix === 'string' ? { prefix } : {}),
    ...(isTextList(accounts) ? { accounts } : {}),
    ...(isTextList(regions) ? { regions } : {}),
    ...(typeof from === 'number' ? { from } : {}),
    ...(typeof to === 'number' ? { to } : {}),
  };
}

function parseGroup(stored: unknown): ResultGroup | undefined {
  if (!isObject(stored)) return undefined;
  const { by, value } = stored;
  return typeof by === 'string' && (typeof value === 'string' || value === null) ? { by, value } : undefined;
}

function parseSort(stored: unknown): ResultSort | undefined {
  if (!isObject(stored)) return undefined;
  const { column, descending } = stored;
  return typeof column === 'string' && typeof descending === 'boolean' ? { column, descending } : undefined;
}

function toPlace(stored: unknown): number {
  return typeof stored === 'number' && Number.isSafeInteger(stored) && stored >= 0 ? stored : 0;
}

function isTextList(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.every((item) => typeof item === 'string');
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}
