/**
 * What a native program file is made for, by its headers:
 * `{ format: 'elf' | 'macho' | 'pe', machines: ('x64' | 'arm64' | 'other')[], libc?: 'glibc' | 'musl', glibc?: string }`,
 * where `glibc` is the newest version of glibc whose symbols it asks for. Undefined for any other file.
 * Sources: elf(5), Apple's mach-o/loader.h and mach-o/fat.h, Microsoft's PE format.
 */
export function describeBinary(bytes) {
  if (bytes.length < 64) return undefined;
  if (bytes.readUInt32BE(0) === 0x7f454c46) return describeElf(bytes);
  if (bytes.readUInt32LE(0) === 0xfeedfacf) return { format: 'macho', machines: [machoMachine(bytes.readUInt32LE(4))] };
  if (bytes.readUInt32BE(0) === 0xcafebabe) return describeFat(bytes);
  if (bytes.toString('latin1', 0, 2) === 'MZ') return describePe(bytes);
  return undefined;
}

function describeElf(bytes) {
  const machine = { 62: 'x64', 183: 'arm64' }[bytes.readUInt16LE(18)] ?? 'other';
  const { needed, names } = readDynamicStrings(bytes);
  const libc = needed.some((name) => name.startsWith('libc.musl-')) ? 'musl' : findGlibc(needed);
  const glibc = libc === 'glibc' ? findNewestGlibc(names) : undefined;
  return { format: 'elf', machines: [machine], ...(libc && { libc }), ...(glibc && { glibc }) };
}

function findGlibc(needed) {
  return needed.includes('libc.so.6') ? 'glibc' : undefined;
}

function findNewestGlibc(names) {
  const minors = names.map((name) => /^GLIBC_2\.(\d+)/.exec(name)?.[1]).filter((minor) => minor !== undefined);
  return minors.length === 0 ? undefined : `2.${Math.max(...minors.map(Number))}`;
}

const loadSegment = 1;
const dynamicSegment = 2;
const neededTag = 1n;
const stringTableTag = 5n;
const stringSizeTag = 10n;

/** The names in a 64-bit ELF file's dynamic string table, and those of them that are libraries it needs. */
function readDynamicStrings(bytes) {
  const segments = readSegments(bytes);
  const dynamic = segments.find((segment) => segment.type === dynamicSegment);
  if (dynamic === undefined) return { needed: [], names: [] };
  const tags = [];
  for (let at = dynamic.offset; at < dynamic.offset + dynamic.sizeBytes; at += 16) {
    tags.push({ tag: bytes.readBigUInt64LE(at), value: Number(bytes.readBigUInt64LE(at + 8)) });
  }
  const valueOf = (tag) => tags.find((entry) => entry.tag === tag)?.value ?? 0;
  const address = valueOf(stringTableTag);
  const home = segments.find(({ type, address: from, sizeBytes }) => {
    return type === loadSegment && address >= from && address < from + sizeBytes;
  });
  if (home === undefined) return { needed: [], names: [] };
  const start = address - home.address + home.offset;
  const table = bytes.toString('latin1', start, start + valueOf(stringSizeTag));
  const nameAt = (at) => table.slice(at, table.indexOf('\0', at));
  const needed = tags.filter((entry) => entry.tag === neededTag).map((entry) => nameAt(entry.value));
  return { needed, names: table.split('\0') };
}

function readSegments(bytes) {
  const first = Number(bytes.readBigUInt64LE(32));
  const entrySize = bytes.readUInt16LE(54);
  return Array.from({ length: bytes.readUInt16LE(56) }, (_, i) => {
    const at = first + i * entrySize;
    const read = (offset) => Number(bytes.readBigUInt64LE(at + offset));
    return { type: bytes.readUInt32LE(at), offset: read(8), address: read(16), sizeBytes: read(32) };
  });
}

function describeFat(bytes) {
  const count = bytes.readUInt32BE(4);
  // Java's class files begin with the same four bytes; what follows is their version, which is never this small.
  if (count === 0 || count > 8) return undefined;
  const machines = Array.from({ length: count }, (_, i) => machoMachine(bytes.readUInt32BE(8 + i * 20)));
  return { format: 'macho', machines };
}

function machoMachine(cpuType) {
  return { 0x01000007: 'x64', 0x0100000c: 'arm64' }[cpuType] ?? 'other';
}

function describePe(bytes) {
  const header = bytes.readUInt32LE(0x3c);
  if (header + 6 > bytes.length || bytes.toString('latin1', header, header + 4) !== 'PE\0\0') return undefined;
  return { format: 'pe', machines: [{ 0x8664: 'x64', 0xaa64: 'arm64' }[bytes.readUInt16LE(header + 4)] ?? 'other'] };
}
