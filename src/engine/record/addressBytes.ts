import { isIPv4, isIPv6 } from 'node:net';

/** The 16 bytes of an address, IPv4 as ::ffff:a.b.c.d; undefined when the text is none. Zones (`%eth0`) are refused. */
export function parseAddressBytes(text: string): Uint8Array | undefined {
  if (isIPv4(text)) return parseAddressBytes(`::ffff:${text}`);
  if (!isIPv6(text) || text.includes('%')) return undefined;
  const [head = '', tail] = text.split('::');
  const left = toGroups(head);
  const right = toGroups(tail ?? '');
  const bytes = new Uint8Array(16);
  for (const [index, group] of left.entries()) setGroup(bytes, index, group);
  for (const [index, group] of right.entries()) setGroup(bytes, 8 - right.length + index, group);
  return bytes;
}

/** `2001:db8`, where the last group may be a whole IPv4 address, which takes two. */
function toGroups(text: string): number[] {
  if (text === '') return [];
  return text.split(':').flatMap((group) => {
    if (!group.includes('.')) return [Number.parseInt(group, 16)];
    const [a = 0, b = 0, c = 0, d = 0] = group.split('.').map(Number);
    return [(a << 8) | b, (c << 8) | d];
  });
}

function setGroup(bytes: Uint8Array, index: number, group: number): void {
  bytes[2 * index] = group >> 8;
  bytes[2 * index + 1] = group & 0xff;
}
