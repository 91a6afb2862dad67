import * as assert from 'node:assert/strict';
import type { PageInfo } from '../../../../src/client/documents/documentCache';
import { isJsonName, isLogName } from '../../../../src/client/documents/logName';
import { toTextPlace } from '../../../../src/client/documents/textPlace';
import { toPageText } from '../../../../src/client/documents/pageText';

describe('the page in the status bar', () => {
  const pages: readonly [page: number, isRaw: boolean, info: PageInfo, text: string][] = [
    [
      2,
      false,
      { recordCount: 19_000, pageCount: 4, firstRecord: 5000, endRecord: 10_000 },
      'Page 2 of 4 · records 5,001–10,000 of 19,000',
    ],
    [3, false, { recordCount: 3, pageCount: 3, firstRecord: 2, endRecord: 3 }, 'Page 3 of 3 · record 3 of 3'],
    [2, false, { recordCount: 1, pageCount: 3, firstRecord: 1, endRecord: 1 }, 'Page 2 of 3 · no record begins here'],
    [1, false, { recordCount: 21, pageCount: 1, firstRecord: 0, endRecord: 21 }, '21 records'],
    [1, false, { recordCount: 1, pageCount: 1, firstRecord: 0, endRecord: 1 }, '1 record'],
    [1, true, { recordCount: 0, pageCount: 1, firstRecord: 0, endRecord: 0 }, 'Raw text'],
  ];
  for (const [page, isRaw, info, text] of pages) {
    it(text, () => {
      assert.equal(toPageText({ key: 'a_CloudTrail_b.json.gz', page, isRaw }, info), text);
    });
  }

  it('counts no records of a digest', () => {
    const info = { recordCount: 0, pageCount: 1, firstRecord: 0, endRecord: 0 };
    const key = 'AWSLogs/1_CloudTrail-Digest_us-east-1_org_us-east-1_20260115T020043Z.json.gz';
    assert.equal(toPageText({ key, page: 1, isRaw: false }, info), 'Digest');
  });
});

describe('names of files', () => {
  it('tell logs from notes', () => {
    for (const name of ['a.json', 'a.json.gz', 'A.JSON.GZ', 'a.gz', 'a.jsonl', 'a.ndjson', 'a.csv', 'a.log'])
      assert.ok(isLogName(name), name);
    for (const name of ['CASE.md', 'note.txt', 'README', 'a.json.txt']) assert.ok(!isLogName(name), name);
  });

  it('tell whose stored text is JSON', () => {
    for (const name of ['a.json', 'a.json.gz', 'a.gz']) assert.ok(isJsonName(name), name);
    for (const name of ['a.csv', 'a.csv.gz', 'a.md', 'a.jsonl']) assert.ok(!isJsonName(name), name);
  });
});

describe('the place of a byte', () => {
  const bytes = new TextEncoder().encode('ab\n\u00e4\u{1f600}c\nd');
  const places: readonly [offset: number, line: number, character: number][] = [
    [0, 0, 0],
    [2, 0, 2],
    [3, 1, 0],
    [5, 1, 1],
    [9, 1, 3],
    [11, 2, 0],
    [99, 2, 1],
    [-1, 0, 0],
  ];
  for (const [offset, line, character] of places) {
    it(`${offset} is line ${line}, character ${character}`, () => {
      assert.deepEqual(toTextPlace(bytes, offset), { line, character });
    });
  }
});
