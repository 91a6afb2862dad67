import { isUtf8 } from 'node:buffer';
import { isIPv6 } from 'node:net';
import { uniqueIdPrefixes } from '../entity/accessKeyId';
import { NameTable } from './nameTable';
import { toByteText, type ByteText } from './textDictionary';

/** Takes what was found: a range of bytes, which is only valid during the call. */
export type MentionSink = (text: ByteText, start: number, end: number) => void;

/** What each byte can be part of, as bits. */
const digit = 1;
const hexLetter = 2;
const lower = 4;
const upper = 8;
const hexUpper = 16;
const percent = 32;
const escape = 64;
const word = digit | hexLetter | lower | upper | hexUpper;

const classes = new Uint8Array(256);
for (let byte = 0x30; byte <= 0x39; byte++) classes[byte] = digit;
for (let byte = 0x61; byte <= 0x7a; byte++) classes[byte] = byte <= 0x66 ? hexLetter : lower;
for (let byte = 0x41; byte <= 0x5a; byte++) classes[byte] = byte <= 0x46 ? hexUpper : upper;
classes[0x25] = percent;
classes[0x5c] = escape;

/** Bytes that end an ARN inside a longer text. */
const arnEnds = new Uint8Array(256);
arnEnds.fill(1, 0, 0x21);
for (const mark of '"\'`\\<>{}()[],;|') arnEnds[mark.charCodeAt(0)] = 1;
/** Marks of the sentence that an ARN stands in. */
const trailingMarks = new Set(Buffer.from('.:!?$'));

const idPrefixes = new NameTable(uniqueIdPrefixes);

const space = 0x20;
const hyphen = 0x2d;
const dot = 0x2e;
const colon = 0x3a;
/** Texts inside texts (JSON in a string in JSON, URL-encoded): further in than this nobody writes. */
const maxLayers = 3;
/** Longer ones are no names but texts. */
const maxArnBytes = 2048;

/**
 * Finds what a text names: ARNs, access keys and other unique ids, account numbers, IP addresses, and ids such as
 * `i-0123456789abcdef0`. Also inside longer texts, JSON in strings and URL-encoded texts. Text without JSON's
 * escapes; a mention may be found more than once.
 */
export function findMentions(text: ByteText, start: number, end: number, sink: MentionSink, layer = 0): void {
  const { bytes } = text;
  let seenAnywhere = 0;
  let at = start;
  while (at < end) {
    const from = at;
    let seen = 0;
    let kinds = classes[bytes[at] ?? 0] ?? 0;
    while ((kinds & word) !== 0) {
      seen |= kinds;
      at++;
      kinds = at < end ? (classes[bytes[at] ?? 0] ?? 0) : 0;
    }
    seenAnywhere |= kinds;
    if (at > from) reportWord(text, start, end, from, at, seen, sink);
    if (bytes[at] === colon && at < end) at = reportIpv6(text, start, end, from, at, sink);
    at++;
  }
  if (layer < maxLayers) readLayers(text, start, end, seenAnywhere, sink, layer + 1);
}

/** False for the names of ordinary fields: whatever is found has a digit or a colon. */
export function mayMention(bytes: Uint8Array, start: number, end: number): boolean {
  if (end - start < 3) return false;
  for (let at = start; at < end; at++) {
    const byte = bytes[at] ?? 0;
    if (byte <= colon && byte >= 0x30) return true;
  }
  return false;
}

/** One run of letters and digits, and what stands around it. */
function reportWord(
  text: ByteText,
  start: number,
  end: number,
  from: number,
  to: number,
  seen: number,
  sink: MentionSink,
): void {
  const { bytes } = text;
  const length = to - from;
  if (seen === digit) {
    if (length === 12 && isAccount(bytes, start, end, from)) sink(text, from, to);
    else if (length <= 3 && bytes[to] === dot) reportIpv4(text, start, end, from, sink);
  }
  if ((length === 8 || length === 17) && (seen & ~(digit | hexLetter)) === 0) {
    if (from > start && bytes[from - 1] === hyphen) reportResourceId(text, start, end, from, to, sink);
  }
  if (length >= 16 && length <= 128 && bytes[from] === 0x41 && (seen & (lower | hexLetter)) === 0) {
    if (idPrefixes.find(bytes, from, from + 4) >= 0) sink(text, from, to);
  }
  if (length === 3 && bytes[from] === 0x61 && isArn(text, from, end)) {
    const arnEnd = reportArn(text, from, end, sink);
    if (from === start && arnEnd < end) reportWholeArn(text, start, end, sink);
  }
}

/** Twelve digits; not those of a UUID's last group or of a fraction. */
function isAccount(bytes: Uint8Array, start: number, end: number, from: number): boolean {
  if (from > start + 1 && bytes[from - 1] === dot && isDigit(bytes[from - 2])) return false;
  if (from + 13 < end && bytes[from + 12] === dot && isDigit(bytes[from + 13])) return false;
  return !(
    from >= start + 24 &&
    bytes[from - 1] === hyphen &&
    bytes[from - 6] === hyphen &&
    bytes[from - 11] === hyphen &&
    bytes[from - 16] === hyphen
  );
}

function isDigit(byte: number | undefined): boolean {
  return byte !== undefined && byte >= 0x30 && byte <= 0x39;
}

/** Four numbers up to 255, with nothing of a fifth or of a name around them. */
function reportIpv4(text: ByteText, start: number, end: number, from: number, sink: MentionSink): void {
  const { bytes } = text;
  if (from > start && bytes[from - 1] === dot) return;
  let at = from;
  for (let part = 0; part < 4; part++) {
    const partStart = at;
    let value = 0;
    while (at < end && isDigit(bytes[at]) && at - partStart < 4) value = value * 10 + (bytes[at++] ?? 0) - 0x30;
    if (at === partStart || value > 255 || at - partStart > 3) return;
    if (part < 3 && (at >= end || bytes[at++] !== dot)) return;
  }
  const next = at < end ? (bytes[at] ?? 0) : 0;
  if (((classes[next] ?? 0) & word) !== 0) return;
  if (next === dot && at + 1 < end && isDigit(bytes[at + 1])) return;
  sink(text, from, at);
}

/** At a colon: hex groups and colons as far as they go, when they are an address. Returns where reading goes on. */
function reportIpv6(text: ByteText, start: number, end: number, from: number, at: number, sink: MentionSink): number {
  const { bytes } = text;
  const next = at + 1 < end ? (bytes[at + 1] ?? 0) : 0;
  if (at - from > 4 || (next !== colon && !isHex(next))) return at;
  if (from > start && bytes[from - 1] === colon) return at;
  let colons = 0;
  let hasDouble = false;
  let to = from;
  for (; to < end && to - from < 46; to++) {
    const byte = bytes[to] ?? 0;
    if (byte === colon) {
      colons++;
      hasDouble ||= bytes[to - 1] === colon && to > from;
    } else if (byte !== dot && !isHex(byte)) break;
  }
  // Behind the address may stand the colon or full stop of a sentence.
  if (to - from > 2 && (bytes[to - 1] === dot || (bytes[to - 1] === colon && bytes[to - 2] !== colon))) to--;
  if (colons < 2 || (!hasDouble && colons < 7) || to - from < 3) return at;
  const isInWord =
    (from > start && ((classes[bytes[from - 1] ?? 0] ?? 0) & word) !== 0) ||
    (to < end && ((classes[bytes[to] ?? 0] ?? 0) & word) !== 0);
  if (isInWord || !isIPv6(Buffer.from(bytes.subarray(from, to)).toString('latin1'))) return at;
  sink(text, from, to);
  return to - 1;
}

function isHex(byte: number): boolean {
  return ((classes[byte] ?? 0) & (digit | hexLetter | hexUpper)) !== 0;
}

/** `i-0123456789abcdef0`, `sg-01234567`, `tgw-attach-…`: small letters and hyphens before 8 or 17 hex digits. */
function reportResourceId(
  text: ByteText,
  start: number,
  end: number,
  hexStart: number,
  to: number,
  sink: MentionSink,
): void {
  const { bytes } = text;
  if (bytes[to] === hyphen && to < end) return;
  let from = hexStart - 1;
  while (from > start && hexStart - from < 25) {
    const byte = bytes[from - 1] ?? 0;
    if (!(byte >= 0x61 && byte <= 0x7a) && byte !== hyphen) break;
    from--;
  }
  if (from > start && ((classes[bytes[from - 1] ?? 0] ?? 0) & word) !== 0) {
    // The letters belong to a longer word: only whole words behind a hyphen count.
    while (from < hexStart && bytes[from] !== hyphen) from++;
  }
  while (bytes[from] === hyphen) from++;
  if (from < hexStart - 1) sink(text, from, to);
}

const arnStart = Buffer.from('arn:aws');

function isArn({ bytes }: ByteText, from: number, end: number): boolean {
  if (end - from < 20) return false;
  for (let at = 0; at < arnStart.length; at++) if (bytes[from + at] !== arnStart[at]) return false;
  return true;
}

/** Returns where the run of its bytes ends. */
function reportArn(text: ByteText, from: number, end: number, sink: MentionSink): number {
  const { bytes } = text;
  let to = from;
  let colons = 0;
  while (to < end && to - from <= maxArnBytes && arnEnds[bytes[to] ?? 0] === 0) if (bytes[to++] === colon) colons++;
  while (to > from && trailingMarks.has(bytes[to - 1] ?? 0)) if (bytes[--to] === colon) colons--;
  if (colons < 5 || to - from > maxArnBytes) return to;
  sink(text, from, to);
  reportBucket(text, from, to, sink);
  return to;
}

/** `arn:aws:s3:::bucket/key`: the bucket counts by itself. */
function reportBucket(text: ByteText, from: number, to: number, sink: MentionSink): void {
  const { bytes } = text;
  const service = bytes.indexOf(colon, from + 4) + 1;
  if (bytes[service] !== 0x73 || bytes[service + 1] !== 0x33) return;
  for (let at = service + 2; at < service + 5; at++) if (bytes[at] !== colon) return;
  const name = service + 5;
  let nameEnd = name;
  while (nameEnd < to && bytes[nameEnd] !== 0x2f) nameEnd++;
  if (nameEnd > name) sink(text, name, nameEnd);
}

/** A value that is one ARN as a whole may hold what ends an ARN in a sentence: keys of S3 hold spaces and brackets. */
function reportWholeArn(text: ByteText, start: number, end: number, sink: MentionSink): void {
  const { bytes } = text;
  if (end - start > maxArnBytes) return;
  let colons = 0;
  for (let at = start; at < end; at++) {
    const byte = bytes[at] ?? 0;
    if (byte === colon) colons++;
    else if (byte < 0x20 || byte === 0x22) return;
  }
  if (colons >= 5) sink(text, start, end);
}

/** Texts inside the text: escaped once more, as JSON in a string of JSON is, or URL-encoded. */
function readLayers(text: ByteText, start: number, end: number, seen: number, sink: MentionSink, layer: number): void {
  if ((seen & (escape | percent)) === 0) return;
  const { bytes } = text;
  const inner = new Uint8Array(end - start);
  let length = 0;
  let isChanged = false;
  for (let at = start; at < end; at++) {
    let byte = bytes[at] ?? 0;
    if (byte === 0x5c && at + 1 < end) {
      byte = bytes[++at] ?? 0;
      if (byte === 0x75 && at + 4 < end) byte = readUnit(bytes, (at += 4) - 3);
      else if (byte === 0x6e || byte === 0x74 || byte === 0x72) byte = space;
      isChanged = true;
    } else if (byte === 0x25 && at + 2 < end && isHex(bytes[at + 1] ?? 0) && isHex(bytes[at + 2] ?? 0)) {
      byte = hexValue(bytes[at + 1] ?? 0) * 16 + hexValue(bytes[at + 2] ?? 0);
      at += 2;
      isChanged = true;
    }
    inner[length++] = byte;
  }
  if (!isChanged) return;
  const decoded = inner.subarray(0, length);
  // URL-encoding can spell bytes that are no text, and the index keeps nothing else.
  const sound = isUtf8(decoded) ? decoded : Buffer.from(Buffer.from(decoded).toString());
  findMentions(toByteText(sound), 0, sound.length, sink, layer);
}

/** The four digits of `\u0022`. What is not ASCII can stand in no mention but at its end. */
function readUnit(bytes: Uint8Array, at: number): number {
  let unit = 0;
  for (let digitAt = at; digitAt < at + 4; digitAt++) {
    const byte = bytes[digitAt] ?? 0;
    if (!isHex(byte)) return space;
    unit = unit * 16 + hexValue(byte);
  }
  return unit < 0x80 ? unit : space;
}

function hexValue(byte: number): number {
  return byte <= 0x39 ? byte - 0x30 : (byte | 0x20) - 0x57;
}
