import { readCleanLog } from '../engine/record/cleanLog';
import { gunzipLog, type GunzipLimits, type GunzipResult } from '../engine/record/gunzip';
import { JsonTape } from '../engine/record/jsonTape';
import type { LogProblem } from '../engine/record/logProblem';
import { readUnzippedLog } from '../engine/record/logText';
import { toByteText } from '../engine/record/textDictionary';
import type { SegmentBuilder } from './segmentBuilder';

/** More records than this in one log are not indexed: a hostile log could hold millions of tiny ones. */
export const maxLogRecords = 1_000_000;

export interface LogContent {
  /** Bytes after gunzip. */
  readonly rawBytes: number;
  readonly indexed: number;
  /** Records that were read but not indexed, being too many. */
  readonly tooMany: number;
  readonly isDigest: boolean;
  readonly problems: readonly LogProblem[];
}

/** Reads stored logs into a builder: those that are exactly CloudTrail's own the short way, all others as they are shown. */
export class LogReader {
  private readonly jsonTape = new JsonTape();

  constructor(private readonly limits: GunzipLimits) {}

  /** `object` is the number of the log in the segment. Never throws on content. */
  read(stored: Uint8Array, builder: SegmentBuilder, object: number): LogContent {
    const unzipped = gunzipLog(stored, this.limits);
    const rawBytes = unzipped.bytes.length;
    const mark = builder.rows.mark();
    if (unzipped.problems.length === 0 && this.readClean(unzipped.bytes, builder, object)) {
      const indexed = builder.rows.rowCount - mark.rowCount;
      return { rawBytes, indexed, tooMany: 0, isDigest: false, problems: [] };
    }
    builder.rows.returnTo(mark);
    return { rawBytes, ...this.readAny(stored, unzipped, builder, object) };
  }

  private readClean(bytes: Uint8Array, builder: SegmentBuilder, object: number): boolean {
    const text = toByteText(bytes);
    builder.known.lookAt(text);
    const { jsonTape } = this;
    return readCleanLog(bytes, jsonTape, builder.known, (ordinal) => {
      if (ordinal >= maxLogRecords) return false;
      const place = { object, ordinal, isCompact: jsonTape.spaceBytes === 0 };
      return builder.addRecord({ text, tape: jsonTape.tape }, 0, place);
    });
  }

  private readAny(
    stored: Uint8Array,
    unzipped: GunzipResult,
    builder: SegmentBuilder,
    object: number,
  ): Omit<LogContent, 'rawBytes'> {
    const log = readUnzippedLog(stored, unzipped, this.limits);
    const text = toByteText(log.bytes);
    const before = builder.rows.rowCount;
    for (const [ordinal, record] of log.records.subarray(0, maxLogRecords).entries()) {
      builder.addRecord({ text, tape: log.tape }, record, { object, ordinal, isCompact: false });
    }
    const indexed = builder.rows.rowCount - before;
    return { indexed, tooMany: log.records.length - indexed, isDigest: log.isDigest, problems: log.problems };
  }
}
