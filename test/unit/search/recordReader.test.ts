import assert from 'node:assert/strict';
import { gzipSync } from 'node:zlib';
import { UserError } from '../../../src/base/errors';
import type { StoredObject } from '../../../src/engine/ports';
import { RecordReader } from '../../../src/search/recordReader';
import { newLogText, newRecord, testLimits } from '../../support/logFixture';
import { MemorySource } from '../../support/memorySource';

class LogSource extends MemorySource {
  readonly reads: string[] = [];

  constructor(private readonly logs: Readonly<Record<string, string>>) {
    super(Object.keys(logs));
  }

  override readObject(key: string): Promise<StoredObject> {
    this.reads.push(key);
    const text = this.logs[key];
    if (text === undefined) return Promise.reject(new UserError('accessDenied', `${key} is refused`));
    return Promise.resolve({ key, bytes: gzipSync(text), metadata: {} });
  }
}

function toPlace(key: string, ordinal: number, text: string) {
  return { key, ordinal, etag: undefined, versionId: undefined, sizeBytes: gzipSync(text).length };
}

describe('reading records by their places', () => {
  const text = newLogText(newRecord({ eventID: 'a', bytes: 791.5 }), newRecord({ eventID: 'b' })).replace(
    '791.5',
    '791.0',
  );
  const other = newLogText(newRecord({ eventID: 'c' }));
  const signal = new AbortController().signal;

  it('gives the tokens as they were delivered, in the order asked for, and reads each log once', async () => {
    const source = new LogSource({ one: text, two: other });
    const reader = new RecordReader(source, testLimits);
    const records = await reader.read(
      [toPlace('one', 1, text), toPlace('two', 0, other), toPlace('one', 0, text)],
      signal,
    );
    const texts = records.map((record) =>
      record.kind === 'record' ? Buffer.from(record.bytes).toString() : record.reason,
    );
    assert.deepEqual(
      texts.map((line) => /"eventID":"(.)"/.exec(line)?.[1]),
      ['b', 'c', 'a'],
    );
    assert.match(texts[2] ?? '', /"bytes":791\.0\}$/);
    await reader.read([toPlace('one', 0, text)], signal);
    assert.deepEqual(source.reads.sort(), ['one', 'two']);
  });

  it('says which could not be read, and goes on', async () => {
    const reader = new RecordReader(new LogSource({ one: text }), testLimits);
    const records = await reader.read(
      [toPlace('gone', 0, text), toPlace('one', 7, text), toPlace('one', 0, text)],
      signal,
    );
    assert.deepEqual(
      records.map(({ kind }) => kind),
      ['unread', 'unread', 'record'],
    );
    assert.match(records[0]?.kind === 'unread' ? records[0].reason : '', /refused/);
    assert.match(records[1]?.kind === 'unread' ? records[1].reason : '', /changed since it was indexed/);
  });

  it('gives no record of a log that is no longer the one that was indexed', async () => {
    const reader = new RecordReader(new LogSource({ one: newLogText(newRecord({ eventID: 'forged' })) }), testLimits);
    const [record] = await reader.read([toPlace('one', 0, text)], signal);
    assert.equal(record?.kind, 'unread');
  });
});
