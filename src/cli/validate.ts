import { parseOriginalLocation } from '../validation/originalLocation';
import { runValidation } from '../validation/validationRun';
import type { ValidationOptions, ValidationRunProgress } from '../validation/validationOptions';
import type { StoredRun } from '../validation/validationStore';
import type { CliArguments } from './arguments';
import { exitCode } from './exitCode';
import { checkKeyFile } from './keyFileCheck';
import { hintKeyFile } from './keyFileHint';
import { StatusLine } from './statusLine';
import { toProgressText } from './validationProgress';
import { parseValidateOptions, type ValidateOptions } from './validateOptions';
import { openValidationSession, type ValidationSession } from './validationSession';
import { writeReport } from './validationReport';

/** As many GET requests at once: most of a run is waiting for S3. */
const maxDownloads = 64;
/** A terminal has no other work to leave room for; a log is hashed as it is unzipped. */
const limits = { maxLogBytes: 1024 * 1024 * 1024, maxGzipRatio: 1100 };

/**
 * `trailcase validate`: proves that digests and logs are whole and unaltered. Exit code: the verdict's, or 130 after
 * Ctrl+C, with a report of what was judged until then.
 */
export async function runValidate(args: CliArguments, signal: AbortSignal): Promise<number> {
  const now = Date.now();
  const options = parseValidateOptions(args, now);
  const copyOf = options.originalLocation === undefined ? undefined : parseOriginalLocation(options.originalLocation);
  if (options.publicKeys !== undefined) await checkKeyFile(options.publicKeys);
  const session = await openValidationSession(args, options.publicKeys);
  try {
    const run = await validate(session, toRunOptions(session, options, copyOf, now), signal);
    try {
      // For a reader of the output who goes away before its end.
      process.exitCode = run.header.exitCode;
      await writeReport(run, session.opened.source, options);
      if (session.opened.isLocal) await hintKeyFile(session.opened.location, run.header);
      return signal.aborted ? exitCode.interrupted : run.header.exitCode;
    } finally {
      run.dispose();
    }
  } finally {
    session.dispose();
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
    limits,
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
