/**
 * The order in which S3 lists keys: that of their UTF-8 bytes. Comparing strings with `<` compares UTF-16, where
 * characters beyond U+FFFF would stand before U+E000. Negative, 0 or positive, as for `sort`.
 */
export function compareKeys(a: string, b: string): number {
  const length = Math.min(a.length, b.length);
  for (let at = 0; at < length; at++) {
    const difference = toRank(a.charCodeAt(at)) - toRank(b.charCodeAt(at));
    if (difference !== 0) return difference;
  }
  return a.length - b.length;
}

/** Code units with the surrogates moved behind all others. */
function toRank(unit: number): number {
  if (unit < 0xd800) return unit;
  return unit < 0xe000 ? unit + 0x2000 : unit - 0x800;
}
