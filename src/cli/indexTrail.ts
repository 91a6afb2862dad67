import type { CliArguments } from './arguments';
import { exitCode } from './exitCode';
import { scan } from './scanTerminal';
import { parseSearchOptions, toScopes } from './searchOptions';
import { openSearchSession } from './searchSession';

/** `trailcase index`: lists a part of a trail and reads into the index what is not there yet. */
export async function runIndex(args: CliArguments, signal: AbortSignal): Promise<number> {
  const options = parseSearchOptions(args.search);
  const session = await openSearchSession(args);
  try {
    const { plan, outcome } = await scan(session, toScopes(session.prefix, options).scan, args.search, signal);
    if (signal.aborted) return exitCode.interrupted;
    const isWhole = plan.problems.length === 0 && plan.beyondCap === 0 && (outcome?.isComplete ?? true);
    if (!isWhole || (outcome?.failed ?? 0) > 0) return exitCode.unreadable;
    return (outcome?.unreadable ?? 0) > 0 ? exitCode.damaged : exitCode.success;
  } finally {
    session.dispose();
  }
}
