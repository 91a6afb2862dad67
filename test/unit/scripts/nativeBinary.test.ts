import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { importScript } from '../../support/scripts';

interface NativeBinary {
  readonly describeBinary: (bytes: Buffer) => unknown;
}

describe('describeBinary', () => {
  let describeBinary: NativeBinary['describeBinary'];
  before(async () => {
    ({ describeBinary } = (await importScript('nativeBinary.mjs')) as NativeBinary);
  });

  function newHeader(write: (bytes: Buffer) => void): Buffer {
    const bytes = Buffer.alloc(512);
    write(bytes);
    return bytes;
  }

  const table: readonly [what: string, bytes: Buffer, expected: unknown][] = [
    [
      'Mach-O of one processor',
      newHeader((bytes) => {
        bytes.writeUInt32LE(0xfeedfacf);
        bytes.writeUInt32LE(0x0100000c, 4);
      }),
      { format: 'macho', machines: ['arm64'] },
    ],
    [
      'Mach-O of two processors',
      newHeader((bytes) => {
        bytes.writeUInt32BE(0xcafebabe);
        bytes.writeUInt32BE(2, 4);
        bytes.writeUInt32BE(0x01000007, 8);
        bytes.writeUInt32BE(0x0100000c, 28);
      }),
      { format: 'macho', machines: ['x64', 'arm64'] },
    ],
    [
      'a Java class, which begins like the former',
      newHeader((bytes) => {
        bytes.writeUInt32BE(0xcafebabe);
        bytes.writeUInt32BE(61, 4);
      }),
      undefined,
    ],
    [
      'PE',
      newHeader((bytes) => {
        bytes.write('MZ', 'latin1');
        bytes.writeUInt32LE(0x80, 0x3c);
        bytes.write('PE\0\0', 0x80, 'latin1');
        bytes.writeUInt16LE(0xaa64, 0x84);
      }),
      { format: 'pe', machines: ['arm64'] },
    ],
    ['MZ without PE', newHeader((bytes) => bytes.write('MZ', 'latin1')), undefined],
    ['ELF that needs nothing', newElf(183), { format: 'elf', machines: ['arm64'] }],
    [
      'ELF for glibc',
      newElf(62, ['libc.so.6'], ['GLIBC_2.9', 'GLIBC_2.25']),
      { format: 'elf', machines: ['x64'], libc: 'glibc', glibc: '2.25' },
    ],
    ['ELF for musl', newElf(62, ['libc.musl-x86_64.so.1']), { format: 'elf', machines: ['x64'], libc: 'musl' }],
    ['text', Buffer.from('x'.repeat(100)), undefined],
    ['nothing', Buffer.alloc(0), undefined],
  ];
  for (const [what, bytes, expected] of table) {
    it(`knows ${what}`, () => {
      assert.deepEqual(describeBinary(bytes), expected);
    });
  }

  it('knows the program that runs this', () => {
    const { format, machines } = describeBinary(readFileSync(process.execPath)) as Record<string, unknown>;
    assert.equal(format, { linux: 'elf', darwin: 'macho', win32: 'pe' }[process.platform as string]);
    assert.ok((machines as string[]).includes(process.arch));
  });
});

/** An ELF file of two segments: one that maps all of it at 0x1000, one with the dynamic table. */
function newElf(machine: number, needed: readonly string[] = [], versions: readonly string[] = []): Buffer {
  const bytes = Buffer.alloc(1024);
  const stringsAt = 512;
  const base = 0x1000;
  bytes.writeUInt32BE(0x7f454c46);
  bytes.writeUInt16LE(machine, 18);
  bytes.writeBigUInt64LE(64n, 32);
  bytes.writeUInt16LE(56, 54);
  bytes.writeUInt16LE(2, 56);
  const strings = `\0${[...needed, ...versions].join('\0')}\0`;
  bytes.write(strings, stringsAt, 'latin1');
  const dynamic = [
    ...needed.map((name) => [1, strings.indexOf(name)]),
    [5, base + stringsAt],
    [10, strings.length],
  ] as const;
  writeSegment(bytes, 64, [1, 0, base, bytes.length]);
  writeSegment(bytes, 120, [2, 256, base + 256, dynamic.length * 16]);
  for (const [i, [tag = 0, value = 0]] of dynamic.entries()) {
    bytes.writeBigUInt64LE(BigInt(tag), 256 + i * 16);
    bytes.writeBigUInt64LE(BigInt(value), 264 + i * 16);
  }
  return bytes;
}

function writeSegment(
  bytes: Buffer,
  at: number,
  [type, offset, address, size]: [number, number, number, number],
): void {
  bytes.writeUInt32LE(type, at);
  bytes.writeBigUInt64LE(BigInt(offset), at + 8);
  bytes.writeBigUInt64LE(BigInt(address), at + 16);
  bytes.writeBigUInt64LE(BigInt(size), at + 32);
}
