import assert from 'node:assert/strict';
import { gzipSync } from 'node:zlib';
import { gunzipLog } from '../../../../src/engine/record/gunzip';
import { testLimits } from '../../../support/logFixture';

const text = Buffer.from(
  JSON.stringify({ Records: Array.from({ length: 200 }, (_, i) => ({ eventID: i, x: Math.sin(i) })) }),
);
const gzip = gzipSync(text);

function kinds(stored: Uint8Array, limits = testLimits): string[] {
  return gunzipLog(stored, limits).problems.map((problem) => problem.kind);
}

describe('gunzipLog', () => {
  it('reads one whole member without a problem', () => {
    const result = gunzipLog(gzip, testLimits);
    assert.deepEqual(Buffer.from(result.bytes), text);
    assert.equal(result.memberCount, 1);
    assert.deepEqual(result.problems, []);
  });

  it('hands on what is no gzip', () => {
    const result = gunzipLog(text, testLimits);
    assert.equal(result.bytes, text);
    assert.equal(result.memberCount, 0);
  });

  it('joins members and says how many there are', () => {
    const result = gunzipLog(Buffer.concat([gzip, gzipSync('second')]), testLimits);
    assert.equal(Buffer.from(result.bytes).toString(), `${text.toString()}second`);
    assert.deepEqual(
      result.problems.map((problem) => problem.kind),
      ['gzipMembers'],
    );
  });

  it('counts an empty member too: a checksum over all would not see it', () => {
    assert.deepEqual(kinds(Buffer.concat([gzipSync(''), gzip])), ['gzipMembers']);
  });

  for (const [what, tail] of [
    ['NUL bytes', Buffer.alloc(32)],
    ['other bytes', Buffer.from('{"Records":[]}')],
  ] as const) {
    it(`reports ${what} behind the stream`, () => {
      const result = gunzipLog(Buffer.concat([gzip, tail]), testLimits);
      assert.deepEqual(Buffer.from(result.bytes), text);
      assert.deepEqual(
        result.problems.map((problem) => problem.kind),
        ['gzipTrailingBytes'],
      );
      assert.match(result.problems[0]!.message, new RegExp(String(tail.length)));
    });
  }

  it('keeps what stands before a cut', () => {
    const result = gunzipLog(gzip.subarray(0, gzip.length >> 1), testLimits);
    assert.deepEqual(
      result.problems.map((problem) => problem.kind),
      ['gzipTruncated'],
    );
    assert.ok(result.bytes.length > 100);
    assert.deepEqual(Buffer.from(result.bytes), text.subarray(0, result.bytes.length));
  });

  it('keeps all text when only the checksum is cut off', () => {
    const result = gunzipLog(gzip.subarray(0, gzip.length - 3), testLimits);
    assert.deepEqual(Buffer.from(result.bytes), text);
    assert.deepEqual(
      result.problems.map((problem) => problem.kind),
      ['gzipTruncated'],
    );
  });

  it('keeps what stands before damage', () => {
    const broken = Buffer.from(gzip);
    broken.fill(0xff, broken.length >> 1, (broken.length >> 1) + 40);
    const result = gunzipLog(broken, testLimits);
    assert.ok(result.problems.some((problem) => problem.severity === 'error'));
    assert.ok(result.bytes.length > 100);
    assert.deepEqual(Buffer.from(result.bytes.subarray(0, 100)), text.subarray(0, 100));
  });

  it('notices a checksum that does not fit', () => {
    const broken = Buffer.from(gzip);
    broken[broken.length - 8]! ^= 1;
    assert.deepEqual(kinds(broken), ['gzipChecksum']);
  });

  it('skips the optional fields of a member’s header', () => {
    const body = gzip.subarray(10);
    const header = Buffer.concat([
      Buffer.from([0x1f, 0x8b, 8, 4 | 8 | 16 | 2, 0, 0, 0, 0, 0, 3]),
      Buffer.from([3, 0, 1, 2, 3]), // extra field
      Buffer.from('name.json\0a comment\0'),
      Buffer.from([0xaa, 0xbb]), // header checksum
    ]);
    const result = gunzipLog(Buffer.concat([header, body]), testLimits);
    assert.deepEqual(Buffer.from(result.bytes), text);
    assert.deepEqual(result.problems, []);
  });

  it('stops at the limit of bytes, and shows the start', () => {
    const result = gunzipLog(gzipSync(Buffer.alloc(4 * 1024 * 1024, 'a')), {
      maxLogBytes: 1024 * 1024,
      maxGzipRatio: 1100,
    });
    assert.deepEqual(
      result.problems.map((problem) => problem.kind),
      ['tooLarge'],
    );
    assert.ok(result.bytes.length > 0 && result.bytes.length <= 1024 * 1024);
  });

  it('stops at the limit of growth once the text is large', () => {
    const bomb = gzipSync(Buffer.alloc(40 * 1024 * 1024, 'a'));
    assert.deepEqual(kinds(bomb, { maxLogBytes: 1024 ** 3, maxGzipRatio: 100 }), ['tooLarge']);
    assert.deepEqual(kinds(bomb, { maxLogBytes: 1024 ** 3, maxGzipRatio: 1100 }), []);
  });

  it('reads thousands of small members, and stops at a bound', function () {
    this.timeout(30_000);
    const member = gzipSync('a');
    const some = gunzipLog(Buffer.concat(Array<Buffer>(3000).fill(member)), testLimits);
    assert.equal(some.bytes.length, 3000);
    const many = gunzipLog(Buffer.concat(Array<Buffer>(100_001).fill(member)), testLimits);
    assert.deepEqual(
      many.problems.map((problem) => problem.kind),
      ['tooLarge'],
    );
    assert.equal(many.bytes.length, 100_000);
  });

  it('reads nothing out of nothing', () => {
    assert.deepEqual(gunzipLog(new Uint8Array(0), testLimits), {
      bytes: new Uint8Array(0),
      memberCount: 0,
      problems: [],
    });
  });

  it('survives every cut of a small log', () => {
    const small = gzipSync('{"Records":[{"eventVersion":"1.11","eventName":"X"}]}');
    for (let length = 0; length < small.length; length++) {
      const result = gunzipLog(small.subarray(0, length), testLimits);
      if (length >= 3) assert.ok(result.problems.length > 0, `cut at ${length}`);
    }
  });
});
