import { UserError } from '../base/errors';
import type { CliArguments } from './arguments';
import { exitCode } from './exitCode';
import { parseSearchOptions } from './searchOptions';
import { toRowsText } from './rowsText';
import { openSearchSession } from './searchSession';
import { print, printNote } from './terminal';

const defaultMaxRows = 100_000;

/** `trailcase sql`: one read-only statement over what is indexed. */
export async function runSql(args: CliArguments, signal: AbortSignal): Promise<number> {
  const { format, limit = defaultMaxRows, from, to, accounts, regions } = parseSearchOptions(args.search);
  if ([from, to, accounts, regions].some((part) => part !== undefined)) {
    throw new UserError(
      'invalidInput',
      'sql takes no --from, --to, --account or --region: it reads all that is indexed.',
      {
        nextStep: "Write it into the statement: where eventTime >= '2026-01-15' and account = '111122223333'.",
      },
    );
  }
  const text = args.search.query;
  if (text === undefined) {
    throw new UserError('invalidInput', '--query is missing.', {
      nextStep: 'For example: --query "select eventName, count(*) from records group by all order by 2 desc".',
    });
  }
  const session = await openSearchSession(args);
  try {
    const index = await session.trail.index(signal);
    const result = await index.runSql(text, { maxRows: limit }, signal);
    const names = result.columns.map(({ name }) => name);
    await print(toRowsText(names, result.rows, format));
    if (result.isCut) printNote(`There are more rows than the ${limit.toLocaleString('en-US')} shown: see --limit.`);
    const coverage = await index.coverageOf({ prefix: session.prefix }, signal);
    printNote(coverage.statement);
    return result.isCut || !coverage.isComplete ? exitCode.unreadable : exitCode.success;
  } finally {
    session.dispose();
  }
}
