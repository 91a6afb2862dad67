import { UserError } from '../base/errors';
import { parseDigestTime } from '../engine/digest/digestFile';
import { toSourceKey } from '../engine/digest/originalPlace';
import type { LogFileSource } from '../engine/ports';
import { fileNameOf, parseObjectName, parseTrailPath, type ObjectName } from '../engine/trail/objectKey';
import { compareKeys } from '../engine/trail/keyOrder';
import type { DigestNeighbours } from '../protocol/validationRequests';
import { findOriginalPlace } from './documentFacts';
import { findDocumentObject, toDocumentUri } from './documentObjects';
import { findDigest, previousAddress, type ShownDigest } from './features/shownDigest';
import { findShown } from './languageFeatures';
import type { ServerState } from './serverState';

/** Listings that are looked through for the next digest: a week of hours of hundreds of trails in one folder. */
const maxPages = 100;

/** The digests before and after the one that a document shows, and what validates it. */
export async function findDigestNeighbours(
  state: ServerState,
  uri: string,
  signal: AbortSignal,
): Promise<DigestNeighbours> {
  const object = findDocumentObject(state.sources, uri);
  const shown = await findShown(state, uri, signal);
  const digest = shown === undefined ? undefined : findDigest(shown);
  if (object === undefined || digest === undefined) {
    throw new UserError('invalidInput', 'This document is no digest of a configured source.', {
      nextStep: 'Open a digest from the tree.',
    });
  }
  const { sourceId, key } = object;
  const previous = findPreviousKey(key, digest);
  const next = await findNextKey(state.sources.get(sourceId).source, key, signal);
  const { trailName } = parseObjectName(fileNameOf(key));
  return {
    ...(previous === undefined ? {} : { previousUri: toDocumentUri({ sourceId, key: previous }) }),
    ...(next === undefined ? {} : { nextUri: toDocumentUri({ sourceId, key: next }) }),
    scope: { sourceId, ...toScope(key, digest) },
    ...(trailName === undefined ? {} : { trail: trailName }),
  };
}

/** Undefined for a starting digest, and where the previous one lies in a bucket that this source does not reach. */
function findPreviousKey(key: string, digest: ShownDigest): string | undefined {
  const previous = previousAddress(digest);
  const place = findOriginalPlace(key, digest);
  return previous === undefined || place === undefined ? undefined : toSourceKey(place, previous);
}

/**
 * The next digest of the same chain, by listing its folder from the key on: a digest does not know what follows. Days
 * sort by time, and so do the digests of one trail in a day.
 */
async function findNextKey(source: LogFileSource, key: string, signal: AbortSignal): Promise<string | undefined> {
  const own = parseObjectName(fileNameOf(key));
  const path = parseTrailPath(key.slice(0, key.lastIndexOf('/') + 1));
  if (own.kind !== 'digest' || path.region === undefined) return undefined;
  const folder = key.slice(0, key.lastIndexOf(`/${path.region}/`) + path.region.length + 2);
  let pages = 0;
  for await (const { objects } of source.listRecursive(folder, { startAfter: key }, signal)) {
    const next = objects.find((object) => compareKeys(object.key, key) > 0 && follows(own, object.key));
    if (next !== undefined) return next.key;
    if (++pages === maxPages) return undefined;
  }
  return undefined;
}

function follows(own: ObjectName, key: string): boolean {
  const other = parseObjectName(fileNameOf(key));
  return (
    other.kind === 'digest' &&
    other.accountId === own.accountId &&
    other.region === own.region &&
    other.trailName === own.trailName &&
    other.homeRegion === own.homeRegion &&
    other.isBackfill === own.isBackfill &&
    (other.stamp ?? '') > (own.stamp ?? '')
  );
}

/**
 * What holds this digest, its logs, and the one before, to which its pointer leads. One moment less than its end: the
 * next digest begins there.
 */
function toScope(key: string, { fields }: ShownDigest): Omit<DigestNeighbours['scope'], 'sourceId'> {
  const { accountId, region } = parseTrailPath(key.slice(0, key.lastIndexOf('/') + 1));
  const from = parseDigestTime(fields.text('digestStartTime') ?? '');
  const to = parseDigestTime(fields.text('digestEndTime') ?? '');
  if (accountId === undefined || region === undefined || from === undefined || to === undefined) {
    throw new UserError(
      'invalidInput',
      'This digest does not lie where CloudTrail delivers digests, or has no times.',
      {
        nextStep: 'Validate the folder that it lies in.',
      },
    );
  }
  const prefix = key.slice(0, key.lastIndexOf(`${accountId}/CloudTrail-Digest/`) + accountId.length + 1);
  return { prefix, accounts: [accountId], regions: [region], from, to: Math.max(from, to - 1) };
}
