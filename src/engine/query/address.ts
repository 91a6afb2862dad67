import { isIPv4 } from 'node:net';
import { parseAddressBytes } from '../record/addressBytes';
import type { AddressRange } from './query';

const mappedPrefix = '00000000000000000000ffff';

/** An address as 32 hex digits, IPv4 as ::ffff:a.b.c.d; undefined when the text is none. Zones (`%eth0`) are refused. */
export function parseAddress(text: string): string | undefined {
  const bytes = parseAddressBytes(text);
  return bytes === undefined ? undefined : Buffer.from(bytes.buffer).toString('hex');
}

/**
 * An address, `address/bits`, or undefined. An IPv6 block that happens to span the IPv4 addresses (`::/0`) does not
 * hold them: whoever writes it means IPv6.
 */
export function parseAddressRanges(text: string): readonly AddressRange[] | undefined {
  const [, addressText = '', bitsText] = /^([0-9A-Fa-f:.]+)(?:\/(\d{1,3}))?$/.exec(text) ?? [];
  const address = parseAddress(addressText);
  if (address === undefined) return undefined;
  const isV4 = isIPv4(addressText);
  const bits = bitsText === undefined ? 128 : Number(bitsText) + (isV4 ? 96 : 0);
  if (bits > 128) return undefined;
  const hostMask = (1n << BigInt(128 - bits)) - 1n;
  const first = BigInt(`0x${address}`) & ~hostMask;
  const range = { first: toHex(first), last: toHex(first | hostMask) };
  return !isV4 && bits < 96 ? withoutV4(range) : [range];
}

/** Undefined when the first stands behind the last. Open ends keep to the family of the other end. */
export function spanAddresses(
  first: string | undefined,
  last: string | undefined,
): readonly AddressRange[] | undefined {
  const given = first ?? last ?? '';
  const isV4 = given.startsWith(mappedPrefix);
  const range = {
    first: first ?? (isV4 ? `${mappedPrefix}00000000` : '0'.repeat(32)),
    last: last ?? (isV4 ? `${mappedPrefix}ffffffff` : 'f'.repeat(32)),
  };
  if (range.first > range.last) return undefined;
  return isV4 ? [range] : withoutV4(range);
}

/** The address next to another; undefined at the end of the family. */
export function nextAddress(address: string, step: 1 | -1): string | undefined {
  const value = BigInt(`0x${address}`) + BigInt(step);
  if (value < 0n || value >> 128n !== 0n) return undefined;
  const next = toHex(value);
  return next.startsWith(mappedPrefix) === address.startsWith(mappedPrefix) ? next : undefined;
}

export function isInRanges(address: string, ranges: readonly AddressRange[]): boolean {
  return ranges.some(({ first, last }) => first <= address && address <= last);
}

function withoutV4(range: AddressRange): readonly AddressRange[] {
  const v4First = `${mappedPrefix}00000000`;
  const v4Last = `${mappedPrefix}ffffffff`;
  if (range.last < v4First || range.first > v4Last) return [range];
  const before = { first: range.first, last: toHex(BigInt(`0x${v4First}`) - 1n) };
  const after = { first: toHex(BigInt(`0x${v4Last}`) + 1n), last: range.last };
  return [before, after].filter(({ first, last }) => first <= last);
}

function toHex(value: bigint): string {
  return value.toString(16).padStart(32, '0');
}
