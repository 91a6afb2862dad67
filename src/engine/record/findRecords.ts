import type { LogProblem } from './logProblem';
import { maxProblems } from './textWriter';
import { cell, isArray, isCut, isObject, listMembers, nextValue, readCell, type Tape } from './tape';

export interface FoundRecords {
  /** Tape indices of the records, in document order. */
  readonly records: Int32Array;
  /** True when the log is a digest file: it has no records, and that is no error. */
  readonly isDigest: boolean;
  readonly problems: readonly LogProblem[];
}

/** Wrappings of real exports nest records at most this deep (Elasticsearch: hits › hits › _source › event › original). */
const maxWrapperDepth = 8;

/** Which member names of an object were seen, as bits. */
const seen = { version: 1, name: 2, source: 4, time: 8, id: 16, identity: 32, digest: 64 } as const;
const nameBits = new Map<string, number>([
  ['eventVersion', seen.version],
  ['eventName', seen.name],
  ['eventSource', seen.source],
  ['eventTime', seen.time],
  ['eventID', seen.id],
  ['userIdentity', seen.identity],
  ['digestStartTime', seen.digest],
]);

/**
 * Finds the records of a log, whatever is wrapped around them: CloudTrail's own `{"Records": […]}`, bare arrays,
 * bare objects, lines, EventBridge, CloudWatch, LookupEvents, search-engine hits …
 */
export function findRecords(bytes: Uint8Array, tape: Tape): FoundRecords {
  const search = new RecordSearch(bytes, tape);
  for (let root = 0; root < tape.length; root = nextValue(tape, root)) search.visit(root, 0);
  const problems = [...search.problems, ...search.unlistedNote()];
  return { records: Int32Array.from(search.records), isDigest: search.isDigest, problems };
}

class RecordSearch {
  readonly records: number[] = [];
  readonly problems: LogProblem[] = [];
  isDigest = false;
  private unlistedCount = 0;
  private unlistedOffset: number | undefined;

  constructor(
    private readonly bytes: Uint8Array,
    private readonly tape: Tape,
  ) {}

  /** One problem for all entries beyond those that are listed one by one. */
  unlistedNote(): LogProblem[] {
    const { unlistedCount: count, unlistedOffset: offset } = this;
    if (offset === undefined) return [];
    const message = `${count} further entries of "Records" are no records either; they are not listed one by one.`;
    return [{ kind: 'notARecord', severity: 'warning', message, offset, count }];
  }

  visit(value: number, depth: number): void {
    if (depth > maxWrapperDepth) return;
    if (isArray(this.tape, value)) {
      for (const member of listMembers(this.tape, value)) this.visit(member, depth + 1);
    } else if (isObject(this.tape, value)) {
      this.visitObject(value, depth);
    }
  }

  private visitObject(value: number, depth: number): void {
    const names = this.readNames(value);
    if (isRecord(names)) {
      if (!isCut(this.tape, value)) this.records.push(value);
      return;
    }
    if ((names & seen.digest) !== 0) this.isDigest = true;
    for (const member of listMembers(this.tape, value)) {
      const name = this.readName(member);
      if ((name === 'Records' || name === 'records') && isArray(this.tape, member)) this.visitList(member);
      else this.visit(member, depth + 1);
    }
  }

  /** Everything in a `Records` list that has any of a record's fields is a record, however odd; the rest is reported. */
  private visitList(list: number): void {
    for (const member of listMembers(this.tape, list)) {
      if (!isObject(this.tape, member) || !this.hasRecordField(member)) {
        const message =
          'An entry of "Records" has none of a record’s fields, so it is no record. It is shown as it is.';
        const offset = readCell(this.tape, member, cell.start);
        if (this.problems.length < maxProblems) {
          this.problems.push({ kind: 'notARecord', severity: 'warning', message, offset });
        } else {
          this.unlistedOffset ??= offset;
          this.unlistedCount++;
        }
      } else if (!isCut(this.tape, member)) {
        this.records.push(member);
      }
    }
  }

  private readNames(value: number): number {
    let names = 0;
    for (const member of listMembers(this.tape, value)) names |= nameBits.get(this.readName(member)) ?? 0;
    return names;
  }

  private hasRecordField(value: number): boolean {
    const end = readCell(this.tape, value, cell.next);
    for (let member = value + 1; member < end; member = nextValue(this.tape, member)) {
      if (nameBits.has(this.readName(member))) return true;
    }
    return false;
  }

  private readName(member: number): string {
    const start = readCell(this.tape, member, cell.keyStart);
    const end = readCell(this.tape, member, cell.keyEnd);
    // Longer than every name that is looked for.
    if (end - start > 24) return '';
    let name = '';
    for (let at = start; at < end; at++) name += String.fromCharCode(this.bytes[at] ?? 0);
    return name;
  }
}

/** Old, edited and re-exported records lack fields, so two that only CloudTrail writes side by side are enough. */
function isRecord(names: number): boolean {
  if ((names & seen.version) !== 0) return (names & ~seen.version) !== 0 || (names & seen.digest) === 0;
  if ((names & seen.name) !== 0) return (names & (seen.source | seen.time | seen.identity)) !== 0;
  return (names & seen.id) !== 0 && (names & seen.time) !== 0;
}
