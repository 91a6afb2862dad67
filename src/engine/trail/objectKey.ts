import type { TrailLevel, ObjectKind } from './trailNode';

/** The kinds CloudTrail delivers; a folder name `CloudTrail-<Word>` that is new still parses. */
export type LogKind = string;

/** A prefix of CloudTrail's key layout, taken apart. Parts below its level are undefined. */
export interface TrailPath {
  readonly level: TrailLevel;
  /** Everything up to and including `AWSLogs/`; of a `folder`, the whole prefix. */
  readonly root: string;
  readonly organizationId?: string;
  readonly accountId?: string;
  readonly kind?: LogKind;
  readonly region?: string;
  readonly year?: string;
  readonly month?: string;
  readonly day?: string;
}

const organization = /^o-[a-z0-9]{10,32}$/;
/** Twelve digits; `unknown-account` stands in flat folders for files that do not say. */
const account = /^(\d{12}|unknown-account)$/;
const kind = /^CloudTrail(-[A-Za-z]+)?$/;
const region = /^([a-z]{2,}(-[a-z]+)+-\d+[a-z]?|unknown-region)$/;
const year = /^\d{4}$/;
const twoDigits = /^\d\d$/;

/**
 * Reads `[prefix/]AWSLogs/[o-id/]<account>/<kind>/<region>/YYYY/MM/DD/` as far as it goes. A prefix may itself hold
 * `AWSLogs`: the last one whose rest fits the layout counts. Whatever does not fit is a `folder`.
 */
export function parseTrailPath(prefix: string): TrailPath {
  const segments = prefix.split('/').slice(0, -1);
  for (let at = segments.length - 1; at >= 0; at--) {
    if (segments[at] !== 'AWSLogs') continue;
    const path = parseBelow(segments.slice(at + 1), `${segments.slice(0, at + 1).join('/')}/`);
    if (path !== undefined) return path;
  }
  return { level: 'folder', root: prefix };
}

type PathStep = readonly [TrailLevel, 'accountId' | 'kind' | 'region' | 'year' | 'month' | 'day', RegExp];
const steps: readonly PathStep[] = [
  ['account', 'accountId', account],
  ['kind', 'kind', kind],
  ['region', 'region', region],
  ['year', 'year', year],
  ['month', 'month', twoDigits],
  ['day', 'day', twoDigits],
];

function parseBelow(segments: readonly string[], root: string): TrailPath | undefined {
  const [first] = segments;
  if (first === undefined) return { level: 'trailRoot', root };
  const parts: Partial<Record<'organizationId' | PathStep[1], string>> = {};
  const isOrganization = organization.test(first);
  if (isOrganization) parts.organizationId = first;
  const rest = isOrganization ? segments.slice(1) : segments;
  if (rest.length > steps.length) return undefined;
  let level: TrailLevel = 'organization';
  for (const [index, segment] of rest.entries()) {
    const step = steps[index];
    if (step?.[2].test(segment) !== true) return undefined;
    parts[step[1]] = segment;
    level = step[0];
  }
  return { level, root, ...parts };
}

/** What an object's file name says of it. */
export interface ObjectName {
  readonly kind: ObjectKind;
  readonly accountId?: string;
  readonly logKind?: LogKind;
  readonly region?: string;
  /** Delivery time: `20260115T1405Z` of a log, `20260115T140533Z` of a digest. */
  readonly stamp?: string;
  /** Characters without meaning, in practice sixteen, that tell files of one minute apart. */
  readonly uniqueText?: string;
  readonly trailName?: string;
  readonly homeRegion?: string;
  readonly isBackfill?: boolean;
}

const logName =
  /^(?<accountId>\d{12})_(?<logKind>CloudTrail(?:-[A-Za-z]+)?)_(?<region>[a-z0-9-]+)_(?<stamp>\d{8}T\d{4}Z)_?(?<uniqueText>[A-Za-z0-9]{8,32})\.json\.gz$/;
/** A trail's name may hold `_`, so it is what is left between the parts that are certain. */
const digestName =
  /^(?<accountId>\d{12})_CloudTrail-Digest_(?<region>[a-z0-9-]+)_(?<trailName>[A-Za-z0-9][A-Za-z0-9._-]{1,126}[A-Za-z0-9])_(?<homeRegion>[a-z]{2,}(?:-[a-z]+)+-\d+)_(?<stamp>\d{8}T\d{6}Z)(?<backfill>_backfill)?\.json\.gz$/;

/** Reads a key's last part. Names that are not CloudTrail's give `other`. */
export function parseObjectName(fileName: string): ObjectName {
  const digest = digestName.exec(fileName)?.groups;
  if (digest !== undefined) {
    const { backfill, ...parts } = digest;
    return { kind: 'digest', logKind: 'CloudTrail-Digest', isBackfill: backfill !== undefined, ...parts };
  }
  const log = logName.exec(fileName)?.groups;
  if (log === undefined) return { kind: 'other' };
  return { kind: log['logKind'] === 'CloudTrail-Insight' ? 'insight' : 'log', ...log };
}

export function fileNameOf(key: string): string {
  return key.slice(key.lastIndexOf('/') + 1);
}

/** `2026-01-15T14:05Z` from a stamp; undefined when the digits are no time. */
export function stampTime(stamp: string): number | undefined {
  const match = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)?Z$/.exec(stamp);
  if (match === null) return undefined;
  const [, y = '', mo = '', d = '', h = '', mi = '', s = '00'] = match;
  const time = Date.parse(`${y}-${mo}-${d}T${h}:${mi}:${s}Z`);
  return Number.isNaN(time) ? undefined : time;
}
