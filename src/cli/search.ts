import { UserError } from '../base/errors';
import { toDisplayText } from '../base/displayText';
import { explainQuery } from '../engine/query/explainQuery';
import { parseQuery } from '../engine/query/parseQuery';
import type { Query } from '../engine/query/query';
import type { ResultSet, ResultSummary } from '../index/resultSet';
import type { Scope } from '../index/scope';
import { exportResult } from '../search/resultExport';
import type { CliArguments, SearchWords } from './arguments';
import { exitCode } from './exitCode';
import { scan } from './scanTerminal';
import { parseSearchOptions, toScopes, type SearchOptions } from './searchOptions';
import { openSearchSession, type SearchSession } from './searchSession';
import { TableText } from './tableText';
import { print, printNote } from './terminal';

/** What a person reads first; `--columns` chooses others. */
const defaultColumns = ['eventTime', 'eventName', 'principal', 'sourceIPAddress', 'awsRegion', 'errorCode', 'eventID'];
const maxToldUnread = 20;

/** `trailcase search`: answers from the index, and reads what is missing there first. */
export async function runSearch(args: CliArguments, signal: AbortSignal): Promise<number> {
  const options = parseSearchOptions(args.search);
  const query = parse(args.search.query);
  if (args.search.isExplained) {
    await print(`${explainQuery(query)}\n`);
    return exitCode.success;
  }
  const session = await openSearchSession(args);
  try {
    const scopes = toScopes(session.prefix, options);
    if (await needsScan(session, scopes.search, args.search, signal)) {
      await scan(session, scopes.scan, args.search, signal);
      if (args.search.isPlanOnly) return exitCode.success;
    }
    return await answer(session, query, scopes.search, options, signal);
  } finally {
    session.dispose();
  }
}

/**
 * Not where all of a scope with a beginning and an end was listed and read before: the answer is then there in
 * milliseconds. Of an open one nobody knows, without listing, what else there is.
 */
async function needsScan(
  { trail }: SearchSession,
  scope: Scope,
  { isOffline, isUpdate }: SearchWords,
  signal: AbortSignal,
): Promise<boolean> {
  if (isOffline || isUpdate) return isUpdate;
  if (scope.from === undefined || scope.to === undefined) return true;
  const { daysPartly, daysNotIndexed } = await (await trail.index(signal)).coverageOf(scope, signal);
  if (daysPartly.length + daysNotIndexed.length > 0) return true;
  printNote('Answered from the index as it is: --update looks for newer logs.');
  return false;
}

/** Throws a UserError that points at the character. */
function parse(text: string | undefined): Query {
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
  return isPrinted && summary.isWhole && summary.coverage.isComplete && summary.unsearched.length === 0
    ? exitCode.success
    : exitCode.unreadable;
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
    for (const { key, reason } of unread.slice(0, maxToldUnread))
      printNote(`not read: ${toDisplayText(key, 2000)}: ${reason}`);
    if (unread.length > maxToldUnread) printNote(`… and ${unread.length - maxToldUnread} more.`);
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

/** What was found, and what was not seen: always said, on standard error. */
function tellSummary({ opened }: SearchSession, summary: ResultSummary, limit: number | undefined): void {
  const { count, copies, conflicts, coverage, unsearched, isWhole } = summary;
  const shown = limit !== undefined && limit < count ? ` (the first ${limit.toLocaleString('en-US')} are shown)` : '';
  const parts = [
    `${count.toLocaleString('en-US')} ${count === 1 ? 'record' : 'records'}${shown}`,
    ...(copies > 0 ? [`${copies.toLocaleString('en-US')} further deliveries of them, counted once`] : []),
    ...(conflicts > 0 ? [`${conflicts.toLocaleString('en-US')} share their event ID with other content`] : []),
  ];
  printNote(`${parts.join('; ')}.`);
  if (!isWhole) printNote('This is not all: the search stopped, or found more than it keeps.');
  printNote(coverage.statement);
  for (const { key, reason } of unsearched.slice(0, maxToldUnread)) {
    printNote(`not searched: ${toDisplayText(opened.source.toUri(key), 2000)}: ${reason}`);
  }
  if (unsearched.length > maxToldUnread) printNote(`… and ${unsearched.length - maxToldUnread} more.`);
}
