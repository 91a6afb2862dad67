import { toVerdictText } from '../engine/digest/report/verdictText';
import { hashingLimits } from '../validation/hashingLimits';
import { parseOriginalLocation } from '../validation/originalLocation';
import { runValidation } from '../validation/validationRun';
import type { ValidationOptions, ValidationRunProgress } from '../validation/validationOptions';
import type { StoredRun } from '../validation/validationStore';
import type { CliArguments } from './arguments';
import { exitCode } from './exitCode';
import { checkKeyFile } from './keyFileCheck';
import { hintKeyFile } from './keyFileHint';
import { checkOutput } from './outputFile';
import { StatusLine } from './statusLine';
import { printError, printNote } from './terminal';
import { toProgressText } from './validationProgress';
import { parseValidateOptions, type ValidateOptions } from './validateOptions';
import { openValidationSession, type ValidationSession } from './validationSession';
import { writeReport } from './validationReport';

/** As many GET requests at once: most of a run is waiting for S3. */
const maxDownloads = 64;

/**
 * `trailcase validate`: proves that digests and logs are whole and unaltered. Exit code: the verdict's, or 130 after
 * Ctrl+C, with a report of what was judged until then.
 */
export async function runValidate(args: CliArguments, signal: AbortSignal): Promise<number> {
  const now = Date.now();
  const options = parseValidateOptions(args, now);
  const copyOf = options.originalLocation === undefined ? undefined : parseOriginalLocation(options.originalLocation);
  if (options.publicKeys !== undefined) await checkKeyFile(options.publicKeys);
  if (options.output !== undefined) await checkOutput(options.output);
  const session = await openValidationSession(args, options.publicKeys);
  try {
    const run = await validate(session, toRunOptions(session, options, copyOf, now), signal);
    try {
      // For a reader of the output who goes away before its end.
      process.exitCode = run.header.exitCode;
      await writeReportOf(run, session, options, signal);
      if (session.opened.isLocal) await hintKeyFile(session.opened.location, run.header);
      return signal.aborted ? exitCode.interrupted : run.header.exitCode;
    } finally {
      run.dispose();
    }
  } finally {
    session.dispose();
  }
}

/** What was found to be wrong stays so, and what was interrupted, when it cannot be written down. */
async function writeReportOf(
  run: StoredRun,
  { opened }: ValidationSession,
  options: ValidateOptions,
  signal: AbortSignal,
): Promise<void> {
  try {
    await writeReport(run, opened.source, options);
  } catch (error) {
    printNote(toVerdictText(run.header));
    if (run.header.verdict !== 'wrong' && !signal.aborted) throw error;
    printError(error);
  }
}

function toRunOptions(
  { opened }: ValidationSession,
  { accounts, regions, from, to, trail, isResuming }: ValidateOptions,
  copyOf: ValidationOptions['copyOf'],
  now: number,
): ValidationOptions {
  return {
    scope: {
      prefix: opened.prefix,
      ...(accounts === undefined ? {} : { accounts }),
      ...(regions === undefined ? {} : { regions }),
      ...(from === undefined ? {} : { from }),
      ...(to === undefined ? {} : { to }),
      ...(trail === undefined ? {} : { trail }),
    },
    now,
    ...(copyOf === undefined ? {} : { copyOf }),
    isResuming,
    limits: hashingLimits,
    maxDownloads,
  };
}

function validate(session: ValidationSession, options: ValidationOptions, signal: AbortSignal): Promise<StoredRun> {
  const line = new StatusLine(true);
  const show = (progress: ValidationRunProgress): void => {
    line.show(toProgressText(progress));
  };
  return runValidation(session.services, options, show, signal).finally(() => {
    line.clear();
  });
}
