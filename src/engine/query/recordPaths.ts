import type { LogText } from '../record/logText';
import { memberName, scalarText } from '../record/recordFields';
import { cell, isArray, isObject, listMembers, nextValue, readCell, stride, valueKind } from '../record/tape';
import { foldCase } from './foldCase';

/** A name of a path, prepared for comparing it with the names in records. */
interface PathName {
  readonly folded: string;
  readonly bytes: Uint8Array;
}

/** Names from a record inwards, compared without regard to case; lists are walked through. */
export class RecordPath {
  private readonly names: readonly PathName[];

  constructor(names: readonly string[]) {
    this.names = names.map((name) => ({ folded: foldCase(name), bytes: Buffer.from(foldCase(name)) }));
  }

  /** Tape indices of what stands at the path: several where a list stands on the way, or names differ in case. */
  find(log: LogText, record: number): readonly number[] {
    let found: readonly number[] = [record];
    for (const name of this.names) {
      if (found.length === 0) return found;
      found = found.flatMap((value) => listItems(log, value).flatMap((item) => findMembers(log, item, name)));
    }
    return found;
  }
}

/** The value itself, or what stands in it when it is a list (of lists …). */
function listItems(log: LogText, value: number): readonly number[] {
  if (!isArray(log.tape, value)) return [value];
  const items: number[] = [];
  const end = readCell(log.tape, value, cell.next);
  // In the tape's order the members of nested lists follow their list: no recursion, whatever the depth.
  for (let item = value + 1; item < end;) {
    if (isArray(log.tape, item)) item++;
    else {
      items.push(item);
      item = nextValue(log.tape, item);
    }
  }
  return items;
}

/** Of members with the same name the last counts. */
function findMembers(log: LogText, object: number, name: PathName): readonly number[] {
  if (!isObject(log.tape, object)) return [];
  let found: Map<string, number> | undefined;
  const end = readCell(log.tape, object, cell.next);
  for (let member = object + 1; member < end; member = nextValue(log.tape, member)) {
    if (!hasName(log, member, name)) continue;
    found ??= new Map();
    found.set(memberName(log, member), member);
  }
  return found === undefined ? [] : [...found.values()];
}

function hasName(log: LogText, member: number, { folded, bytes }: PathName): boolean {
  const start = readCell(log.tape, member, cell.keyStart);
  const end = readCell(log.tape, member, cell.keyEnd);
  let isSame = end - start === bytes.length;
  for (let at = start; at < end; at++) {
    const byte = log.bytes[at] ?? 0;
    if (byte >= 0x80 || byte === 0x5c) return foldCase(memberName(log, member)) === folded;
    isSame &&= (byte >= 0x41 && byte <= 0x5a ? byte | 0x20 : byte) === bytes[at - start];
  }
  return isSame;
}

/** True when any scalar at or in the value passes the test. */
export function someScalar(log: LogText, value: number, test: (text: string) => boolean): boolean {
  const end = nextValue(log.tape, value);
  for (let at = value; at < end; at++) {
    const text = scalarText(log, at);
    if (text !== undefined && test(text)) return true;
  }
  return false;
}

/** True when any member's name or any scalar of the record passes the test. */
export function someText(log: LogText, record: number, test: (text: string) => boolean): boolean {
  const { cells } = log.tape;
  const end = nextValue(log.tape, record);
  for (let at = record + 1; at < end; at++) {
    const keyEnd = cells[at * stride + cell.keyEnd] ?? 0;
    if (keyEnd > 0 && test(memberName(log, at))) return true;
    const kind = cells[at * stride] ?? 0;
    if (kind !== valueKind.string && kind !== valueKind.number && kind !== valueKind.literal) continue;
    const text = scalarText(log, at);
    if (text !== undefined && test(text)) return true;
  }
  return false;
}

/** False for null, `""`, `{}`, `[]` and lists of nothing but these. */
export function hasContent(log: LogText, value: number): boolean {
  return listItems(log, value).some((item) =>
    isObject(log.tape, item) ? !listMembers(log.tape, item).next().done : scalarText(log, item) !== undefined,
  );
}
