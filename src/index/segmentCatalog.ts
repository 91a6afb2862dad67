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
  /** Ids of rejected ones that no version will use again: not of newer ones, nor of what could not be read just now. */
  readonly useless: readonly string[];
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
  const whole = read.flatMap((result) => (result === undefined || 'reason' in result ? [] : [result]));
  const refused = ids.flatMap((segment, at) => {
    const result = read[at];
    return result !== undefined && 'reason' in result ? [{ segment, ...result }] : [];
  });
  const rejected = refused.map(({ segment, reason }) => ({ segment, reason }));
  const useless = refused.filter(({ isUseless }) => isUseless).map(({ segment }) => segment);
  verified.forgetOthers(ids);
  await verified.save();
  return { ...splitReplaced(whole), rejected, useless };
}

/** Without opening anything: whether `readSegments` could find something else. */
async function listSegmentIds(indexFolder: string): Promise<readonly string[]> {
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

interface Refusal {
  readonly reason: string;
  readonly isUseless: boolean;
}

function useless(reason: string): Refusal {
  return { reason, isUseless: true };
}

/** The segment, why it is not trusted, or undefined when it was removed meanwhile. */
async function readSegment(
  folder: string,
  id: string,
  verified: VerifiedFiles,
): Promise<Segment | Refusal | undefined> {
  try {
    const summary = parseSegmentSummary(await readFile(path.join(folder, segmentSummaryName), 'utf8'));
    if (typeof summary === 'string') return useless(summary);
    if (summary.schema !== segmentSchema) {
      const reason = `of version ${summary.schema}; this is version ${segmentSchema}`;
      return { reason, isUseless: summary.schema < segmentSchema };
    }
    if (!isSummary(summary)) return useless(`${segmentSummaryName} is not as it was written`);
    if (summary.id !== id) return useless(`${segmentSummaryName} names another segment`);
    for (const name of segmentFiles) {
      const problem = await verified.check(path.join(folder, name), summary.files[name]);
      if (problem !== undefined) return useless(`${name}: ${problem}`);
    }
    return { id, folder, summary };
  } catch (error) {
    if (!isMissing(error)) return { reason: error instanceof Error ? error.message : String(error), isUseless: false };
    return (await isThere(folder))
      ? useless(`not whole: ${error.path === undefined ? 'a file' : path.basename(error.path)} is missing`)
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
