import path from 'node:path';
import type { EpochMs } from '../base/time';
import { parseTrailFilter } from '../engine/digest/trailFilter';
import type { CliArguments } from './arguments';
import { parseMoment } from './moment';
import { checkAccount, newUsageError } from './searchOptions';

const formats = ['text', 'json', 'junit', 'html', 'markdown'] as const;
export type ReportFormat = (typeof formats)[number];

/** What the options of `trailcase validate` mean. */
export interface ValidateOptions {
  readonly accounts?: readonly string[];
  readonly regions?: readonly string[];
  readonly from?: EpochMs;
  /** Included. */
  readonly to?: EpochMs;
  /** A trail's name or ARN. */
  readonly trail?: string;
  /** Absolute path of a key file. */
  readonly publicKeys?: string;
  /** `s3://bucket/prefix` */
  readonly originalLocation?: string;
  readonly format: ReportFormat;
  /** Absolute path; absent: standard output. */
  readonly output?: string;
  readonly isVerbose: boolean;
  readonly isResuming: boolean;
}

/** Throws a UserError `invalidInput` on the first option that cannot be meant. */
export function parseValidateOptions({ search, validation, output }: CliArguments, now: EpochMs): ValidateOptions {
  const { trail, publicKeys, originalLocation, isVerbose, isResuming } = validation;
  return {
    ...(search.accounts.length === 0 ? {} : { accounts: search.accounts.map(checkAccount) }),
    ...(search.regions.length === 0 ? {} : { regions: search.regions }),
    ...parseWindow(search.from, search.to, now),
    ...(trail === undefined ? {} : { trail: checkTrail(trail) }),
    ...(publicKeys === undefined ? {} : { publicKeys: path.resolve(publicKeys) }),
    ...(originalLocation === undefined ? {} : { originalLocation }),
    format: parseFormat(search.format),
    ...(output === undefined ? {} : { output: path.resolve(output) }),
    isVerbose,
    isResuming,
  };
}

/** Both ends included. A day, hour or minute given as the end is meant whole; CloudTrail stamps whole seconds. */
export function parseWindow(
  fromText: string | undefined,
  toText: string | undefined,
  now: EpochMs,
): { readonly from?: EpochMs; readonly to?: EpochMs } {
  const from = fromText === undefined ? undefined : parseMoment('--from', fromText).start;
  const to = toText === undefined ? undefined : parseMoment('--to', toText).end - 1000;
  if (from !== undefined && from > (to ?? now)) {
    throw newUsageError(
      `--from is not before ${to === undefined ? 'now, where the window ends without --to' : '--to'}`,
    );
  }
  return { ...(from === undefined ? {} : { from }), ...(to === undefined ? {} : { to }) };
}

function checkTrail(text: string): string {
  const trail = text.trim();
  if (parseTrailFilter(trail) !== undefined) return trail;
  throw newUsageError(
    `--trail ${JSON.stringify(text)} is neither the name of a trail nor an ARN as ` +
      'arn:aws:cloudtrail:us-east-1:111122223333:trail/NAME',
  );
}

function parseFormat(text: string | undefined): ReportFormat {
  const format = formats.find((name) => name === (text ?? 'text'));
  if (format === undefined) throw newUsageError(`--format ${JSON.stringify(text)} is none of ${formats.join(', ')}`);
  return format;
}
