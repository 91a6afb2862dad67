import { randomBytes } from 'node:crypto';
import { rename, rm } from 'node:fs/promises';
import path from 'node:path';
import { throwIfAborted } from '../base/abort';
import { listExcluded } from './excludedObjects';
import { tryLock } from './indexLock';
import { mergeSegments } from './segmentMerge';
import { readSegments, type Segment, type SegmentSet } from './segmentCatalog';
import { isDiskRefusal, VerifiedFiles } from './verifiedFiles';

export interface CompactionOptions {
  /** `trailcase <version>` */
  readonly generator: string;
  /** A merged segment has about as many records at most; segments of half as many are left alone. */
  readonly maxRecords?: number;
  /** So many small segments are worth the work. */
  readonly minSegments?: number;
  /** Merged segments stay on disk for so long, for those who are reading them. */
  readonly graceMs?: number;
}

export interface CompactionReport {
  /** False when another process is at it, or the folder cannot be written to: nothing was done. */
  readonly isDone: boolean;
  readonly mergedSegments: number;
  readonly newSegments: readonly string[];
  readonly removedSegments: number;
}

const defaultMaxRecords = 131_072;
const defaultMinSegments = 8;
const defaultGraceMs = 3600 * 1000;
const maxRawBytes = 256 * 1024 * 1024;

/**
 * Merges neighbouring small segments, which many small scans leave behind. A merged segment names those that it stands
 * for, so readers see the ones or the other, whole; the old ones are removed when nobody can be reading them any more.
 * Killed at any moment, it leaves the index as it was, or merged. What was read anew in later segments is left out.
 */
export async function compactIndex(
  indexFolder: string,
  options: CompactionOptions,
  signal: AbortSignal,
): Promise<CompactionReport> {
  const lock = await tryLock(indexFolder, 'compaction');
  if (lock === undefined) return { isDone: false, mergedSegments: 0, newSegments: [], removedSegments: 0 };
  try {
    const set = await readSegments(indexFolder, await VerifiedFiles.open(indexFolder));
    const groups = chooseGroups(set.segments, options);
    const newSegments: string[] = [];
    if (groups.length > 0) {
      const excluded = await listExcluded(set.segments, signal);
      for (const group of groups) {
        throwIfAborted(signal);
        newSegments.push(await mergeSegments(indexFolder, set.segments, group, excluded, options.generator, signal));
      }
    }
    // Of these nothing counts, so that their objects were read anew, or are known to be missing.
    const removedSegments =
      (await removeReplaced(indexFolder, set, options.graceMs ?? defaultGraceMs)) +
      (await removeSegments(indexFolder, set.useless));
    const mergedSegments = groups.reduce((sum, group) => sum + group.length, 0);
    return { isDone: true, mergedSegments, newSegments, removedSegments };
  } finally {
    await lock.release();
  }
}

/** Numbers of segments that become one, in their order. */
function chooseGroups(segments: readonly Segment[], options: CompactionOptions): readonly (readonly number[])[] {
  const { maxRecords = defaultMaxRecords, minSegments = defaultMinSegments } = options;
  const groups: number[][] = [];
  let group: number[] = [];
  let records = 0;
  let rawBytes = 0;
  const close = (): void => {
    if (group.length >= minSegments) groups.push(group);
    group = [];
    records = 0;
    rawBytes = 0;
  };
  for (const [number, { summary }] of segments.entries()) {
    const { counts } = summary;
    if (counts.indexed * 2 > maxRecords || counts.rawBytes * 2 > maxRawBytes) continue;
    if (records + counts.indexed > maxRecords || rawBytes + counts.rawBytes > maxRawBytes) close();
    group.push(number);
    records += counts.indexed;
    rawBytes += counts.rawBytes;
  }
  close();
  return groups;
}

/** Only of those that were replaced before this run: readers need the time of grace to take the new ones in. */
async function removeReplaced(indexFolder: string, set: SegmentSet, graceMs: number): Promise<number> {
  const old = set.replaced.filter(({ id }) => {
    const since = Math.min(
      ...set.segments
        .filter(({ summary }) => summary.replaces.includes(id))
        .map(({ summary }) => Date.parse(summary.createdTime)),
    );
    return Date.now() - since >= graceMs;
  });
  return removeSegments(
    indexFolder,
    old.map(({ id }) => id),
  );
}

/** Moved aside first: nobody sees a part of one. Returns how many are gone. */
async function removeSegments(indexFolder: string, ids: readonly string[]): Promise<number> {
  let removed = 0;
  for (const id of ids) {
    const aside = path.join(indexFolder, 'tmp', `replaced-${id}-${randomBytes(4).toString('hex')}`);
    try {
      await rename(path.join(indexFolder, 'segments', id), aside);
      await rm(aside, { recursive: true, force: true });
      removed++;
    } catch (error) {
      // Windows keeps files that are open: the next run tries again.
      if (!isDiskRefusal(error)) throw error;
    }
  }
  return removed;
}
