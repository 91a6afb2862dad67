import type { EpochMs } from '../../base/time';
import { fileNameOf, parseObjectName, stampTime } from '../trail/objectKey';
import type { LanePlace } from './validation';

/** What the key of a digest says. */
export interface DigestName {
  readonly account: string;
  readonly region: string;
  readonly trail: string;
  readonly homeRegion: string;
  readonly isBackfill: boolean;
  /** digestEndTime, to the second. */
  readonly end: EpochMs;
}

const dayFolder =
  /(?:^|\/)(?<account>[^/]+)\/(?<kind>CloudTrail(?:-[A-Za-z]+)?)\/(?<region>[^/]+)\/(?<y>\d{4})\/(?<m>\d\d)\/(?<d>\d\d)\/[^/]+$/;

/** Undefined where the name is no digest's, or belongs to another folder than the one it stands in. */
export function parseDigestKey(key: string): DigestName | undefined {
  const name = parseObjectName(fileNameOf(key));
  const folder = dayFolder.exec(key)?.groups;
  if (name.kind !== 'digest' || folder === undefined) return undefined;
  const { accountId, region, trailName, homeRegion, stamp } = name;
  if (accountId === undefined || region === undefined || stamp === undefined) return undefined;
  if (trailName === undefined || homeRegion === undefined) return undefined;
  const end = parseStamp(stamp);
  if (end === undefined || folder['kind'] !== 'CloudTrail-Digest' || !isOwnFolder(folder, name)) return undefined;
  return { account: accountId, region, trail: trailName, homeRegion, isBackfill: name.isBackfill === true, end };
}

/** The name of a listed digest that stands where digests of its lane and day stand. */
export function parseListedDigest(key: string, place: LanePlace): DigestName | undefined {
  const name = isDayFile(key, place) ? parseDigestKey(key) : undefined;
  return name?.account === place.account && name.region === place.region ? name : undefined;
}

/** A key of a lane's log folders. */
export type LogName =
  | { readonly kind: 'log'; readonly minute: EpochMs }
  /** `minute` when it is named like a log, but of another folder. */
  | { readonly kind: 'stray'; readonly code: 'name' | 'place'; readonly minute?: EpochMs };

export function parseLogKey(key: string, place: LanePlace): LogName {
  const name = parseObjectName(fileNameOf(key));
  const minute = name.stamp === undefined ? undefined : parseStamp(name.stamp);
  if (minute === undefined || name.kind === 'other') return { kind: 'stray', code: 'name' };
  const folder = dayFolder.exec(key)?.groups;
  const fits =
    folder !== undefined &&
    name.kind !== 'digest' &&
    name.accountId === place.account &&
    name.region === place.region &&
    isOwnFolder(folder, name) &&
    isDayFile(key, place) &&
    isKindOf(folder['kind'], name.logKind);
  return fits ? { kind: 'log', minute } : { kind: 'stray', code: 'place', minute };
}

/** Names of kinds other than management and Insights events were never seen: CloudTrail may name them `CloudTrail`. */
function isKindOf(folderKind: string | undefined, nameKind: string | undefined): boolean {
  if (folderKind === nameKind) return true;
  return nameKind === 'CloudTrail' && folderKind !== 'CloudTrail-Insight' && folderKind !== 'CloudTrail-Digest';
}

/** `<root><kind>/<region>/YYYY/MM/DD/<file>`: nothing between. */
function isDayFile(key: string, { root }: LanePlace): boolean {
  return key.startsWith(root) && key.slice(root.length).split('/').length === 6;
}

function isOwnFolder(
  folder: Readonly<Record<string, string>>,
  name: { readonly accountId?: string; readonly region?: string; readonly stamp?: string },
): boolean {
  const { account, region, y = '', m = '', d = '' } = folder;
  return account === name.accountId && region === name.region && name.stamp?.startsWith(`${y}${m}${d}T`) === true;
}

/** Undefined of 30 February, too, which `Date.parse` takes for 2 March. */
function parseStamp(stamp: string): EpochMs | undefined {
  const time = stampTime(stamp);
  if (time === undefined) return undefined;
  return new Date(time).toISOString().slice(8, 10) === stamp.slice(6, 8) ? time : undefined;
}

/** The day (its start) whose folder the object stands in; undefined when it stands in none. */
export function findFolderDay(key: string): EpochMs | undefined {
  const match = /\/(\d{4})\/(\d\d)\/(\d\d)\//.exec(key);
  if (match === null) return undefined;
  const [, y = '', m = '', d = ''] = match;
  return parseStamp(`${y}${m}${d}T0000Z`);
}

/**
 * Folder markers are no objects of the trail. Nor are the sidecars that Trailcase keeps beside downloads, which only
 * folders have, and those do not list them: in a bucket nothing writes any.
 */
export function isBookkeeping(key: string, sizeBytes: number): boolean {
  return key.endsWith('/') && sizeBytes === 0;
}
