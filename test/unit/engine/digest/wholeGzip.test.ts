import assert from 'node:assert/strict';
import { crc32, deflateRawSync, gzipSync } from 'node:zlib';
import { readWholeGzip } from '../../../../src/engine/digest/wholeGzip';

const text = Buffer.from(JSON.stringify({ Records: Array.from({ length: 200 }, (_, i) => ({ i, x: Math.sin(i) })) }));
const gzip = gzipSync(text);
const maxBytes = 1024 * 1024;

function problemOf(stored: Uint8Array): string {
  const result = readWholeGzip(stored, maxBytes);
  assert.equal(result.kind, 'problem');
  assert.equal(result.code, 'format');
  return result.message;
}

function replaceAt(bytes: Buffer, at: number, value: number): Buffer {
  const copy = Buffer.from(bytes);
  copy[at < 0 ? bytes.length + at : at] = value;
  return copy;
}

/** A member whose header has every optional field. */
function newDecorated(checksumFlaw = 0): Buffer {
  const fixed = Buffer.from([0x1f, 0x8b, 8, 2 | 4 | 8 | 16, 1, 2, 3, 4, 0, 255]);
  const head = Buffer.concat([fixed, Buffer.from([3, 0, 9, 9, 9]), Buffer.from('name\0'), Buffer.from('a comment\0')]);
  const sum = Buffer.alloc(2);
  sum.writeUInt16LE((crc32(head) & 0xffff) ^ checksumFlaw);
  const trailer = Buffer.alloc(8);
  trailer.writeUInt32LE(crc32(text));
  trailer.writeUInt32LE(text.length, 4);
  return Buffer.concat([head, sum, deflateRawSync(text), trailer]);
}

describe('readWholeGzip', () => {
  for (const [what, bytes, expected] of [
    ['a log', gzip, text],
    ['stored blocks', gzipSync(text, { level: 0 }), text],
    ['an empty text', gzipSync(''), Buffer.alloc(0)],
    ['one byte', gzipSync('x'), Buffer.from('x')],
    ['every optional header field', newDecorated(), text],
    [
      'a view into a larger buffer',
      Buffer.concat([Buffer.alloc(7), gzip, Buffer.alloc(9)]).subarray(7, 7 + gzip.length),
      text,
    ],
    ['a text just at the limit', gzipSync(Buffer.alloc(maxBytes, 'ab')), Buffer.alloc(maxBytes, 'ab')],
    ['a text beyond one chunk of zlib', gzipSync(Buffer.alloc(maxBytes - 1, 'abc')), Buffer.alloc(maxBytes - 1, 'abc')],
  ] as const) {
    it(`reads ${what}`, () => {
      const result = readWholeGzip(bytes, maxBytes);
      assert.equal(result.kind, 'whole');
      assert.ok(Buffer.from(result.bytes).equals(expected));
    });
  }

  for (const [what, bytes, message] of [
    ['nothing', Buffer.alloc(0), /it is empty/],
    ['plain text', text, /it is not gzip/],
    ['a second member', Buffer.concat([gzip, gzipSync('{"Records":[]}')]), /more than one gzip member/],
    ['an empty second member', Buffer.concat([gzip, gzipSync('')]), /more than one gzip member/],
    ['an empty first member', Buffer.concat([gzipSync(''), gzip]), /more than one gzip member/],
    [
      'two members whose joined text would fit',
      Buffer.concat([gzipSync(text.subarray(0, 90)), gzipSync(text.subarray(90))]),
      /more than one/,
    ],
    ['one NUL behind it', Buffer.concat([gzip, Buffer.alloc(1)]), /1 NUL bytes follow/],
    ['many NULs behind it', Buffer.concat([gzip, Buffer.alloc(5000)]), /5000 NUL bytes follow/],
    ['NULs and then a member', Buffer.concat([gzip, Buffer.alloc(3), gzip]), /bytes that are no gzip follow/],
    ['a line feed behind it', Buffer.concat([gzip, Buffer.from('\n')]), /1 bytes that are no gzip follow/],
    ['its own trailer again', Buffer.concat([gzip, gzip.subarray(-8)]), /8 bytes that are no gzip follow/],
    ['a wrong checksum', replaceAt(gzip, -8, (gzip.at(-8) ?? 0) ^ 1), /checksum does not fit/],
    ['a length told too short', replaceAt(gzip, -4, (gzip.at(-4) ?? 0) ^ 1), /length does not fit/],
    ['a length told far too long', replaceAt(gzip, -1, 0xff), /length does not fit/],
    ['a length told as zero', Buffer.concat([gzip.subarray(0, -4), Buffer.alloc(4)]), /length does not fit/],
    ['a damaged stream', replaceAt(gzip, 200, (gzip[200] ?? 0) ^ 0x55), /damaged|checksum|cut off/],
    ['another method', replaceAt(gzip, 2, 7), /header is damaged/],
    ['reserved flags', replaceAt(gzip, 3, 0x20), /header is damaged/],
    ['a wrong header checksum', newDecorated(1), /header is damaged/],
    ['a name that never ends', replaceAt(gzip, 3, 8).subarray(0, 12), /cut off/],
    [
      'an extra field that is longer than the file',
      Buffer.from([0x1f, 0x8b, 8, 4, 0, 0, 0, 0, 0, 3, 0xff, 0xff]),
      /cut off/,
    ],
    ['a header and a trailer alone', Buffer.concat([gzip.subarray(0, 10), Buffer.alloc(8)]), /damaged|cut off/],
  ] as const) {
    it(`refuses ${what}`, () => {
      assert.match(problemOf(bytes), message);
    });
  }

  it('begins every message with the words of the AWS CLI', () => {
    assert.match(problemOf(text), /^invalid format: /);
  });

  it('refuses a stream cut at any place', function () {
    // One read for every byte.
    this.timeout(20_000);
    for (let length = 0; length < gzip.length; length++) problemOf(gzip.subarray(0, length));
  });

  it('refuses any single bit that was changed, but those that no text depends on', () => {
    const plain = Buffer.from('{"Records":[{"eventName":"StopLogging"}]}');
    const small = gzipSync(plain);
    const accepted: string[] = [];
    for (let bit = 0; bit < small.length * 8; bit++) {
      const at = bit >> 3;
      const result = readWholeGzip(replaceAt(small, at, (small[at] ?? 0) ^ (1 << (bit & 7))), maxBytes);
      if (result.kind === 'problem') continue;
      assert.ok(Buffer.from(result.bytes).equals(plain), `byte ${at}`);
      accepted.push(`${at}`);
    }
    // The flag that the content is text, the time, extra flags, the operating system, and what fills up the last byte.
    const fill = `${small.length - 9}`;
    assert.deepEqual([...new Set(accepted)], ['3', '4', '5', '6', '7', '8', '9', fill]);
  });

  it('says tooLarge one byte past the limit, whatever the end tells', () => {
    const large = gzipSync(Buffer.alloc(maxBytes + 1, 'ab'));
    for (const stored of [large, Buffer.concat([large.subarray(0, -4), Buffer.from([1, 0, 0, 0])])]) {
      const result = readWholeGzip(stored, maxBytes);
      assert.ok(result.kind === 'problem' && result.code === 'tooLarge');
      assert.match(result.message, /1\.0 MB/);
    }
  });
});
