import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import { hashLog } from '../../../../src/engine/digest/hashLog';
import type { LogReading } from '../../../../src/engine/digest/lane';
import { newRandom } from '../../../../src/demo/prng';

const megabyte = 1024 * 1024;
const limits = { maxLogBytes: 64 * megabyte, maxGzipRatio: 300 };
const text = Buffer.from('{"Records":[{"eventName":"GetBucketAcl"}]}');

function toSha256(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}

/** Text that grows about as much as logs do. */
function newText(sizeBytes: number): Buffer {
  const random = newRandom(`hashed text ${sizeBytes}`);
  const word = Buffer.from(random.hex(4096));
  const bytes = Buffer.alloc(sizeBytes, word);
  for (let at = 0; at < sizeBytes; at += 997) bytes[at] = random.whole(0, 255);
  return bytes;
}

const large = newText(9 * megabyte + 17);
const largeGzip = gzipSync(large, { level: 1 });

async function codeOf(reading: LogReading | Promise<LogReading>): Promise<string> {
  const result = await reading;
  return result.kind === 'problem' ? `${result.code} ${result.message}` : 'log';
}

describe('hashLog', () => {
  for (const [what, bytes] of [
    ['an empty text', Buffer.alloc(0)],
    ['a small log', text],
    ['a log of 4 MB', newText(4 * megabyte)],
  ] as const) {
    it(`hashes ${what} without a promise`, () => {
      const stored = gzipSync(bytes, { level: 1 });
      assert.deepEqual(hashLog(stored, limits), { kind: 'log', sha256: toSha256(bytes), storedBytes: stored.length });
    });
  }

  it('hashes a large log in pieces, to the same hash', async () => {
    const reading = hashLog(largeGzip, limits);
    assert.ok(reading instanceof Promise);
    assert.deepEqual(await reading, { kind: 'log', sha256: toSha256(large), storedBytes: largeGzip.length });
  });

  it('hashes a log that is stored without compression and larger than one piece', async () => {
    const stored = gzipSync(large, { level: 0 });
    assert.deepEqual(await hashLog(stored, limits), {
      kind: 'log',
      sha256: toSha256(large),
      storedBytes: stored.length,
    });
  });

  it('hashes the text, not the stored bytes: a log compressed anew is the same', async () => {
    const [one, other] = await Promise.all([
      hashLog(gzipSync(text, { level: 1 }), limits),
      hashLog(gzipSync(text, { level: 9, memLevel: 1 }), limits),
    ]);
    assert.ok(one.kind === 'log' && other.kind === 'log');
    assert.equal(one.sha256, other.sha256);
  });

  const gzip = gzipSync(text);
  for (const [size, whole] of [
    ['small', gzip],
    ['large', largeGzip],
  ] as const) {
    const edit = (at: number): Buffer => {
      const copy = Buffer.from(whole);
      copy[copy.length + at] = (copy.at(at) ?? 0) ^ 1;
      return copy;
    };
    for (const [what, stored, expected] of [
      ['a second member', Buffer.concat([whole, gzipSync('{"Records":[]}')]), /^format .*more than one gzip member/],
      ['a second member that is large', Buffer.concat([whole, largeGzip]), /^format .*more than one gzip member/],
      ['one NUL behind it', Buffer.concat([whole, Buffer.alloc(1)]), /^format .*1 NUL bytes/],
      ['64 NULs behind it', Buffer.concat([whole, Buffer.alloc(64)]), /^format .*64 NUL bytes/],
      ['other bytes behind it', Buffer.concat([whole, Buffer.from('Records!')]), /^format .*8 bytes that are no gzip/],
      ['no trailer', whole.subarray(0, -8), /^format .*cut off inside its checksum/],
      ['half a trailer', whole.subarray(0, -3), /^format .*cut off inside its checksum/],
      [
        'a stream cut in the middle',
        whole.subarray(0, whole.length >> 1),
        /^hash hash value doesn't match: its gzip stream is cut off/,
      ],
      ['a wrong checksum', edit(-8), /^format .*checksum does not fit/],
      ['a wrong length', edit(-4), /^format .*length does not fit/],
      ['a length of another size', edit(-1), /^format .*length does not fit/],
    ] as const) {
      it(`refuses ${what}: ${size}`, async () => {
        assert.match(await codeOf(hashLog(stored, limits)), expected);
      });
    }
  }

  it('refuses what is not gzip at all', async () => {
    assert.match(await codeOf(hashLog(text, limits)), /^format invalid format: it is not gzip/);
    assert.match(await codeOf(hashLog(Buffer.from([0x1f, 0x8b, 7, 0]), limits)), /^format .*header is damaged/);
  });

  it('says of what is cut off before its end, as the AWS CLI does, that the hash differs', async () => {
    assert.equal(await codeOf(hashLog(Buffer.alloc(0), limits)), "hash hash value doesn't match: it is empty");
    for (let length = 1; length < gzip.length - 8; length++) {
      assert.match(await codeOf(hashLog(gzip.subarray(0, length), limits)), /^hash hash value doesn't match/);
    }
    for (let length = gzip.length - 8; length < gzip.length; length++) {
      assert.match(await codeOf(hashLog(gzip.subarray(0, length), limits)), /^format .*checksum/);
    }
  });

  it('refuses a large log that is damaged in its midst', async () => {
    const copy = Buffer.from(largeGzip);
    copy.fill(0xff, copy.length >> 1, (copy.length >> 1) + 64);
    assert.match(await codeOf(hashLog(copy, limits)), /^format .*(damaged|checksum|cut off)/);
  });

  it('stops at the growth that logs do not have', async () => {
    const bomb = gzipSync(Buffer.alloc(40 * megabyte));
    assert.match(await codeOf(hashLog(bomb, limits)), /^tooLarge .*16\.0 MB/);
    // The same with an end that tells 100 bytes: it is not believed.
    const lying = Buffer.concat([bomb.subarray(0, -4), Buffer.from([100, 0, 0, 0])]);
    assert.match(await codeOf(hashLog(lying, limits)), /^tooLarge/);
  });

  it('stops at the limit of a log', async () => {
    const tight = { maxLogBytes: 5 * megabyte, maxGzipRatio: 300 };
    assert.match(await codeOf(hashLog(largeGzip, tight)), /^tooLarge .*5\.0 MB/);
    const tighter = { maxLogBytes: 10, maxGzipRatio: 300 };
    assert.match(await codeOf(hashLog(gzip, tighter)), /^tooLarge .*10 B/);
  });
});
