import { UserError } from '../base/errors';
import { compactText } from '../engine/record/compactText';
import { gunzipLog } from '../engine/record/gunzip';
import { readLogText, type LogText } from '../engine/record/logText';
import { positionAt } from '../engine/record/textPosition';
import { openLocation } from '../source/openSource';
import { getOperand, type CliArguments } from './arguments';
import { exitCode } from './exitCode';
import { newSessions, printAll, printNote, throwIfInterrupted } from './terminal';

/** A terminal has no pages and no editor to protect: only memory bounds what is read. */
const limits = { maxLogBytes: 1024 * 1024 * 1024, maxGzipRatio: 1100 };

/** `trailcase cat`: one log. Problems go to standard error, each with its line. */
export async function runCat(args: CliArguments, signal: AbortSignal): Promise<number> {
  const location = getOperand(args, 'object');
  const opened = await openLocation({ ...args.source, uri: location }, newSessions());
  try {
    // In a bucket any key may be an object; only a final slash says that a folder is meant.
    const isKey = !opened.isLocal && opened.prefix !== '' && !location.trim().endsWith('/');
    const key = opened.objectKey ?? (isKey ? opened.prefix.slice(0, -1) : undefined);
    if (key === undefined) {
      throw new UserError('invalidInput', `${opened.location} is a folder, not a log.`, {
        nextStep: 'trailcase ls lists what is in it.',
      });
    }
    const stored = await opened.source.readObject(key, signal);
    if (args.isRaw) {
      const unzipped = gunzipLog(stored.bytes, limits);
      await throwIfInterrupted(signal);
      await printAll([unzipped.bytes], signal);
      return report(unzipped.problems.map(({ severity, message }) => ({ severity, message })));
    }
    const log = readLogText(stored.bytes, limits);
    await throwIfInterrupted(signal);
    await printAll(args.isJson ? toRecordLines(log) : toLines(log), signal);
    return report(
      log.problems.map(({ severity, message, offset }) => ({
        severity,
        message,
        line: positionAt(log, offset).line + 1,
      })),
    );
  } finally {
    opened.dispose();
  }
}

const newline = Buffer.from('\n');

function* toLines(log: LogText): Generator<Uint8Array> {
  yield log.bytes;
  if (log.bytes.at(-1) !== newline[0]) yield newline;
}

function* toRecordLines(log: LogText): Generator<Uint8Array> {
  for (const record of log.records) {
    yield compactText(log, record);
    yield newline;
  }
}

function report(
  problems: readonly { readonly severity: string; readonly message: string; readonly line?: number }[],
): number {
  for (const { severity, message, line } of problems) {
    printNote(`${severity}${line === undefined ? '' : ` at line ${line}`}: ${message}`);
  }
  return problems.some(({ severity }) => severity !== 'information') ? exitCode.damaged : exitCode.success;
}
