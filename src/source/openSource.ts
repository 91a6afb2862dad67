import { stat } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { UserError } from '../base/errors';
import type { Disposable } from '../base/lifecycle';
import type { BulkCredentials, BulkOrigin, LogFileSource, PublicKeySource } from '../engine/ports';
import { CachedSource } from './cache/cachedSource';
import type { ObjectCache } from './cache/objectCache';
import { toDiskPath } from './local/fileName';
import { isLogName } from './local/flatPlace';
import { LocalSource } from './local/localSource';
import { toLeastPrivilegePolicy } from './s3/leastPrivilegePolicy';
import { parseS3Location, toConsoleUrl, toObjectArn } from './s3/s3Location';
import { lazyPublicKeys } from './s3/lazyPublicKeys';
import { LazyS3Source, type GetSessions } from './s3/lazyS3Source';

/** Where logs lie and how to get there: an entry of the setting `trailcase.sources`, or the CLI's location and flags. */
export interface SourceOptions {
  /** `s3://bucket/prefix`, a `file:` URI, or an absolute path. */
  readonly uri: string;
  readonly profile?: string;
  readonly region?: string;
  readonly endpoint?: string;
  readonly pathStyle?: boolean;
}

/** A source together with what its location says beyond listing and reading. */
export interface OpenedSource extends Disposable {
  readonly source: LogFileSource;
  /** `''`, or ending in `/`: where the tree begins. */
  readonly prefix: string;
  /** Present when the location names one log rather than a folder. */
  readonly objectKey?: string;
  readonly isLocal: boolean;
  /** Absent of folders. */
  readonly bucket?: string;
  /** For people: `s3://bucket/prefix` or a folder's path. */
  readonly location: string;
  /** Short name when the user gave none. */
  readonly defaultName: string;
  /**
   * What `openBulkSource` needs in another thread. Of a bucket it finds the region and loads credentials. Rejects with
   * a UserError.
   */
  toBulkOrigin(signal: AbortSignal): Promise<BulkOrigin>;
  /** Answers for bulk reads in other threads; undefined for folders, which need none. */
  readonly bulkCredentials?: BulkCredentials;
  /** Tells `ObjectHint.path` of a key: undefined where the key says it, as always in buckets. */
  bulkPaths(signal: AbortSignal): Promise<(key: string) => string | undefined>;
  /** The same caller's question for CloudTrail's public keys; absent of folders. */
  readonly publicKeys?: PublicKeySource;
  /**
   * The same caller's way into another bucket, whose region is found by itself. Throws a UserError `invalidInput` on
   * what is no bucket's name. Absent of folders.
   */
  openBucket?(bucket: string): OpenedSource;
  /** Undefined for local files. */
  toArn(key: string): string | undefined;
  /** Undefined for local files and for stores that are not AWS. */
  toConsoleUrl(key: string): string | undefined;
  /** The least-privilege IAM policy (JSON text); undefined for local folders. */
  toPolicy(): string | undefined;
}

/** Costs no call: what cannot be reached is told at the first listing. Throws a UserError `invalidInput` on a bad location. */
export function openSource(options: SourceOptions, sessions: GetSessions): OpenedSource {
  return /^s3:\/\//i.test(options.uri.trim()) ? openS3(options, sessions) : openLocal(toPath(options.uri.trim()));
}

/** The same, with objects of buckets kept on disk. Files of a folder are never copied. `sourceId`: see CachedSource. */
export function withCache(opened: OpenedSource, sourceId: string, cache: ObjectCache): OpenedSource {
  return opened.isLocal ? opened : { ...opened, source: new CachedSource(opened.source, sourceId, cache) };
}

function openS3(options: SourceOptions, sessions: GetSessions): OpenedSource {
  const { bucket, prefix, objectKey } = parseS3Location(options.uri);
  const { profile, region, endpoint, pathStyle } = options;
  const source = new LazyS3Source(
    {
      bucket,
      ...(profile === undefined ? {} : { profile }),
      ...(region === undefined ? {} : { region }),
      ...(endpoint === undefined ? {} : { endpoint }),
      ...(pathStyle === undefined ? {} : { pathStyle }),
    },
    sessions,
  );
  const publicKeys = lazyPublicKeys(profile, endpoint, sessions);
  const known = (): string | undefined => source.region;
  return {
    source,
    prefix,
    ...(objectKey === undefined ? {} : { objectKey }),
    isLocal: false,
    bucket,
    location: source.toUri(prefix),
    defaultName: prefix === '' ? bucket : `${bucket}/${prefix.replace(/\/$/, '')}`,
    toBulkOrigin: async (signal) => ({ kind: 's3', address: await source.bulkAddress(signal) }),
    bulkCredentials: source.bulkCredentials(),
    bulkPaths: () => Promise.resolve(() => undefined),
    publicKeys,
    openBucket: (other) => openS3(toOtherBucket(options, other), sessions),
    toArn: (key) => toObjectArn(bucket, key, known()),
    toConsoleUrl: (key) => (endpoint === undefined ? toConsoleUrl(bucket, key, known()) : undefined),
    toPolicy: () => {
      const at = known();
      return toLeastPrivilegePolicy({ bucket, prefix, ...(at === undefined ? {} : { region: at }) });
    },
    dispose: () => {
      source.dispose();
      publicKeys.dispose();
    },
  };
}

function toOtherBucket(options: SourceOptions, bucket: string): SourceOptions {
  const { profile, endpoint, pathStyle } = options;
  return {
    uri: `s3://${bucket}/`,
    ...(profile === undefined ? {} : { profile }),
    ...(endpoint === undefined ? {} : { endpoint }),
    ...(pathStyle === undefined ? {} : { pathStyle }),
  };
}

/** Without a layout: a folder inside AWS's layout has it, of any other it is found out. */
function openLocal(location: string, layout?: 'aws' | 'unknown'): OpenedSource {
  const { root, prefix } = splitAtLayout(location);
  const source = new LocalSource(root, layout ?? (prefix === '' ? 'unknown' : 'aws'));
  return {
    source,
    prefix,
    isLocal: true,
    location,
    defaultName: path.basename(location) || location,
    toBulkOrigin: () => Promise.resolve({ kind: 'local', root }),
    bulkPaths: (signal) => source.bulkPaths(signal),
    toArn: () => undefined,
    toConsoleUrl: () => undefined,
    toPolicy: () => undefined,
    dispose: () => undefined,
  };
}

/** A folder inside AWS's layout (`…/AWSLogs/111122223333`) keeps its place in it: the root is above `AWSLogs`. */
function splitAtLayout(location: string): { readonly root: string; readonly prefix: string } {
  const segments = location.split(path.sep);
  const at = segments.lastIndexOf('AWSLogs');
  if (at < 0) return { root: location, prefix: '' };
  const below = segments.slice(at).filter((segment) => segment !== '');
  return { root: segments.slice(0, at).join(path.sep) || path.sep, prefix: `${below.join('/')}/` };
}

function toPath(uri: string): string {
  if (path.isAbsolute(uri)) return path.normalize(uri);
  if (!/^file:/i.test(uri)) {
    throw new UserError('invalidInput', `“${uri}” is neither s3://bucket/prefix nor a folder’s path.`, {
      nextStep: 'Write s3://bucket/prefix, an absolute path, or a file: URI.',
    });
  }
  try {
    return fileURLToPath(uri);
  } catch (error) {
    throw new UserError('invalidInput', `“${uri}” is not the URI of a folder on this machine.`, { cause: error });
  }
}

/** For the CLI: a path may be relative, may name one file, and may be a level that only `trailcase ls` shows. */
export async function openLocation(options: SourceOptions, sessions: GetSessions): Promise<OpenedSource> {
  if (/^s3:/i.test(options.uri.trim())) return openSource(options, sessions);
  const full = path.resolve(/^file:/i.test(options.uri) ? toPath(options.uri) : options.uri);
  try {
    const status = await stat(toDiskPath(full));
    return status.isDirectory() ? openLocal(full) : toFileOf(openLocal(path.dirname(full), 'aws'), full);
  } catch (error) {
    const shown = await openShownLevel(full);
    if (shown !== undefined) return shown;
    throw new UserError('notFound', `${full} does not exist or cannot be read.`, { cause: error });
  }
}

/**
 * A flat folder is shown in AWS's layout, whose levels are not on disk: `flat/AWSLogs/111122223333` is looked for in
 * what `flat` shows. Undefined when no folder stands above, or a real `AWSLogs` does.
 */
async function openShownLevel(full: string): Promise<OpenedSource | undefined> {
  const { root, prefix } = splitAtLayout(full);
  if (prefix === '' || !(await isFolder(root)) || (await isFolder(path.join(root, 'AWSLogs')))) return undefined;
  return isLogName(full) ? toFileOf(openLocal(path.dirname(full), 'unknown'), full) : openLocal(full, 'unknown');
}

function toFileOf(folder: OpenedSource, full: string): OpenedSource {
  return { ...folder, objectKey: folder.prefix + path.basename(full) };
}

async function isFolder(place: string): Promise<boolean> {
  try {
    return (await stat(toDiskPath(place))).isDirectory();
  } catch (error) {
    if (error instanceof Error) return false;
    throw error;
  }
}
