import assert from 'node:assert/strict';
import { gzipSync } from 'node:zlib';
import { UserError } from '../../../src/base/errors';
import type { StoredObject } from '../../../src/engine/ports';
import type { RecordLocation } from '../../../src/index/resultSet';
import { RecordReader } from '../../../src/search/recordReader';
import { exportResult, type ExportedResult } from '../../../src/search/resultExport';
import { newLogText, newRecord, testLimits } from '../../support/logFixture';
import { MemorySource } from '../../support/memorySource';

class LogSource extends MemorySource {
  constructor(private readonly logs: Readonly<Record<string, Uint8Array>>) {
    super(Object.keys(logs));
  }

  override readObject(key: string): Promise<StoredObject> {
    const bytes = this.logs[key];
    if (bytes === undefined) return Promise.reject(new UserError('accessDenied', `${key} is refused`));
    return Promise.resolve({ key, bytes, metadata: {} });
  }
}

function toLog(eventID: string): Uint8Array {
  return gzipSync(newLogText(newRecord({ eventID })));
}

/** A result whose hit n stands at `places[n]`. */
function toResult(places: readonly (readonly RecordLocation[])[]): ExportedResult {
  return {
    rows: async function* () {
      yield await Promise.resolve(places.map((_, id) => ({ id, cells: [] })));
    },
    locations: (ids) => Promise.resolve(ids.map((id) => ({ id, places: places[id] ?? [] }))),
  };
}

describe('exporting records', () => {
  const signal = new AbortController().signal;
  const options = { format: 'jsonl', columns: [], sort: { column: 'eventTime', descending: false } } as const;
  const logs = { one: toLog('a'), two: toLog('b'), three: toLog('c') };
  const place = (key: string): RecordLocation => ({
    key,
    ordinal: 0,
    etag: undefined,
    versionId: undefined,
    sizeBytes: (logs as Readonly<Record<string, Uint8Array>>)[key]?.length ?? 100,
  });

  async function exportLines(places: readonly (readonly RecordLocation[])[]) {
    const parts: string[] = [];
    const write = (part: string | Uint8Array): Promise<void> => {
      parts.push(Buffer.from(part).toString('utf8'));
      return Promise.resolve();
    };
    const counts = await exportResult(
      toResult(places),
      options,
      new RecordReader(new LogSource(logs), testLimits),
      write,
      signal,
    );
    const ids = [...parts.join('').matchAll(/"eventID":"(.)"/g)].map(([, id]) => id);
    return { ids, counts };
  }

  it('reads a record from another delivery of it when the first cannot be read, and keeps the order', async () => {
    const { ids, counts } = await exportLines([
      [place('one')],
      [place('denied'), place('also-denied'), place('two')],
      [place('three')],
    ]);
    assert.deepEqual(ids, ['a', 'b', 'c']);
    assert.deepEqual(counts, { records: 3, unread: [] });
  });

  it('names a record that no place gives', async () => {
    const { ids, counts } = await exportLines([[place('one')], [place('denied'), place('also-denied')]]);
    assert.deepEqual(ids, ['a']);
    assert.deepEqual(counts.unread, [{ key: 'denied', reason: 'denied is refused' }]);
  });
});
