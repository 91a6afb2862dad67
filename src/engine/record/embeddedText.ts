/** Members whose text may hold a whole record, in the wrappings that tools put around CloudTrail's records. */
const wrapperKeys = new Set([
  'CloudTrailEvent',
  'message',
  '@message',
  '_raw',
  'original',
  'event',
  'detail',
  'value',
  'data',
  'body',
  'Message',
]);
const quote = 0x22;
const backslash = 0x5c;

export interface UnwrappedString {
  /** The text inside the string, as UTF-8. */
  readonly bytes: Uint8Array;
  /** Offset behind the string's closing quote in the input. */
  readonly end: number;
  /** True when it is itself a wrapping that may hold a record as a string. */
  readonly mayHoldMore: boolean;
}

/** The text of a string that holds a whole record (or a wrapping of one); undefined for every other string. */
export function unwrapString(input: Uint8Array, start: number, key: Uint8Array): UnwrappedString | undefined {
  if (input[start + 1] !== 0x7b || !wrapperKeys.has(Buffer.from(key).toString('latin1'))) return undefined;
  const end = findEnd(input, start);
  if (end === undefined) return undefined;
  const token = Buffer.from(input.buffer, input.byteOffset + start, end - start).toString('utf8');
  if (!/eventVersion|eventName|eventID|eventId/.test(token)) return undefined;
  const text = parseString(token);
  // Half a surrogate pair has no UTF-8: the string then stays as it is spelled.
  if (text === undefined || /\p{Cs}/u.test(text)) return undefined;
  return { bytes: Buffer.from(text), end, mayHoldMore: !/^\s*\{\s*"(eventVersion|userIdentity|awsRegion)"/.test(text) };
}

function findEnd(input: Uint8Array, start: number): number | undefined {
  for (let at = start + 1; at < input.length; at++) {
    if (input[at] === backslash) at++;
    else if (input[at] === quote) return at + 1;
  }
  return undefined;
}

function parseString(token: string): string | undefined {
  try {
    const value: unknown = JSON.parse(token);
    return typeof value === 'string' ? value : undefined;
  } catch (error) {
    // The string itself is not sound JSON: it is then shown as it is.
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}
