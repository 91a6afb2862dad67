import { createHash } from 'node:crypto';
import { toJsonReport } from './jsonReport';
import type { ReportSource } from './reportSource';

/** The data that a report carries within, and what it can be recognised by. */
export interface ReportData {
  /** Valid objects are left out of `chunks`. */
  readonly isAbridged: boolean;
  /** Lower-case hex SHA-256 of the UTF-8 of all chunks. */
  readonly sha256: string;
  /** Of the whole JSON report, as it is saved by itself; the same as `sha256` unless abridged. */
  readonly wholeSha256: string;
  readonly objects: number;
  chunks(): AsyncIterable<string>;
}

/** Of more than `maxWholeObjects`, only those that are not valid are carried. Rejects with an AbortError. */
export async function newReportData(
  source: ReportSource,
  maxWholeObjects: number,
  signal: AbortSignal,
): Promise<ReportData> {
  const { log, digest, backfillDigest } = source.header.summary;
  const objects = [log, digest, backfillDigest].flatMap((counts) => Object.values(counts)).reduce((a, b) => a + b, 0);
  const isAbridged = objects > maxWholeObjects;
  const wholeSha256 = await hash(toJsonReport(source, signal));
  const sha256 = isAbridged ? await hash(toJsonReport(source, signal, { isAbridged })) : wholeSha256;
  return { isAbridged, sha256, wholeSha256, objects, chunks: () => toJsonReport(source, signal, { isAbridged }) };
}

async function hash(chunks: AsyncIterable<string>): Promise<string> {
  const digest = createHash('sha256');
  for await (const chunk of chunks) digest.update(chunk, 'utf8');
  return digest.digest('hex');
}
