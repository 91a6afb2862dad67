import { mapConcurrent } from '../base/concurrency';
import { isAbort, UserError } from '../base/errors';
import type { LogFileSource, StoredObject } from '../engine/ports';
import { compactText } from '../engine/record/compactText';
import { readLogText, type LogText, type LogTextOptions } from '../engine/record/logText';
import type { RecordLocation } from '../index/resultSet';
import { changedReason, isChanged } from '../scan/changedObject';

const maxReadsAtOnce = 16;
/** Of logs kept between batches, since neighbours in time often stand in one log. */
const maxKeptBytes = 64 * 1024 * 1024;

/** A record as it was delivered, or why it could not be read. */
export type ReadRecord =
  | { readonly kind: 'record'; readonly bytes: Uint8Array }
  | { readonly kind: 'unread'; readonly key: string; readonly reason: string };

interface ReadLog {
  readonly stored: StoredObject;
  readonly text: LogText;
}

/** Reads records by their places, each log once where its records stand near each other. */
export class RecordReader {
  private readonly kept = new Map<string, ReadLog>();
  private keptBytes = 0;

  constructor(
    private readonly source: LogFileSource,
    private readonly options: LogTextOptions,
  ) {}

  /** In the order of the locations. The records' tokens are unchanged, on one line each, without a line end. */
  async read(locations: readonly RecordLocation[], signal: AbortSignal): Promise<ReadRecord[]> {
    const keys = [...new Set(locations.map(({ key }) => key))];
    const logs = new Map<string, ReadLog | UserError>();
    await mapConcurrent(
      keys,
      maxReadsAtOnce,
      async (key) => {
        logs.set(key, await this.readLog(key, signal));
      },
      signal,
    );
    return locations.map((location) => toRecord(location, logs.get(location.key)));
  }

  private async readLog(key: string, signal: AbortSignal): Promise<ReadLog | UserError> {
    const kept = this.kept.get(key);
    if (kept !== undefined) return kept;
    try {
      const stored = await this.source.readObject(key, signal);
      const log = { stored, text: readLogText(stored.bytes, this.options) };
      this.keep(key, log);
      return log;
    } catch (error) {
      if (isAbort(error) || !(error instanceof UserError)) throw error;
      return error;
    }
  }

  /** The oldest go first; one that is larger than all that is kept is not kept. */
  private keep(key: string, log: ReadLog): void {
    this.kept.set(key, log);
    this.keptBytes += sizeOf(log);
    for (const [oldest, other] of this.kept) {
      if (this.keptBytes <= maxKeptBytes) return;
      this.kept.delete(oldest);
      this.keptBytes -= sizeOf(other);
    }
  }
}

function sizeOf({ stored, text }: ReadLog): number {
  return stored.bytes.byteLength + text.bytes.byteLength + text.tape.cells.byteLength;
}

function toRecord(location: RecordLocation, log: ReadLog | UserError | undefined): ReadRecord {
  const { key, ordinal } = location;
  if (log === undefined || log instanceof UserError) {
    return { kind: 'unread', key, reason: log?.message ?? 'not read' };
  }
  const value = log.text.records[ordinal];
  if (value === undefined || isChanged(location, log.stored)) return { kind: 'unread', key, reason: changedReason };
  return { kind: 'record', bytes: compactText(log.text, value) };
}
