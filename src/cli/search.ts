import { UserError } from '../base/errors';
import { toDisplayText } from '../base/displayText';
import { explainQuery } from '../engine/query/explainQuery';
import { parseQuery } from '../engine/query/parseQuery';
import type { Query } from '../engine/query/query';
import type { ResultSet } from '../index/resultSet';
import type { Scope } from '../index/scope';
import { exportResult } from '../search/resultExport';
import type { CliArguments } from './arguments';
import { exitCode } from './exitCode';
import { indexFirst } from './indexFirst';
import { parseSearchOptions, toScopes, type SearchOptions } from './searchOptions';
import { openSearchSession, type SearchSession } from './searchSession';
import { isWhole, tellSummary, tellUnread } from './searchSummary';
import { TableText } from './tableText';
import { print } from './terminal';

/** What a person reads first; `--columns` chooses others. */
const defaultColumns = ['eventTime', 'eventName', 'principal', 'sourceIPAddress', 'awsRegion', 'errorCode', 'eventID'];

/** `trailcase search`: answers from the index, and reads what is missing there first. */
export async function runSearch(args: CliArguments, signal: AbortSignal): Promise<number> {
  const options = parseSearchOptions(args.search);
  const query = parseQueryOption(args.search.query);
  if (args.search.isExplained) {
    await print(`${explainQuery(query)}\n`);
    return exitCode.success;
  }
  const session = await openSearchSession(args);
  try {
    const scopes = toScopes(session.prefix, options);
    if (!(await indexFirst(session, scopes, args.search, signal))) return exitCode.success;
    return await answer(session, query, scopes.search, options, signal);
  } finally {
    session.dispose();
  }
}

/** Throws a UserError that points at the character. */
export function parseQueryOption(text: string | undefined): Query {
  if (text === undefined) {
    throw new UserError('invalidInput', '--query is missing.', {
      nextStep: "For example: --query 'eventName:Put* -errorCode:*'. See trailcase --help.",
    });
  }
  const { query, errors } = parseQuery(text, { now: Date.now() });
  const [error] = errors;
  if (query !== undefined && error === undefined) return query;
  const at = error?.start ?? 0;
  const hint = error?.suggestion === undefined ? '' : ` Did you mean ${error.suggestion}?`;
  const mark = '^'.padStart(at + 1).padEnd(Math.max(at + 1, error?.end ?? 0), '^');
  throw new UserError(
    'invalidInput',
    `The query cannot be read: ${error?.message ?? ''}${hint}\n  ${toDisplayText(text, 2000)}\n  ${mark}`,
  );
}

async function answer(
  session: SearchSession,
  query: Query,
  scope: Scope,
  options: SearchOptions,
  signal: AbortSignal,
): Promise<number> {
  const result = await session.trail.search(query, scope, {}, signal);
  const summary = await result.whenDone;
  let isPrinted: boolean;
  try {
    isPrinted = await printResult(session, result, options, signal);
  } finally {
    await result.dispose();
  }
  tellSummary(session, summary, options.limit);
  return isPrinted && isWhole(summary) ? exitCode.success : exitCode.unreadable;
}

/** False when records could not be read, so that they are missing from the output. */
async function printResult(
  { trail }: SearchSession,
  result: ResultSet,
  { format, columns = defaultColumns, sort, limit }: SearchOptions,
  signal: AbortSignal,
): Promise<boolean> {
  const ids = limit === undefined ? undefined : await firstIds(result, sort, limit, signal);
  const chosen = { columns, sort, ...(ids === undefined ? {} : { ids }) };
  if (format !== 'table') {
    const { unread } = await exportResult(result, { ...chosen, format }, trail.recordReader(), print, signal);
    tellUnread(unread);
    return unread.length === 0;
  }
  const table = new TableText(columns);
  for await (const rows of result.rows(chosen, signal)) await print(table.add(rows.map(({ cells }) => cells)));
  await print(table.end());
  return true;
}

async function firstIds(
  result: ResultSet,
  sort: SearchOptions['sort'],
  limit: number,
  signal: AbortSignal,
): Promise<readonly number[]> {
  const { rows } = await result.page({ offset: 0, limit, sort, columns: ['eventTime'] }, signal);
  return rows.map(({ id }) => id);
}
