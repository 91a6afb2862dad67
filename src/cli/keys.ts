import path from 'node:path';
import { toDisplayText } from '../base/displayText';
import { isAbort } from '../base/errors';
import type { EpochMs } from '../base/time';
import { formatKeyFile } from '../engine/digest/keyFile';
import type { PublicKey, PublicKeySource } from '../engine/ports';
import { lazyPublicKeys } from '../source/s3/lazyPublicKeys';
import { readKeyFile } from '../validation/keyFileReader';
import type { CliArguments } from './arguments';
import { exitCode } from './exitCode';
import { fileExists } from './fileExists';
import { writeText } from './outputFile';
import { newUsageError } from './searchOptions';
import { newSessions, print, printError, printNote } from './terminal';
import { parseWindow } from './validateOptions';

/** A digest is delivered after the hour that it covers, and is signed then: the AWS CLI asks for as much, too. */
const behindMs = 2 * 3_600_000;

/** `trailcase keys save`: CloudTrail's public keys of some regions and times, in a file. Keys that it has already stay. */
export async function runKeys(args: CliArguments, signal: AbortSignal): Promise<number> {
  const { file, regions, from, to } = parseKeyOptions(args, Date.now());
  const keys = await readKnownKeys(file);
  const source = lazyPublicKeys(args.source.profile, undefined, newSessions());
  const failed: string[] = [];
  try {
    for (const region of regions) {
      const count = await addKeys(keys, source, region, from, to, signal);
      if (count === 0) failed.push(region);
    }
  } finally {
    source.dispose();
  }
  if (keys.size > 0) {
    await writeText(file, formatKeyFile(keys.values()));
    await print(`${keys.size} public ${keys.size === 1 ? 'key' : 'keys'} in ${toDisplayText(file, 2000)}\n`);
    const left = failed.filter((region) => [...keys.values()].every((key) => key.region !== region));
    if (left.length > 0)
      printNote(`Digests of ${toDisplayText(left.join(', '))} will be unproven with this file, not invalid.`);
  }
  return failed.length === 0 ? exitCode.success : exitCode.unreadable;
}

interface KeyOptions {
  /** Absolute path. */
  readonly file: string;
  readonly regions: readonly string[];
  readonly from: EpochMs;
  readonly to: EpochMs;
}

function parseKeyOptions({ operands, search, source }: CliArguments, now: EpochMs): KeyOptions {
  const [verb, file, ...rest] = operands;
  if (verb !== 'save' || file === undefined || file.trim() === '' || rest.length > 0) {
    throw newUsageError('What trailcase keys does is: trailcase keys save <file>');
  }
  if (source.endpoint !== undefined) {
    throw newUsageError('--endpoint-url is that of S3, and keys come from CloudTrail: set AWS_ENDPOINT_URL_CLOUDTRAIL');
  }
  const { from, to = now } = parseWindow(search.from, search.to, now);
  if (from === undefined) throw newUsageError('--from is missing: keys are listed by the times at which they are used');
  if (search.regions.length === 0) throw newUsageError('--region is missing: every region signs with keys of its own');
  return { file: path.resolve(file), regions: search.regions, from, to: to + behindMs };
}

/** By region and fingerprint. Rejects with a UserError `invalidInput` for a file that is something else. */
async function readKnownKeys(file: string): Promise<Map<string, PublicKey>> {
  const keys = new Map<string, PublicKey>();
  if (!(await fileExists(file))) return keys;
  const known = await readKeyFile(file);
  if (known.keys.length === 0)
    throw newUsageError(`${toDisplayText(file, 2000)} is there, and is no file of public keys`);
  for (const problem of known.problems) printNote(`left out of ${toDisplayText(file, 2000)}: ${problem}`);
  for (const key of known.keys) keys.set(toName(key), key);
  return keys;
}

/** How many keys the region has; 0 also when it did not answer, which is told. */
async function addKeys(
  keys: Map<string, PublicKey>,
  source: PublicKeySource,
  region: string,
  from: EpochMs,
  to: EpochMs,
  signal: AbortSignal,
): Promise<number> {
  try {
    const listed = await source.listPublicKeys(region, from, to, signal);
    for (const key of listed) keys.set(toName(key), key);
    if (listed.length === 0) printNote(`CloudTrail lists no public keys in ${toDisplayText(region)} at these times.`);
    return listed.length;
  } catch (error) {
    if (isAbort(error)) throw error;
    printError(error);
    return 0;
  }
}

function toName({ region, fingerprint }: PublicKey): string {
  return `${region ?? ''} ${fingerprint}`;
}
