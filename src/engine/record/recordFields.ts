import type { LogText } from './logText';
import { cell, isArray, listMembers, nextValue, readCell, valueKind } from './tape';

/**
 * Reads the fields of one value of a log straight from its text. Nothing is assumed: a field may be absent, null,
 * of another type than documented, or stand there twice (the last one counts, as in most parsers).
 */
export class RecordFields {
  constructor(
    readonly log: LogText,
    /** Tape index of the record, or of any value in it. */
    readonly value: number,
  ) {}

  /** The tape index of a field, by the names that lead to it. */
  find(...path: readonly string[]): number | undefined {
    let value: number | undefined = this.value;
    for (const name of path) {
      if (value === undefined) return undefined;
      value = findMember(this.log, value, name);
    }
    return value;
  }

  /** The text of a string, or of a number or `true`/`false` as it is spelled. Undefined for `null`, `""` and containers. */
  text(...path: readonly string[]): string | undefined {
    const value = this.find(...path);
    return value === undefined ? undefined : scalarText(this.log, value);
  }

  /** The fields of each object in a list; also of a lone object where a list was expected. */
  entries(...path: readonly string[]): readonly RecordFields[] {
    const value = this.find(...path);
    if (value === undefined) return [];
    if (!isArray(this.log.tape, value)) return [new RecordFields(this.log, value)];
    return [...listMembers(this.log.tape, value)].map((member) => new RecordFields(this.log, member));
  }
}

function findMember(log: LogText, container: number, name: string): number | undefined {
  const { tape, bytes } = log;
  const end = readCell(tape, container, cell.next);
  let found: number | undefined;
  for (let member = container + 1; member < end; member = nextValue(tape, member)) {
    const start = readCell(tape, member, cell.keyStart);
    if (readCell(tape, member, cell.keyEnd) - start !== name.length) continue;
    let at = 0;
    while (at < name.length && bytes[start + at] === name.charCodeAt(at)) at++;
    if (at === name.length) found = member;
  }
  return found;
}

/** See RecordFields.text. */
export function scalarText(log: LogText, value: number): string | undefined {
  const kind = readCell(log.tape, value, cell.kind);
  const start = readCell(log.tape, value, cell.start);
  const end = readCell(log.tape, value, cell.end);
  if (kind === valueKind.string) return stringText(log.bytes, start, end) || undefined;
  if (kind !== valueKind.number && kind !== valueKind.literal) return undefined;
  const text = sliceText(log.bytes, start, end);
  return text === 'null' ? undefined : text;
}

/** The name of a member, decoded; `''` where it has none. */
export function memberName(log: LogText, value: number): string {
  const start = readCell(log.tape, value, cell.keyStart);
  const end = readCell(log.tape, value, cell.keyEnd);
  return start === end ? '' : stringText(log.bytes, start - 1, end + 1);
}

export function sliceText(bytes: Uint8Array, start: number, end: number): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset + start, end - start).toString('utf8');
}

/** Decodes a string token, quotes included in the range. */
function stringText(bytes: Uint8Array, start: number, end: number): string {
  const token = sliceText(bytes, start, end);
  if (!token.includes('\\')) return token.slice(1, -1);
  try {
    const value: unknown = JSON.parse(token);
    return typeof value === 'string' ? value : token;
  } catch (error) {
    // An escape that JSON does not know: the spelling itself is the best there is.
    if (error instanceof SyntaxError) return token.slice(1, -1);
    throw error;
  }
}
