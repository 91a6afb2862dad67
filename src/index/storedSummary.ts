import { segmentFiles, type SegmentSummary } from './segmentSchema';

/**
 * `segment.json` as it was read. `bases` belongs to `replaces`: object `n` of that segment is object `base + n` here,
 * so that what was superseded in a segment stays superseded in the one that stands for it.
 */
export interface StoredSummary extends SegmentSummary {
  readonly replaces: readonly string[];
  readonly bases: readonly number[];
  /** Of a merged segment: no object has this number or a greater one. Others count theirs without gaps. */
  readonly objectLimit?: number;
}

const countNames = [
  'objects',
  'read',
  'skipped',
  'failed',
  'found',
  'indexed',
  'unreadable',
  'rawBytes',
  'storedBytes',
];

/** A summary of any schema gives at least its number; a text is the reason why it is none. */
export function parseSegmentSummary(text: string): StoredSummary | { readonly schema: number } | string {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) return 'segment.json is no JSON';
    throw error;
  }
  if (!isObject(value) || typeof value['schema'] !== 'number') return 'segment.json names no schema';
  const summary = { replaces: [], bases: [], ...value, schema: value['schema'] };
  return isSummary(summary) ? summary : { schema: value['schema'] };
}

export function isSummary(
  value: Readonly<Record<string, unknown>> | { readonly schema: number },
): value is StoredSummary {
  const { id, counts, time, files, supersedes, replaces, bases, objectLimit }: Readonly<Record<string, unknown>> = {
    ...value,
  };
  return (
    typeof id === 'string' &&
    isObject(counts) &&
    countNames.every((name) => typeof counts[name] === 'number') &&
    (time === null || (isObject(time) && isTime(time['from']) && isTime(time['to']))) &&
    isObject(files) &&
    segmentFiles.every((name) => isFile(files[name])) &&
    isListOf(
      supersedes,
      (entry) => isObject(entry) && typeof entry['segment'] === 'string' && isListOf(entry['objects'], isCount),
    ) &&
    isListOf(replaces, (entry) => typeof entry === 'string') &&
    isListOf(bases, isCount) &&
    (objectLimit === undefined || isCount(objectLimit))
  );
}

function isFile(value: unknown): boolean {
  return isObject(value) && isCount(value['sizeBytes']) && isCount(value['crc32']);
}

function isTime(value: unknown): boolean {
  return typeof value === 'string' && !Number.isNaN(Date.parse(value));
}

function isCount(value: unknown): boolean {
  return typeof value === 'number' && Number.isInteger(value) && value >= 0;
}

function isListOf(value: unknown, test: (entry: unknown) => boolean): boolean {
  return Array.isArray(value) && value.every(test);
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}
