import { toDisplayText } from '../base/displayText';
import { writeChain } from '../engine/session/report/chainReport';
import { findRoleChain } from '../search/roleChain';
import type { CliArguments } from './arguments';
import { parseChainOptions } from './chainOptions';
import { exitCode } from './exitCode';
import { indexFirst } from './indexFirst';
import { checkOutput, withOutput } from './outputFile';
import { parseScopeOptions, toScopes } from './searchOptions';
import { openSearchSession } from './searchSession';
import { tellUnreadDetails } from './searchSummary';
import { printNote } from './terminal';

/**
 * `trailcase chain`: who issued what to whom, up to a person or a service, and down. `--from`, `--to`, `--account` and
 * `--region` say what is to be indexed first; the chain itself is looked for in all of the index.
 */
export async function runChain(args: CliArguments, signal: AbortSignal): Promise<number> {
  const { subject, format, output } = parseChainOptions(args);
  const scope = parseScopeOptions(args.search);
  if (output !== undefined) await checkOutput(output);
  const session = await openSearchSession(args);
  try {
    if (!(await indexFirst(session, toScopes(session.prefix, scope), args.search, signal))) return exitCode.success;
    const { chain, coverage } = await findRoleChain(session.trail, subject, signal);
    await withOutput(output, (write) => write(writeChain(format, chain, coverage)));
    tellUnreadDetails(chain);
    printNote(coverage.statement);
    if (output !== undefined) printNote(`The chain is in ${toDisplayText(output, 2000)}`);
    return coverage.isComplete && chain.unreadDetails.length === 0 ? exitCode.success : exitCode.unreadable;
  } finally {
    session.dispose();
  }
}
