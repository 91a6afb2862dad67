import type { LogText } from '../../src/engine/record/logText';
import { findMentions } from '../../src/engine/record/mentions';
import { memberName, RecordFields, scalarText } from '../../src/engine/record/recordFields';
import { listResources, namingFields } from '../../src/engine/record/resource';
import { cell, nextValue, readCell, valueKind } from '../../src/engine/record/tape';
import { toByteText } from '../../src/engine/record/textDictionary';

/** Fields of `userIdentity` that name somebody although they are no ARN and no id. */
const identityNames: readonly (readonly string[])[] = [
  ['principalId'],
  ['userName'],
  ['sessionContext', 'sessionIssuer', 'principalId'],
  ['sessionContext', 'sessionIssuer', 'userName'],
  ['sessionContext', 'sourceIdentity'],
  ['onBehalfOf', 'userId'],
];

/** Each identifier that a record mentions, once, the slow and simple way: what `RecordMentions` and the index should have. */
export function listMentions(log: LogText, record: number): readonly string[] {
  const mentions = new Set<string>();
  mentionTexts(log, record, mentions);
  mentionPeople(new RecordFields(log, record), mentions);
  for (const { id, type, name } of listResources(log, record)) {
    if (id !== `${type} ${name}`) mentions.add(id);
    // The short name of an object in S3 says nothing that its ARN and its bucket do not.
    if (id === name || !name.includes('/')) mentions.add(name);
  }
  return [...mentions];
}

function mentionTexts(log: LogText, record: number, mentions: Set<string>): void {
  const end = nextValue(log.tape, record);
  for (let value = record + 1; value < end; value++) {
    const text = scalarText(log, value);
    if (readCell(log.tape, value, cell.keyEnd) > 0) {
      const name = memberName(log, value);
      if (!namingFields.has(name)) mentionText(name, mentions);
      else if (text !== undefined && readCell(log.tape, value, cell.kind) !== valueKind.literal) mentions.add(text);
    }
    if (text !== undefined) mentionText(text, mentions);
  }
}

function mentionText(text: string, mentions: Set<string>): void {
  // The shortest mention is `::1`.
  if (text.length < 3) return;
  const bytes = Buffer.from(text);
  findMentions(toByteText(bytes), 0, bytes.length, (found, start, end) => {
    mentions.add(Buffer.from(found.bytes.subarray(start, end)).toString('utf8'));
  });
}

function mentionPeople(fields: RecordFields, mentions: Set<string>): void {
  for (const path of identityNames) {
    const text = fields.text('userIdentity', ...path);
    if (text === undefined) continue;
    mentions.add(text);
    const session = text.indexOf(':') + 1;
    if (path.at(-1) === 'principalId' && session > 0 && session < text.length) mentions.add(text.slice(session));
  }
}
