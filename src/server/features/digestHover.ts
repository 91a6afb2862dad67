import type { Hover, Position } from 'vscode-languageserver-types';
import { toUtcText } from '../../base/time';
import { parseDigestTime } from '../../engine/digest/digestFile';
import type { ValidatedObject } from '../../engine/digest/validation';
import { memberName, scalarText, type RecordFields } from '../../engine/record/recordFields';
import { fileNameOf, parseObjectName, parseTrailPath, stampTime } from '../../engine/trail/objectKey';
import type { ObjectValidation } from '../../protocol/validationRequests';
import { describeKey, describePreviousSignature, describeSignature } from './digestSignatureHover';
import { provideHover } from './hover';
import { toHoverText, type Description } from './hoverText';
import { entryOf, namedAddress, ownAddress, previousAddress, type ShownDigest } from './shownDigest';
import { toValueRange, type ShownLog } from './shownLog';
import type { DigestFacts } from './validationFacts';
import { toMeaning, toMinuteText, toStatusWords } from './validationText';
import { tokenAt } from './textToken';

/** A member of a digest, and what it belongs to. */
interface Member {
  readonly name: string;
  /** `''` of a null. */
  readonly text: string;
  /** Of a member of a log's entry. */
  readonly entry: RecordFields | undefined;
  readonly digest: ShownDigest;
  readonly facts: DigestFacts;
}

/** Says what a member of a digest means, what it is computed from, and whether the last validation found it right. */
export function provideDigestHover(
  shown: ShownLog,
  digest: ShownDigest,
  facts: DigestFacts,
  position: Position,
): Hover | undefined {
  const token = tokenAt(shown, position);
  if (token === undefined) return undefined;
  const { log } = shown;
  const name = memberName(log, token.value);
  const entry = entryOf(digest, token.value);
  if ((entry ?? digest.fields).find(name) !== token.value) return provideHover(shown, position);
  const text = scalarText(log, token.value) ?? '';
  const description = describers.get(name)?.({ name, text, entry, digest, facts });
  if (description === undefined) return provideHover(shown, position);
  return {
    contents: { kind: 'markdown', value: toHoverText(description) },
    range: toValueRange(shown, token.value),
  };
}

/** By name: a Map, because a member may be called `constructor`. */
const describers = new Map<string, (member: Member) => Description | undefined>([
  ['hashValue', describeLogHash],
  ['hashAlgorithm', describeHashAlgorithm],
  ['s3Object', describeLogKey],
  ['digestStartTime', describeDeliveryTime],
  ['digestEndTime', describeDeliveryTime],
  ['newestEventTime', describeEventTime],
  ['oldestEventTime', describeEventTime],
  ['digestS3Object', (member) => describeObjectKey(member, member.facts.own)],
  ['previousDigestS3Object', describePreviousKey],
  ['previousDigestHashValue', describePreviousHash],
  ['previousDigestHashAlgorithm', describeHashAlgorithm],
  ['previousDigestSignature', ({ text, facts }) => describePreviousSignature(text, facts)],
  ['digestSignatureAlgorithm', ({ text, digest, facts }) => describeSignature(text, digest, facts)],
  ['digestPublicKeyFingerprint', ({ text, facts }) => describeKey(text, facts)],
]);

function describeLogHash({ text, entry, facts }: Member): Description | undefined {
  if (entry === undefined) return undefined;
  const { validation } = facts.findLog(namedAddress(entry));
  return {
    title: 'SHA-256 of a log file',
    text,
    rows: [['Hashed over', 'the log after gunzip: one whole gzip stream'], ...hashRows(text, validation)],
    notes: ['Not the hash of the stored object: CloudTrail hashes the text inside.', ...toldNotes(validation)],
  };
}

/** Of a log or digest: what was found, and whether it is what stands here. */
function hashRows(text: string, validation: ObjectValidation | undefined): [string, string][] {
  if (validation === undefined) return [['Validation', 'none yet']];
  const { object, validatedTime } = validation;
  const time = toMinuteText(validatedTime);
  const { foundHash } = object;
  if (foundHash === undefined) {
    return [
      [
        object.status === 'valid' ? 'Matched' : 'Not compared',
        object.status === 'valid' ? time : toStatusWords(object),
      ],
      ...(object.status === 'valid' ? [] : ([['Validated', time]] satisfies [string, string][])),
    ];
  }
  if (foundHash.toLowerCase() === text.toLowerCase()) return [['Matched', `✓ ${time}`]];
  return [
    ['Found', `✗ ${foundHash}`],
    ['Validated', time],
  ];
}

function toldNotes(validation: ObjectValidation | undefined): string[] {
  if (validation === undefined) return [];
  const { status, isRemembered } = validation.object;
  const remembered = 'The hash was remembered from an earlier run, because the object is still the same by its ETag.';
  return [
    ...(status === 'valid' ? [] : [toMeaning(validation.object)]),
    ...(isRemembered === true ? [remembered] : []),
  ];
}

function describePreviousHash({ text, facts }: Member): Description {
  if (text === '') return noneBefore;
  return {
    title: 'SHA-256 of the previous digest',
    text,
    rows: [['Hashed over', 'the previous digest after gunzip'], ...hashRows(text, facts.digest)],
  };
}

const noneBefore: Description = {
  title: 'Starting digest',
  text: 'null',
  rows: [],
  notes: [
    'Nothing was signed before it: log file validation was switched on, or logging began anew, at digestStartTime.',
  ],
};

function describeHashAlgorithm({ text }: Member): Description {
  if (text === '') return noneBefore;
  const isKnown = text === 'SHA-256';
  const notes = isKnown ? [] : ['CloudTrail uses SHA-256 only: a digest that says otherwise is not valid.'];
  return { title: 'Hash algorithm', text, rows: [], notes };
}

function describeLogKey(member: Member): Description | undefined {
  if (member.entry === undefined) return undefined;
  return describeObjectKey(member, member.facts.findLog(namedAddress(member.entry)).validation);
}

function describePreviousKey(member: Member): Description {
  if (member.text === '') return noneBefore;
  const from = previousAddress(member.digest)?.bucket;
  const hasMoved = from !== undefined && from !== ownAddress(member.digest).bucket;
  const description = describeObjectKey(member, member.facts.digest);
  return hasMoved ? { ...description, notes: ['It lies in another bucket: the trail has moved.'] } : description;
}

/** What an object's key says by itself, and what was found out about it. */
function describeObjectKey({ text }: Member, validation: ObjectValidation | undefined): Description {
  const name = parseObjectName(fileNameOf(text));
  const path = parseTrailPath(text.slice(0, text.lastIndexOf('/') + 1));
  const delivered = name.stamp === undefined ? undefined : stampTime(name.stamp);
  const rows: (readonly [string, string | undefined])[] = [
    ['Kind', name.kind === 'other' ? 'no name of CloudTrail’s' : (path.kind ?? name.logKind)],
    ['Organization', path.organizationId],
    ['Account', name.accountId ?? path.accountId],
    ['Region', name.region ?? path.region],
    ['Trail', name.trailName],
    ['Home region', name.homeRegion],
    ['Backfill', name.isBackfill === true ? 'yes: signed later, for time that had no digest' : undefined],
    [
      name.kind === 'digest' ? 'End of its deliveries' : 'Delivered',
      delivered === undefined ? undefined : toUtcText(delivered),
    ],
    ...statusRows(validation?.object),
  ];
  return {
    title: 'S3 key',
    text,
    rows: rows.flatMap(([label, value]) => (value === undefined ? [] : [[label, value]])),
  };
}

function statusRows(object: ValidatedObject | undefined): [string, string][] {
  return object === undefined ? [] : [['Last validation', toStatusWords(object)]];
}

function describeDeliveryTime({ name, text, digest }: Member): Description {
  const time = parseDigestTime(text);
  const start = parseDigestTime(digest.fields.text('digestStartTime') ?? '');
  const end = parseDigestTime(digest.fields.text('digestEndTime') ?? '');
  const minutes = start === undefined || end === undefined ? undefined : Math.round((end - start) / 60_000);
  return {
    title: name === 'digestStartTime' ? 'First delivery' : 'Last delivery',
    text,
    rows: [
      ['Time', time === undefined ? 'no time' : toUtcText(time)],
      ...(minutes === undefined ? [] : ([['The digest covers', `${minutes} minutes`]] satisfies [string, string][])),
    ],
    notes: ['A time of delivery, not of events: the digest names the logs that were delivered between its two times.'],
  };
}

function describeEventTime({ text, name }: Member): Description | undefined {
  const time = parseDigestTime(text);
  if (time === undefined) return undefined;
  return {
    title: name === 'oldestEventTime' ? 'Oldest event' : 'Newest event',
    text,
    rows: [['Time', toUtcText(time)]],
    notes: ['A time of events: they may be older than the digest’s own times, which are of delivery.'],
  };
}
