import { parseArn, shortName } from '../entity/arn';
import { IntList } from './intList';
import { findMentions, mayMention } from './mentions';
import { NameTable } from './nameTable';
import { PathTree } from './pathTree';
import { findPrincipal } from './principal';
import { recordColumns } from './recordColumns';
import { memberName, scalarText } from './recordFields';
import { namingFields } from './resource';
import { cell, nextValue, readCell, stride, valueKind } from './tape';
import { toByteText, type ByteText, type TextDictionary } from './textDictionary';
import { hasEscape, tokenCode, toLogText, type TapedText } from './tokenText';
import { Turns } from './turns';

/** More than fit into a megabyte, which no record of CloudTrail's own exceeds; a hostile one could hold millions. */
export const maxMentions = 65_536;

const slash = 0x2f;
const columnNumber = (name: string): number => recordColumns.findIndex((column) => column.name === name);
export const principalColumn = columnNumber('principal');
export const principalIdColumn = columnNumber('principalId');

/** Columns that look into a member of a record. */
interface MemberColumns {
  readonly columns: readonly number[];
  readonly paths: PathTree;
}

function toMemberColumns(member: string): MemberColumns | undefined {
  const columns = [...recordColumns.keys()].filter((at) => recordColumns[at]?.name.startsWith(`${member}.`));
  if (columns.length === 0) return undefined;
  const paths = columns.map((column) => recordColumns[column]?.name.split('.').slice(1) ?? []);
  return { columns, paths: new PathTree(paths) };
}

const membersWithColumns = new Set(
  recordColumns.filter(({ name }) => name.includes('.')).map(({ name }) => name.split('.')[0] ?? ''),
);
const columnsOf = new Map([...membersWithColumns].map((member) => [member, toMemberColumns(member)]));

/** Columns of `userIdentity` in which a session differs from others of the same principal. */
const sessionColumns = new Set(
  [
    'userIdentity.accessKeyId',
    'userIdentity.sessionContext.attributes.creationDate',
    'userIdentity.sessionContext.attributes.mfaAuthenticated',
    'userIdentity.sessionContext.ec2RoleDelivery',
  ].map(columnNumber),
);
const principalIdPart = columnNumber('userIdentity.principalId');
/** They name somebody although they are no ARN and no id: mentions as a whole. */
const peopleColumns = new Set(
  [
    'userIdentity.userName',
    'userIdentity.onBehalfOf.userId',
    'userIdentity.sessionContext.sessionIssuer.userName',
    'userIdentity.sessionContext.sourceIdentity',
  ].map(columnNumber),
);
const typeColumn = columnNumber('userIdentity.type');
const namingColumns = new Set(['arn', 'principalId', 'userName'].map((name) => columnNumber(`userIdentity.${name}`)));

const names = [...namingFields.keys()];
const nameTable = new NameTable(names);
const types = names.map((name) => namingFields.get(name) ?? '');
const entryNames = ['ARN', 'arn', 'ARNPrefix', 'resourceARN', 'resourceName'];
const entryTree = new PathTree(entryNames.map((name) => [name]));
/** The only name of a person or role that is no column. */
const issuerTree = new PathTree([['sessionContext', 'sessionIssuer', 'principalId']]);

/**
 * What members of records say for the index, as integers one behind the other: the number of columns, then column and
 * code of each; the number of mentions, then their codes; the number of resources, then the codes of id and name of
 * each and whether it counts only by its name; at last 1 when there were too many mentions.
 */
export class FactReader {
  readonly facts = new IntList();
  private readonly seen = new Turns();
  private readonly principals = new Map<string, readonly [name: number, id: number]>();
  /** Codes of short names by those of the ARNs. */
  private readonly shortNames = new Map<number, number>();
  private readonly found = new Int32Array(64);
  private mentionsAt = 0;
  private isCut = false;

  constructor(private readonly dictionary: TextDictionary) {
    this.clear();
  }

  /** Where facts stand that say nothing. */
  readonly nothing = 0;

  /** Forgets everything, with the dictionary. */
  clear(): void {
    this.principals.clear();
    this.shortNames.clear();
    this.facts.length = 0;
    for (let count = 0; count < 4; count++) this.facts.push(0);
  }

  /** `value` is the member of `record` with this name; its last one, for others do not count. Returns where its facts are. */
  read(taped: TapedText, record: number, value: number, member: string): number {
    const start = this.facts.length;
    this.addColumns(taped, record, value, member);
    this.startMentions();
    if (member === 'userIdentity') this.mentionPeople(taped, value, start);
    this.mentionAll(taped, value);
    // Resources are collected first, since what they name is mentioned, too.
    const resources = this.readResources(taped, value, member);
    this.facts.set(this.mentionsAt, this.facts.length - this.mentionsAt - 1);
    this.facts.push(resources.length / 3);
    for (const part of resources) this.facts.push(part);
    this.facts.push(this.isCut ? 1 : 0);
    return start;
  }

  /** Facts of a text: nothing but mentions. */
  readText(code: number): number {
    const start = this.facts.length;
    this.facts.push(0);
    this.startMentions();
    // The arena moves when texts are added: what is read must not stand in it.
    const copy = toByteText(this.dictionary.bytesOf(code).slice());
    findMentions(copy, 0, copy.bytes.length, this.sink);
    return this.endWithoutResources(start);
  }

  /** Only what a value mentions. */
  readMentions(taped: TapedText, value: number): number {
    const start = this.facts.length;
    this.facts.push(0);
    this.startMentions();
    this.mentionAll(taped, value);
    return this.endWithoutResources(start);
  }

  /** The codes that the facts at a place mention: valid until more facts are read. */
  listMentions(at: number): Int32Array {
    const { values } = this.facts;
    const mentionsAt = at + 1 + 2 * (values[at] ?? 0);
    return values.subarray(mentionsAt + 1, mentionsAt + 1 + (values[mentionsAt] ?? 0));
  }

  private endWithoutResources(start: number): number {
    const count = this.facts.length - this.mentionsAt - 1;
    if (count === 0) {
      this.facts.length = start;
      return this.nothing;
    }
    this.facts.set(this.mentionsAt, count);
    this.facts.push(0);
    this.facts.push(this.isCut ? 1 : 0);
    return start;
  }

  private startMentions(): void {
    this.mentionsAt = this.facts.length;
    this.facts.push(0);
    this.isCut = false;
    this.seen.next();
  }

  private readonly sink = (text: ByteText, start: number, end: number): void => {
    if (!this.isCut) this.mention(this.dictionary.intern(text, start, end));
  };

  private mention(code: number): void {
    if (code < 0 || !this.seen.add(code)) return;
    if (this.facts.length - this.mentionsAt > maxMentions) this.isCut = true;
    else this.facts.push(code);
  }

  private mentionAll(taped: TapedText, value: number): void {
    const { text, tape } = taped;
    const { cells } = tape;
    const end = readCell(tape, value, cell.next);
    for (let member = value; member < end && !this.isCut; member++) {
      const at = member * stride;
      const kind = cells[at] ?? 0;
      const keyStart = cells[at + cell.keyStart] ?? 0;
      const keyEnd = cells[at + cell.keyEnd] ?? 0;
      const isScalar = kind === valueKind.string || kind === valueKind.number;
      if (keyEnd > keyStart) {
        if (namingField(taped, member, keyStart, keyEnd) >= 0) {
          if (isScalar) this.mention(tokenCode(this.dictionary, taped, member));
        } else if (mayMention(text.bytes, keyStart, keyEnd)) findMentions(text, keyStart, keyEnd, this.sink);
      }
      if (isScalar) this.mentionScalar(taped, member, kind);
    }
  }

  private mentionScalar(taped: TapedText, value: number, kind: number): void {
    const quotes = kind === valueKind.string ? 1 : 0;
    const start = readCell(taped.tape, value, cell.start) + quotes;
    const end = readCell(taped.tape, value, cell.end) - quotes;
    // The shortest mention is `::1`.
    if (end - start < 3) return;
    if (!hasEscape(taped.text, start, end)) {
      findMentions(taped.text, start, end, this.sink);
      return;
    }
    const decoded = toByteText(Buffer.from(scalarText(toLogText(taped), value) ?? ''));
    findMentions(decoded, 0, decoded.bytes.length, this.sink);
  }

  private addColumns(taped: TapedText, record: number, value: number, member: string): void {
    const known = columnsOf.get(member);
    const isIdentity = member === 'userIdentity';
    this.facts.push((known?.columns.length ?? 0) + (isIdentity ? 2 : 0));
    if (known === undefined) return;
    known.paths.find(taped, value, this.found);
    for (const [path, column] of known.columns.entries()) {
      this.facts.push(column);
      this.facts.push(this.codeOf(taped, this.found[path] ?? -1));
    }
    if (!isIdentity) return;
    const [name, id] = this.principalOf(taped, record, this.facts.length - 2 * known.columns.length);
    this.facts.push(principalColumn);
    this.facts.push(name);
    this.facts.push(principalIdColumn);
    this.facts.push(id);
  }

  private codeOf(taped: TapedText, value: number): number {
    return value < 0 ? -1 : tokenCode(this.dictionary, taped, value);
  }

  /** The same for all sessions that differ in nothing that `findPrincipal` reads. `columnsAt`: where their facts stand. */
  private principalOf(taped: TapedText, record: number, columnsAt: number): readonly [name: number, id: number] {
    let key = '';
    let isNamed = false;
    let type = -1;
    for (let at = columnsAt; at < this.facts.length; at += 2) {
      const column = this.facts.at(at);
      const code = this.facts.at(at + 1);
      if (column === typeColumn) type = code;
      isNamed ||= code >= 0 && namingColumns.has(column);
      if (!sessionColumns.has(column)) key += `${code} `;
    }
    // What has no name is called by its access key, and users of Identity Center by an id that is no column.
    const isKnownByColumns = isNamed && (type < 0 || this.dictionary.textOf(type) !== 'IdentityCenterUser');
    let principal = isKnownByColumns ? this.principals.get(key) : undefined;
    if (principal === undefined) {
      const { name, id } = findPrincipal(toLogText(taped), record);
      principal = [this.dictionary.internText(name), this.dictionary.internText(id)];
      if (isKnownByColumns) this.principals.set(key, principal);
    }
    return principal;
  }

  /** Names and ids of people and roles, and the session's name behind `AROA…:`. `start`: where the facts begin. */
  private mentionPeople(taped: TapedText, identity: number, start: number): void {
    issuerTree.find(taped, identity, this.found);
    this.mentionPrincipalId(this.codeOf(taped, this.found[0] ?? -1));
    const end = start + 1 + 2 * this.facts.at(start);
    for (let at = start + 1; at < end; at += 2) {
      const column = this.facts.at(at);
      const code = this.facts.at(at + 1);
      if (column === principalIdPart) this.mentionPrincipalId(code);
      else if (peopleColumns.has(column)) this.mention(code);
    }
  }

  private mentionPrincipalId(code: number): void {
    this.mention(code);
    if (code < 0) return;
    const id = this.dictionary.bytesOf(code);
    const session = id.indexOf(0x3a) + 1;
    if (session === 0 || session === id.length) return;
    const copy = toByteText(id.slice(session));
    this.mention(this.dictionary.intern(copy, 0, copy.bytes.length));
  }

  /** As `listResources` reads these members; which of them count is decided when all are known. */
  private readResources(taped: TapedText, value: number, member: string): number[] {
    if (member === 'resources') return this.readList(taped, value);
    if (member !== 'requestParameters' && member !== 'responseElements') return [];
    const { tape } = taped;
    const kind = tape.cells[value * stride];
    if (kind !== valueKind.object && kind !== valueKind.cutObject) return [];
    const resources: number[] = [];
    const end = readCell(tape, value, cell.next);
    for (let field = value + 1; field < end; field = nextValue(tape, field))
      this.readParameter(taped, field, resources);
    return resources;
  }

  private readParameter(taped: TapedText, field: number, resources: number[]): void {
    const { tape, text } = taped;
    const start = readCell(tape, field, cell.start);
    const mayBeArn = text.bytes[start + 1] === 0x61 || text.bytes[start + 1] === 0x5c;
    const keyStart = readCell(tape, field, cell.keyStart);
    const keyEnd = readCell(tape, field, cell.keyEnd);
    const type = namingField(taped, field, keyStart, keyEnd);
    if (type < 0 && !mayBeArn) return;
    const code = tokenCode(this.dictionary, taped, field);
    if (code < 0) return;
    if (mayBeArn && this.startsArn(code)) this.addText(code, resources);
    else if (type >= 0) {
      this.mention(code);
      const id = this.dictionary.internText(`${types[type] ?? ''} ${this.dictionary.textOf(code)}`);
      resources.push(id, code, 1);
    }
  }

  private startsArn(code: number): boolean {
    const bytes = this.dictionary.bytesOf(code);
    return bytes[0] === 0x61 && bytes[1] === 0x72 && bytes[2] === 0x6e && bytes[3] === 0x3a;
  }

  private readList(taped: TapedText, value: number): number[] {
    const { tape } = taped;
    const resources: number[] = [];
    const kind = tape.cells[value * stride];
    if (kind !== valueKind.array && kind !== valueKind.cutArray) this.readEntry(taped, value, resources);
    else {
      const end = readCell(tape, value, cell.next);
      for (let entry = value + 1; entry < end; entry = nextValue(tape, entry)) this.readEntry(taped, entry, resources);
    }
    return resources;
  }

  private readEntry(taped: TapedText, entry: number, resources: number[]): void {
    const own = tokenCode(this.dictionary, taped, entry);
    if (own >= 0) {
      this.addText(own, resources);
      return;
    }
    entryTree.find(taped, entry, this.found);
    for (let name = 0; name < entryNames.length; name++) {
      const code = this.codeOf(taped, this.found[name] ?? -1);
      if (code < 0) continue;
      this.addText(code, resources);
      return;
    }
  }

  /** A resource by its ARN, or by whatever stands in its place. */
  private addText(code: number, resources: number[]): void {
    let name = this.shortNames.get(code);
    if (name === undefined) {
      const arn = parseArn(this.dictionary.textOf(code));
      name = arn === undefined ? code : this.dictionary.internText(shortName(arn));
      this.shortNames.set(code, name);
    }
    this.mention(code);
    // The short name of an object in S3 says nothing that its ARN and its bucket do not.
    if (!this.dictionary.bytesOf(name).includes(slash)) this.mention(name);
    resources.push(code, name, 0);
  }
}

/** The number of a field that names a resource, however its letters are spelled; -1 for others. */
function namingField(taped: TapedText, member: number, keyStart: number, keyEnd: number): number {
  const { text } = taped;
  const field = nameTable.find(text.bytes, keyStart, keyEnd);
  return field < 0 && hasEscape(text, keyStart, keyEnd) ? names.indexOf(memberName(toLogText(taped), member)) : field;
}
