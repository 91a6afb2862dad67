import { isAbort, UserError } from '../base/errors';
import { parseArguments, type CliArguments } from './arguments';
import { runCat } from './cat';
import { runChain } from './chain';
import { runDemo } from './demo';
import { runDossier } from './dossier';
import { exitCode } from './exitCode';
import { runIndex } from './indexTrail';
import { runKeys } from './keys';
import { runLedger } from './ledger';
import { runLs } from './ls';
import { runSearch } from './search';
import { runSql } from './sql';
import { print, printError } from './terminal';
import { runTimeline } from './timeline';
import { runValidate } from './validate';
import { usage } from './usage';
import { version } from '../../package.json';

type Command = (args: CliArguments, signal: AbortSignal) => Promise<number>;
const commands: ReadonlyMap<string, Command> = new Map([
  ['ls', runLs],
  ['cat', runCat],
  ['demo', runDemo],
  ['index', runIndex],
  ['search', runSearch],
  ['sql', runSql],
  ['ledger', runLedger],
  ['timeline', runTimeline],
  ['chain', runChain],
  ['dossier', runDossier],
  ['validate', runValidate],
  ['keys', runKeys],
]);

async function run(words: readonly string[], signal: AbortSignal): Promise<number> {
  const args = parseArguments(words);
  if (args.wantsVersion) {
    await print(`trailcase ${version}\n`);
    return exitCode.success;
  }
  if (args.wantsHelp || args.command === 'help') {
    await print(usage);
    return exitCode.success;
  }
  const command = commands.get(args.command ?? '');
  if (command !== undefined) return command(args, signal);
  const problem = args.command === undefined ? 'A command is missing.' : `There is no command ${args.command}.`;
  throw new UserError('invalidInput', problem, { nextStep: 'trailcase --help lists the commands.' });
}

async function main(): Promise<void> {
  // The SDK's own switch: its advice to update Node is for whoever builds Trailcase, not for who runs it.
  process.env['AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED'] ??= 'true';
  const abort = new AbortController();
  process.once('SIGINT', () => {
    abort.abort();
  });
  // `trailcase cat … | head` closes the pipe early, which is no failure; a verdict that was reached by then stands.
  for (const stream of [process.stdout, process.stderr]) {
    stream.on('error', (error: NodeJS.ErrnoException) => {
      process.exit(error.code === 'EPIPE' ? (process.exitCode ?? exitCode.success) : exitCode.unreadable);
    });
  }
  // Node's own exit code for this is 1, which says of a validation that something is provably wrong.
  process.once('uncaughtException', (error) => {
    printError(error);
    process.exit(exitCode.unreadable);
  });
  try {
    process.exitCode = await run(process.argv.slice(2), abort.signal);
  } catch (error) {
    if (isAbort(error)) {
      process.exitCode = exitCode.interrupted;
      return;
    }
    printError(error);
    process.exitCode =
      error instanceof UserError && error.code === 'invalidInput' ? exitCode.usage : exitCode.unreadable;
  }
}

void main();
