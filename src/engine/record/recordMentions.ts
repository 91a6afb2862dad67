import { FactReader } from './containerFacts';
import type { LogText } from './logText';
import { RecordFields, sliceText } from './recordFields';
import { cell, listMembers, readCell } from './tape';
import { TextDictionary, toByteText } from './textDictionary';

/** More texts than ordinary logs mention: the dictionary is emptied before it takes more memory than a log. */
const maxTexts = 20_000;

/** What records mention, as the index's `mentions.parquet` has it. Keeps the memory that it needs from record to record. */
export class RecordMentions {
  private reader: { readonly dictionary: TextDictionary; readonly facts: FactReader } | undefined;

  /** Each identifier once. `record`: the tape index of a record. */
  list(log: LogText, record: number): readonly string[] {
    const { dictionary, facts } = this.getReader();
    const taped = { text: toByteText(log.bytes), tape: log.tape };
    const kept = facts.facts.length;
    const codes = new Set<number>();
    for (const member of listMembers(log.tape, record)) {
      const name = sliceText(
        log.bytes,
        readCell(log.tape, member, cell.keyStart),
        readCell(log.tape, member, cell.keyEnd),
      );
      // Of several identities the last one is the record's.
      const isOther = name === 'userIdentity' && new RecordFields(log, record).find(name) !== member;
      const at = isOther ? facts.readMentions(taped, member) : facts.read(taped, record, member, name);
      for (const code of facts.listMentions(at)) codes.add(code);
      facts.facts.length = kept;
    }
    return [...codes].map((code) => dictionary.textOf(code));
  }

  private getReader(): { readonly dictionary: TextDictionary; readonly facts: FactReader } {
    if (this.reader === undefined) {
      const dictionary = new TextDictionary();
      this.reader = { dictionary, facts: new FactReader(dictionary) };
    } else if (this.reader.dictionary.count > maxTexts) {
      this.reader.dictionary.clear();
      this.reader.facts.clear();
    }
    return this.reader;
  }
}
