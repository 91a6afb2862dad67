import type { Query } from '../engine/query/query';
import type { CandidateLog, CandidateVerifier } from './candidate';
import type { HitTable } from './hitTable';
import { allNumbers, segmentRows } from './indexSnapshot';
import type { QueryDatabase } from './queryDatabase';
import type { UnsearchedLog } from './resultSet';

export interface VerificationReport {
  onLogs(done: number, total: number): void;
  onUnsearched(log: UnsearchedLog): void;
}

/** Objects of a segment are numbered below this, so that segment and object fit into one number that is exact. */
const objectsPerSegment = 2 ** 31;
const logsPerBatch = 512;
const flushMs = 200;

/** Has the candidates of `hits` looked at and adds those that match, as they come. Newest logs first. */
export async function verifyCandidates(
  database: QueryDatabase,
  hits: HitTable,
  query: Query,
  verifier: CandidateVerifier,
  report: VerificationReport,
  signal: AbortSignal,
): Promise<void> {
  const [count] = await database.rows(
    `SELECT count(DISTINCT (segment, object))::INTEGER FROM ${hits.candidates} WHERE NOT isCertain`,
    signal,
  );
  const total = Number(count?.[0] ?? 0);
  report.onLogs(0, total);
  if (total === 0) return;
  const keys = new Map<number, string>();
  const found = { segments: [] as number[], objects: [] as number[], ordinals: [] as number[] };
  const flush = async (): Promise<void> => {
    await hits.addVerified(found.segments.splice(0), found.objects.splice(0), found.ordinals.splice(0), signal);
  };
  let done = 0;
  let flushed = performance.now();
  for await (const batch of verifier.verify(listCandidates(database, hits, keys, signal), query, signal)) {
    for (const { number, ordinals, problem } of batch) {
      const key = keys.get(number);
      if (key === undefined) continue;
      keys.delete(number);
      done++;
      if (problem !== undefined) report.onUnsearched({ key, reason: problem });
      for (const ordinal of ordinals) {
        found.segments.push(Math.floor(number / objectsPerSegment));
        found.objects.push(number % objectsPerSegment);
        found.ordinals.push(ordinal);
      }
    }
    if (performance.now() - flushed > flushMs || found.ordinals.length > 10_000) {
      await flush();
      flushed = performance.now();
      // Enough is kept: the result says that it is not whole.
      if (await hits.isPassed(signal)) return;
    }
    report.onLogs(done, total);
  }
  await flush();
  for (const key of keys.values()) report.onUnsearched({ key, reason: 'it was not looked at' });
  report.onLogs(done, total);
}

/** `keys` holds the candidates that are out. */
async function* listCandidates(
  database: QueryDatabase,
  hits: HitTable,
  keys: Map<number, string>,
  signal: AbortSignal,
): AsyncIterable<readonly CandidateLog[]> {
  const { segments } = hits.snapshot;
  const columns = 'object, key, sizeBytes, etag, versionId, indexed';
  const objects = segmentRows(segments, 'objects.parquet', allNumbers(segments), columns);
  const rows = database.stream(
    `SELECT c.segment, c.object, o.key, o.sizeBytes::DOUBLE, o.etag, o.versionId,
       if(len(c.ordinals) = o.indexed, NULL, c.ordinals)
     FROM (SELECT segment, object, list(ordinal ORDER BY ordinal) AS ordinals, max(time) AS time
       FROM ${hits.candidates} WHERE NOT isCertain GROUP BY segment, object) c
     JOIN ${objects} o ON c.segment = o.segment AND c.object = o.object
     ORDER BY c.time DESC, c.segment, c.object`,
    signal,
  );
  for await (const chunk of rows) {
    for (let at = 0; at < chunk.length; at += logsPerBatch) {
      yield chunk.slice(at, at + logsPerBatch).map(([segment, object, key, sizeBytes, etag, versionId, ordinals]) => {
        const number = Number(segment) * objectsPerSegment + Number(object);
        keys.set(number, String(key));
        return {
          number,
          key: String(key),
          sizeBytes: Number(sizeBytes),
          etag: toText(etag),
          versionId: toText(versionId),
          ordinals: ordinals === null ? ('all' as const) : toOrdinals(ordinals),
        };
      });
    }
  }
}

function toText(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

/** A list of DuckDB's is an object with `items`. */
function toOrdinals(value: unknown): Int32Array {
  const items = typeof value === 'object' && value !== null && 'items' in value ? value.items : [];
  return Int32Array.from(Array.isArray(items) ? items.map(Number) : []);
}
