const lineFeed = 0x0a;

/** Line and UTF-16 column, from 0, of a byte of a UTF-8 text; behind its end, the end. */
export function toTextPlace(bytes: Uint8Array, offset: number): { readonly line: number; readonly character: number } {
  const end = Math.max(0, Math.min(offset, bytes.length));
  let line = 0;
  let lineStart = 0;
  for (let at = bytes.indexOf(lineFeed); at >= 0 && at < end; at = bytes.indexOf(lineFeed, at + 1)) {
    line++;
    lineStart = at + 1;
  }
  return {
    line,
    character: new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes.subarray(lineStart, end)).length,
  };
}
