import { toDisplayText } from '../base/displayText';
import type { TableCell } from '../engine/table/csvTable';
import type { CoverageRow } from '../index/coverage';
import type { Scope } from '../index/scope';
import type { CliArguments } from './arguments';
import { exitCode } from './exitCode';
import { parseSearchOptions, toScopes } from './searchOptions';
import { toRowsText } from './rowsText';
import { openSearchSession, type SearchSession } from './searchSession';
import { print, printNote } from './terminal';

const maxUnreadable = 1_000_000;
const columns = [
  'account',
  'kind',
  'region',
  'day',
  'listed',
  'read',
  'skipped',
  'failed',
  'pending',
  'found',
  'indexed',
  'unreadable',
  'copies',
  'note',
] as const;

/** `trailcase ledger`: what was listed and read, a line for every account, region and day. */
export async function runLedger(args: CliArguments, signal: AbortSignal): Promise<number> {
  const options = parseSearchOptions(args.search);
  const session = await openSearchSession(args);
  try {
    const scope = toScopes(session.prefix, options).search;
    const index = await session.trail.index(signal);
    if (args.search.isUnreadableOnly) {
      const objects = await index.unreadableObjects(scope, maxUnreadable, signal);
      const names = ['object', 'status', 'reason', 'offset'];
      const rows = objects.map(({ key, status, reason, offset }) => [
        session.opened.source.toUri(key),
        status,
        reason,
        offset ?? null,
      ]);
      await print(toRowsText(names, rows, options.format));
    } else {
      const { rows, discrepancies } = await index.coverage(scope, signal);
      await print(toRowsText(columns, rows.map(toCells), options.format));
      for (const { statement, partition } of discrepancies) {
        printNote(`does not add up: ${Object.values(partition).filter(Boolean).join(' ')}: ${statement}`);
      }
    }
    return await tellStatus(session, scope, signal);
  } finally {
    session.dispose();
  }
}

async function tellStatus(session: SearchSession, scope: Scope, signal: AbortSignal): Promise<number> {
  const index = await session.trail.index(signal);
  const { isComplete, statement } = await index.coverageOf(scope, signal);
  for (const { segment, reason } of index.status().rejected) {
    printNote(
      `segment ${segment} is not used: ${toDisplayText(reason, 2000)}. trailcase index reads its objects anew.`,
    );
  }
  printNote(statement);
  return isComplete ? exitCode.success : exitCode.unreadable;
}

function toCells(row: CoverageRow): readonly TableCell[] {
  const note = [row.problem, ...row.reasons.map(({ reason, objects }) => `${objects} × ${reason}`)];
  return columns.map((name) => (name === 'note' ? note.filter((text) => text !== undefined).join('; ') : row[name]));
}
