/**
 * Two checksums of S3 that Node does not have, one table look-up a byte: 5 KB take some ten microseconds. Tables are
 * made at first use. Both are reflected, begin with all ones and end inverted.
 * https://reveng.sourceforge.io/crc-catalogue/all.htm
 */
let table32: Uint32Array | undefined;
let table64: { readonly high: Uint32Array; readonly low: Uint32Array } | undefined;

/** CRC-32/ISCSI; check value E3069283. */
export function crc32c(bytes: Uint8Array): number {
  table32 ??= newTable32(0x82f63b78);
  let sum = 0xffffffff;
  for (const byte of bytes) sum = (sum >>> 8) ^ (table32[(sum ^ byte) & 0xff] ?? 0);
  return ~sum >>> 0;
}

/** CRC-64/NVME; check value AE8B14860A799888. In two words, since shifts of numbers end at 32 bits. */
export function crc64Nvme(bytes: Uint8Array): readonly [high: number, low: number] {
  const { high, low } = (table64 ??= newTable64(0x9a6c9329, 0xac4bc9b5));
  let sumHigh = 0xffffffff;
  let sumLow = 0xffffffff;
  for (const byte of bytes) {
    const at = (sumLow ^ byte) & 0xff;
    sumLow = ((sumLow >>> 8) | (sumHigh << 24)) ^ (low[at] ?? 0);
    sumHigh = (sumHigh >>> 8) ^ (high[at] ?? 0);
  }
  return [~sumHigh >>> 0, ~sumLow >>> 0];
}

function newTable32(polynomial: number): Uint32Array {
  return Uint32Array.from({ length: 256 }, (_, index) => {
    let value = index;
    for (let bit = 0; bit < 8; bit++) value = (value & 1) === 0 ? value >>> 1 : (value >>> 1) ^ polynomial;
    return value;
  });
}

function newTable64(polynomialHigh: number, polynomialLow: number) {
  const high = new Uint32Array(256);
  const low = new Uint32Array(256);
  for (let index = 0; index < 256; index++) {
    let [h, l] = [0, index];
    for (let bit = 0; bit < 8; bit++) {
      const isOdd = (l & 1) !== 0;
      l = (l >>> 1) | (h << 31);
      h >>>= 1;
      if (isOdd) {
        h ^= polynomialHigh;
        l ^= polynomialLow;
      }
    }
    high[index] = h;
    low[index] = l;
  }
  return { high, low };
}
