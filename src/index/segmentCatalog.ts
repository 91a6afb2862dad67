import { createHash } from 'node:crypto';
import { readFile, readdir, stat } from 'node:fs/promises';
import path from 'node:path';
import { mapConcurrent } from '../base/concurrency';
import {
  segmentFiles,
  segmentIdPattern,
  segmentSchema,
  segmentSummaryName,
  type SegmentFileName,
} from './segmentSchema';
import { isSummary, parseSegmentSummary, type StoredSummary } from './storedSummary';
import type { VerifiedFiles } from './verifiedFiles';

/** A whole segment that was found to be as it was written. */
export interface Segment {
  readonly id: string;
  readonly folder: string;
  readonly summary: StoredSummary;
}

export interface RejectedSegment {
  readonly segment: string;
  readonly reason: string;
}

/** The segments of an index at one moment. */
export interface SegmentSet {
  /** In order of their ids, which is the order of their creation. A segment's number is its place here. */
  readonly segments: readonly Segment[];
  /** Damaged, or of another version: not used. */
  readonly rejected: readonly RejectedSegment[];
  /** Whole, but other segments stand for them. */
  readonly replaced: readonly Segment[];
  /** Names this set: a hash of the ids. */
  readonly setId: string;
}

export function segmentFile(segment: Segment, name: SegmentFileName): string {
  return path.join(segment.folder, name);
}

/** Reads the folder `segments/`. A folder that is not there is an empty index. */
export async function readSegments(indexFolder: string, verified: VerifiedFiles): Promise<SegmentSet> {
  const ids = await listSegmentIds(indexFolder);
  const read = await mapConcurrent(ids, 8, (id) => readSegment(path.join(indexFolder, 'segments', id), id, verified));
  const whole = read.flatMap((result) => (typeof result === 'string' || result === undefined ? [] : [result]));
  const rejected = ids.flatMap((segment, at) => {
    const reason = read[at];
    return typeof reason === 'string' ? [{ segment, reason }] : [];
  });
  verified.forgetOthers(ids);
  await verified.save();
  return { ...splitReplaced(whole), rejected };
}

/** Without opening anything: whether `readSegments` could find something else. */
export async function listSegmentIds(indexFolder: string): Promise<readonly string[]> {
  try {
    const names = await readdir(path.join(indexFolder, 'segments'));
    return names.filter((name) => segmentIdPattern.test(name)).sort();
  } catch (error) {
    if (isMissing(error)) return [];
    throw error;
  }
}

function splitReplaced(whole: readonly Segment[]): Pick<SegmentSet, 'segments' | 'replaced' | 'setId'> {
  const replacedIds = new Set(whole.flatMap(({ summary }) => summary.replaces));
  const segments = whole.filter(({ id }) => !replacedIds.has(id));
  const replaced = whole.filter(({ id }) => replacedIds.has(id));
  const setId = createHash('sha256')
    .update(segments.map(({ id }) => id).join('\n'))
    .digest('hex')
    .slice(0, 32);
  return { segments, replaced, setId };
}

/** The segment, the reason why it is not trusted, or undefined when it was removed meanwhile. */
async function readSegment(folder: string, id: string, verified: VerifiedFiles): Promise<Segment | string | undefined> {
  try {
    const summary = parseSegmentSummary(await readFile(path.join(folder, segmentSummaryName), 'utf8'));
    if (typeof summary === 'string') return summary;
    if (summary.schema !== segmentSchema) return `of version ${summary.schema}; this is version ${segmentSchema}`;
    if (!isSummary(summary)) return `${segmentSummaryName} is not as it was written`;
    if (summary.id !== id) return `${segmentSummaryName} names another segment`;
    for (const name of segmentFiles) {
      const problem = await verified.check(path.join(folder, name), summary.files[name]);
      if (problem !== undefined) return `${name}: ${problem}`;
    }
    return { id, folder, summary };
  } catch (error) {
    if (!isMissing(error)) return error instanceof Error ? error.message : String(error);
    return (await isThere(folder))
      ? `not whole: ${error.path === undefined ? 'a file' : path.basename(error.path)} is missing`
      : undefined;
  }
}

async function isThere(folder: string): Promise<boolean> {
  try {
    await stat(folder);
    return true;
  } catch (error) {
    if (isMissing(error)) return false;
    throw error;
  }
}

export function isMissing(error: unknown): error is NodeJS.ErrnoException {
  return error instanceof Error && 'code' in error && error.code === 'ENOENT';
}
