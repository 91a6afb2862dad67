import { hash } from 'node:crypto';
import { FactReader, maxMentions, principalColumn, principalIdColumn } from '../engine/record/containerFacts';
import { compactText } from '../engine/record/compactText';
import { IntList } from '../engine/record/intList';
import { knownSpan } from '../engine/record/jsonTape';
import { KnownContainers } from '../engine/record/knownContainers';
import { recordColumns } from '../engine/record/recordColumns';
import { mayMention } from '../engine/record/mentions';
import { RecordFields } from '../engine/record/recordFields';
import { parseRecordTime } from '../engine/record/recordTime';
import { cell, stride, valueKind } from '../engine/record/tape';
import { grownInts } from '../engine/record/textDictionary';
import { tokenCode, toLogText, type TapedText } from '../engine/record/tokenText';
import { Turns } from '../engine/record/turns';
import { EventTimes } from './eventTime';
import { bitOf, findMember, recordBits, type RecordMember } from './recordMembers';
import { SegmentRows } from './segmentRows';

/** As in `listResources`. */
const maxResources = 500;
const identityBit = bitOf('userIdentity');
const insightBit = bitOf('insightDetails');

export interface RecordPlace {
  /** Number of the object in the segment. */
  readonly object: number;
  /** Of the record in its log. */
  readonly ordinal: number;
  /** True for sound JSON without white space between its tokens. */
  readonly isCompact: boolean;
}

/** Turns records into rows: columns, mentions, resources. */
export class SegmentBuilder {
  readonly rows = new SegmentRows();
  readonly known = new KnownContainers();
  private readonly factReader = new FactReader(this.rows.dictionary);
  /** Where the facts of known members stand, by their numbers. */
  private readonly knownFacts = new IntList();
  private readonly eventTimes = new EventTimes();
  /** Where the facts of texts stand, plus 1, by their codes; 0 for those that were not looked at. */
  private textFacts = new Int32Array(1 << 14);
  private readonly mentioned = new Turns();
  private readonly resourceIds = new Turns();
  private readonly resourceNames = new Turns();
  private readonly resourceTexts = new Turns();
  private mentionCount = 0;
  /** Facts up to here are kept for later records. */
  private keptFacts = this.factReader.facts.length;
  /** The text that each column had last, where its token is spelled as the text itself; else -1. */
  private readonly lastCodes = new Int32Array(recordColumns.length).fill(-1);
  private isCut = false;
  /** Facts of the record's `resources`, `requestParameters` and `responseElements`. */
  private list = 0;
  private request = 0;
  private response = 0;

  /** Adds the record at a tape index. False, with a row begun but not added, when it has none of a record's fields. */
  addRecord(taped: TapedText, record: number, place: RecordPlace): boolean {
    const { rows } = this;
    const row = rows.rowCount;
    this.startRecord(row);
    const seen = this.addMembers(taped, record, row, place.isCompact);
    if ((seen & recordBits) === 0) return false;
    if ((seen & identityBit) === 0) this.addNoIdentity(row, (seen & insightBit) !== 0);
    this.addResources(row);
    rows.objects.set(row, place.object);
    rows.ordinals.set(row, place.ordinal);
    this.addHash(taped, record, row, place.isCompact);
    if (this.isCut) rows.cutCount++;
    this.factReader.facts.length = this.keptFacts;
    rows.rowCount = row + 1;
    return true;
  }

  /** Forgets all rows; keeps the memory for the next segment. */
  clear(): void {
    this.rows.clear();
    this.known.clear();
    this.knownFacts.length = 0;
    this.factReader.clear();
    this.keptFacts = this.factReader.facts.length;
    this.textFacts.fill(0);
    this.lastCodes.fill(-1);
    // Codes begin anew, so what was in the sets means something else now; the next turn empties them.
  }

  /** Integers that facts take: part of what makes a segment full. */
  get factCount(): number {
    return this.factReader.facts.length;
  }

  private startRecord(row: number): void {
    this.rows.setTime(row, Number.NaN);
    this.mentioned.next();
    this.mentionCount = 0;
    this.isCut = false;
    this.list = this.request = this.response = this.factReader.nothing;
  }

  /** Returns the bits of the members that were there. */
  private addMembers(taped: TapedText, record: number, row: number, isCompact: boolean): number {
    const { cells } = taped.tape;
    const { bytes } = taped.text;
    const end = cells[record * stride + cell.next] ?? 0;
    let seen = 0;
    for (let value = record + 1; value < end; value = Math.max(value + 1, cells[value * stride + cell.next] ?? 0)) {
      const at = value * stride;
      const member = findMember(bytes, cells[at + cell.keyStart] ?? 0, cells[at + cell.keyEnd] ?? 0);
      if (member === undefined) this.post(this.otherFacts(taped, record, value, undefined, isCompact));
      else if (member.role === 'text') this.addText(taped, value, row, member.column);
      else if (member.role === 'id') this.addId(taped, value, row, member.column);
      else if (member.role === 'time') this.addTime(taped, value, row);
      else this.addMember(taped, record, value, row, member, isCompact, (seen & member.bit) !== 0);
      if (member !== undefined) seen |= member.bit;
    }
    return seen;
  }

  private addText(taped: TapedText, value: number, row: number, column: number): void {
    const code = this.textCode(taped, value, column);
    this.rows.columns[column]?.set(row, code);
    if (code >= 0) this.postText(code);
    else this.postContainer(taped, value);
  }

  /** `tokenCode`, with a short way for columns that have the same text in record after record. */
  private textCode(taped: TapedText, value: number, column: number): number {
    const { dictionary } = this.rows;
    const { cells } = taped.tape;
    const at = value * stride;
    if (cells[at] !== valueKind.string) return tokenCode(dictionary, taped, value);
    const start = (cells[at + cell.start] ?? 0) + 1;
    const end = (cells[at + cell.end] ?? 0) - 1;
    const last = this.lastCodes[column] ?? -1;
    if (last >= 0 && dictionary.isText(last, taped.text, start, end)) return last;
    const code = tokenCode(dictionary, taped, value);
    const isSpelledOut = code >= 0 && dictionary.startOf(code + 1) - dictionary.startOf(code) === end - start;
    this.lastCodes[column] = isSpelledOut ? code : -1;
    return code;
  }

  private addId(taped: TapedText, value: number, row: number, column: number): void {
    const id = this.rows.ids[column];
    if (id === undefined) return;
    const { cells } = taped.tape;
    const at = value * stride;
    const start = (cells[at + cell.start] ?? 0) + 1;
    const end = (cells[at + cell.end] ?? 0) - 1;
    if (cells[at] === valueKind.string && id.setUuid(row, taped.text, start, end)) return;
    const code = tokenCode(this.rows.dictionary, taped, value);
    id.codes.set(row, code);
    if (code >= 0) this.postText(code);
    else this.postContainer(taped, value);
  }

  private addTime(taped: TapedText, value: number, row: number): void {
    const { cells } = taped.tape;
    const at = value * stride;
    const start = (cells[at + cell.start] ?? 0) + 1;
    const end = (cells[at + cell.end] ?? 0) - 1;
    const time = cells[at] === valueKind.string ? this.eventTimes.find(taped.text, start, end) : undefined;
    if (time !== undefined) {
      this.rows.setTime(row, time);
      this.rows.timeTexts.set(row, -1);
      return;
    }
    const code = tokenCode(this.rows.dictionary, taped, value);
    this.rows.timeTexts.set(row, code);
    this.rows.setTime(row, code < 0 ? Number.NaN : (parseRecordTime(this.rows.dictionary.textOf(code)) ?? Number.NaN));
    if (code >= 0) this.postText(code);
    else this.postContainer(taped, value);
  }

  private addMember(
    taped: TapedText,
    record: number,
    value: number,
    row: number,
    member: RecordMember,
    isCompact: boolean,
    isAgain: boolean,
  ): void {
    // The last of one name counts, so it has to undo what the one before said.
    if (isAgain) this.forgetColumns(row, member.name);
    const facts = this.otherFacts(taped, record, value, member.name, isCompact);
    this.setColumns(row, facts);
    this.post(facts);
    if (member.name === 'resources') this.list = facts;
    else if (member.name === 'requestParameters') this.request = facts;
    else if (member.name === 'responseElements') this.response = facts;
  }

  private setColumns(row: number, at: number): void {
    const { values } = this.factReader.facts;
    const end = at + 1 + 2 * (values[at] ?? 0);
    for (let column = at + 1; column < end; column += 2) {
      this.rows.columns[values[column] ?? 0]?.set(row, values[column + 1] ?? -1);
    }
  }

  private forgetColumns(row: number, member: string): void {
    for (const [column, { name }] of recordColumns.entries()) {
      if (name.startsWith(`${member}.`)) this.rows.columns[column]?.set(row, -1);
    }
  }

  /** What a member says that is no column of its own name. */
  private otherFacts(
    taped: TapedText,
    record: number,
    value: number,
    name: string | undefined,
    isCompact: boolean,
  ): number {
    const { factReader } = this;
    const { cells } = taped.tape;
    const at = value * stride;
    const kind = cells[at] ?? 0;
    const span = knownSpan(kind);
    if (span >= 0) return this.knownFacts.at(span);
    const isIdentity = name === 'userIdentity';
    if (!isIdentity && isNull(taped, value) && !mayNameMention(taped, value)) return factReader.nothing;
    if (isIdentity && new RecordFields(toLogText(taped), record).find('userIdentity') !== value) {
      return factReader.readMentions(taped, value);
    }
    const isScalar = kind >= valueKind.string && kind <= valueKind.literal;
    if (isScalar || !isCompact) return this.readFacts(taped, record, value, name);
    const start = (cells[at + cell.keyStart] ?? 0) - 1;
    const end = cells[at + cell.end] ?? 0;
    const known = this.known.findWhole(taped.text, start, end);
    if (known >= 0) return this.knownFacts.at(known);
    const facts = this.readFacts(taped, record, value, name);
    if (this.known.isWorthAdding(start, end, isIdentity)) {
      this.known.add(taped.text, start, end);
      this.knownFacts.push(facts);
      // What is kept of known members stays; the rest is forgotten with the record.
      this.keptFacts = factReader.facts.length;
    }
    return facts;
  }

  private readFacts(taped: TapedText, record: number, value: number, name: string | undefined): number {
    if (name === undefined) return this.factReader.readMentions(taped, value);
    return this.factReader.read(taped, record, value, name);
  }

  private addNoIdentity(row: number, isInsight: boolean): void {
    const code = this.rows.dictionary.internText(isInsight ? 'CloudTrail Insights' : 'no identity');
    this.rows.columns[principalColumn]?.set(row, code);
    this.rows.columns[principalIdColumn]?.set(row, code);
  }

  /** As `listResources` counts them: each id once, and names in parameters only where no resource has them yet. */
  private addResources(row: number): void {
    const { resources, resourceEnds } = this.rows;
    this.resourceIds.next();
    this.resourceNames.next();
    this.resourceTexts.next();
    let count = 0;
    const { values } = this.factReader.facts;
    for (const facts of [this.list, this.request, this.response]) {
      const mentionsAt = facts + 1 + 2 * (values[facts] ?? 0);
      const at = mentionsAt + 1 + (values[mentionsAt] ?? 0);
      const end = at + 1 + 3 * (values[at] ?? 0);
      for (let part = at + 1; part < end && count < maxResources; part += 3) {
        const id = values[part] ?? 0;
        const name = values[part + 1] ?? 0;
        if (values[part + 2] === 1 && this.resourceNames.has(name)) continue;
        if (!this.resourceIds.add(id)) continue;
        this.resourceNames.add(name);
        count++;
        if (this.resourceTexts.add(id)) resources.push(id);
        if (this.resourceTexts.add(name)) resources.push(name);
      }
    }
    resourceEnds.set(row, resources.length);
  }

  /** SHA-256, because who writes a record must not be able to make it equal another one; its first 64 bits. */
  private addHash(taped: TapedText, record: number, row: number, isCompact: boolean): void {
    const { cells } = taped.tape;
    const at = record * stride;
    const bytes = isCompact
      ? taped.text.bytes.subarray(cells[at + cell.start] ?? 0, cells[at + cell.end] ?? 0)
      : compactText(toLogText(taped), record);
    const hex = hash('sha256', bytes, 'hex');
    this.rows.sizes.set(row, bytes.length);
    this.rows.hashHighs.set(row, Number.parseInt(hex.slice(0, 8), 16));
    this.rows.hashLows.set(row, Number.parseInt(hex.slice(8, 16), 16));
  }

  /** Mentions inside a value whose column wants text but which is an object or array. */
  private postContainer(taped: TapedText, value: number): void {
    const kind = taped.tape.cells[value * stride] ?? 0;
    if (kind >= valueKind.string && kind <= valueKind.literal) return;
    this.post(this.factReader.readMentions(taped, value));
  }

  private postText(code: number): void {
    if (code >= this.textFacts.length)
      this.textFacts = grownInts(this.textFacts, Math.max(code + 1, this.textFacts.length * 2));
    let facts = (this.textFacts[code] ?? 0) - 1;
    if (facts < 0) {
      facts = this.factReader.readText(code);
      this.textFacts[code] = facts + 1;
      this.keptFacts = this.factReader.facts.length;
    }
    if (facts !== this.factReader.nothing) this.post(facts);
  }

  /** Notes the mentions of facts as those of the present record, each once. */
  private post(facts: number): void {
    const { mentionCodes, mentionRows, rowCount } = this.rows;
    const { values } = this.factReader.facts;
    const at = facts + 1 + 2 * (values[facts] ?? 0);
    const end = at + 1 + (values[at] ?? 0);
    for (let mention = at + 1; mention < end; mention++) {
      const code = values[mention] ?? 0;
      if (!this.mentioned.add(code)) continue;
      if (this.mentionCount++ >= maxMentions) {
        this.isCut = true;
        return;
      }
      mentionCodes.push(code);
      mentionRows.push(rowCount);
    }
    const resources = values[end] ?? 0;
    if (values[end + 1 + 3 * resources] === 1) this.isCut = true;
  }
}

/** Of the literals only `null` begins so. */
function isNull({ text, tape }: TapedText, value: number): boolean {
  const at = value * stride;
  return tape.cells[at] === valueKind.literal && text.bytes[tape.cells[at + cell.start] ?? 0] === 0x6e;
}

function mayNameMention({ text, tape }: TapedText, value: number): boolean {
  const at = value * stride;
  return mayMention(text.bytes, tape.cells[at + cell.keyStart] ?? 0, tape.cells[at + cell.keyEnd] ?? 0);
}
