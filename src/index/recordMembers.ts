import { NameTable } from '../engine/record/nameTable';
import { recordColumns } from '../engine/record/recordColumns';

/** What becomes of a member of a record: a text column, eventTime, an id, or something to look into. */
export type MemberRole = 'text' | 'time' | 'id' | 'member';

export const idNames = ['eventID', 'requestID', 'sharedEventID'] as const;

/** Members that have no column of their own name but count all the same. */
const others = ['requestParameters', 'resources', 'digestStartTime'];
const derived = new Set(recordColumns.filter(({ isDerived }) => isDerived === true).map(({ name }) => name));
const names = [
  ...new Set([
    ...recordColumns.map(({ name }) => name.split('.')[0] ?? '').filter((name) => !derived.has(name)),
    ...others,
  ]),
];
const table = new NameTable(names);

export interface RecordMember {
  readonly name: string;
  readonly role: MemberRole;
  /** Number of the column of this name in `recordColumns`, or of the id in `idNames`; -1 without one. */
  readonly column: number;
  /** One bit: sets of members are integers. */
  readonly bit: number;
}

const members: readonly RecordMember[] = names.map((name, number) => {
  const column = derived.has(name) ? -1 : recordColumns.findIndex((candidate) => candidate.name === name);
  const id = idNames.findIndex((candidate) => candidate === name);
  if (id >= 0) return { name, role: 'id', column: id, bit: 1 << number };
  const role = name === 'eventTime' ? 'time' : column < 0 ? 'member' : 'text';
  return { name, role, column, bit: 1 << number };
});

/** The member that a name stands for; undefined for names that the index has no use for. */
export function findMember(bytes: Uint8Array, start: number, end: number): RecordMember | undefined {
  return members[table.find(bytes, start, end)];
}

export function bitOf(name: string): number {
  return members.find((member) => member.name === name)?.bit ?? 0;
}

/** Any of them makes an entry of `Records` a record, as `findRecords` has it. */
export const recordBits = [
  'eventVersion',
  'eventName',
  'eventSource',
  'eventTime',
  'eventID',
  'userIdentity',
  'digestStartTime',
].reduce((bits, name) => bits | bitOf(name), 0);
