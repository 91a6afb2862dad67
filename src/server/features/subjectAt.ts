import type { Position } from 'vscode-languageserver-types';
import { parseUniqueId } from '../../engine/entity/accessKeyId';
import { parseArn } from '../../engine/entity/arn';
import { memberName, RecordFields, scalarText } from '../../engine/record/recordFields';
import { namingFields } from '../../engine/record/resource';
import { cell, readCell } from '../../engine/record/tape';
import { recordAtCursor } from '../../engine/record/textSearch';
import type { SubjectAtParams } from '../../protocol/sessionRequests';
import {
  findSessionTime,
  isAccessKey,
  isActorArn,
  isAddress,
  joinSubjects,
  listRecordSubjects,
  maxIdLength,
  noSubjects,
  toResourceSubject,
  toSessionSubject,
  type Subjects,
} from './recordSubjects';
import { toLogOffset, type ShownLog } from './shownLog';
import { tokenAt } from './textToken';

/** What stands at a place, and behind it what its record offers. Empty where there is no record. */
export function findSubjects(shown: ShownLog, place: Omit<SubjectAtParams, 'uri'>): Subjects {
  const { selection = '', line, character, record, kind, index } = place;
  const selected = findTextSubjects(selection);
  if (record !== undefined) return joinSubjects(selected, findLensSubjects(shown, record, kind, index));
  if (line === undefined) return selected;
  return joinSubjects(selected, findPositionSubjects(shown, { line, character: character ?? 0 }));
}

/** What a text by itself can mean: a key, an ARN, an id, an address, an account; anything else may name a resource. */
export function findTextSubjects(selection: string): Subjects {
  const text = selection.trim().replace(/^"(.*)"$/s, '$1');
  if (text === '' || text.length > maxIdLength || text.includes('\n')) return noSubjects;
  const known = readIdentifier(text, undefined);
  if (known !== undefined) return known;
  if (/^\d{12}$/.test(text)) return { ...noSubjects, timeline: [{ kind: 'account', id: text }] };
  return { ...noSubjects, timeline: [{ kind: 'resource', id: text }] };
}

/** The scalar at a position first; undefined for places without one. */
export function findTokenSubjects(shown: ShownLog, position: Position): Subjects | undefined {
  const token = tokenAt(shown, position);
  const ordinal = recordAtCursor(shown.log, toLogOffset(shown, position));
  const text = token === undefined ? undefined : scalarText(shown.log, token.value);
  if (token === undefined || ordinal === undefined || text === undefined || text.length > maxIdLength) return undefined;
  return readToken(shown, ordinal, token.value, text);
}

function findPositionSubjects(shown: ShownLog, position: Position): Subjects {
  const ordinal = recordAtCursor(shown.log, toLogOffset(shown, position));
  if (ordinal === undefined) return noSubjects;
  return joinSubjects(findTokenSubjects(shown, position) ?? noSubjects, listRecordSubjects(shown, ordinal));
}

function findLensSubjects(
  shown: ShownLog,
  ordinal: number,
  kind: SubjectAtParams['kind'],
  index: number | undefined,
): Subjects {
  const own = listRecordSubjects(shown, ordinal);
  const resource = kind === 'resource' ? shown.index.listResources()[ordinal]?.[index ?? 0] : undefined;
  if (resource === undefined) return own;
  return joinSubjects({ ...noSubjects, timeline: [toResourceSubject(resource)] }, own);
}

/** By what the value is, then by where it stands. Undefined: it says nothing that could be asked about. */
function readToken(shown: ShownLog, ordinal: number, value: number, text: string): Subjects | undefined {
  const fields = new RecordFields(shown.log, shown.log.records[ordinal] ?? 0);
  const name = memberName(shown.log, value);
  if (isInIdentity(fields, value) && !isAccessKey(text) && !/account/i.test(name)) {
    // Its ids and names all mean the caller; those of the issuer mean the role with all its sessions.
    const issuerPath = ['userIdentity', 'sessionContext', 'sessionIssuer'];
    const arn = fields.text(...issuerPath, 'arn') ?? '';
    const isIssuer = isIn(shown, fields.find(...issuerPath), value) && isActorArn(arn);
    return isIssuer ? readIdentifier(arn, findSessionTime(fields)) : toCaller(shown, ordinal);
  }
  const known = readIdentifier(text, findSessionTime(fields));
  if (known !== undefined) return known;
  if (name === 'sourceIPAddress') return { ...noSubjects, timeline: [{ kind: 'address', id: text }] };
  if (/account/i.test(name) && /^\d{12}$/.test(text))
    return { ...noSubjects, timeline: [{ kind: 'account', id: text }] };
  const resource = shown.index.listResources()[ordinal]?.find(({ field }) => field === value);
  if (resource !== undefined) return { ...noSubjects, timeline: [toResourceSubject(resource)] };
  return namingFields.has(name) ? { ...noSubjects, timeline: [{ kind: 'resource', id: text }] } : undefined;
}

function toCaller(shown: ShownLog, ordinal: number): Subjects | undefined {
  const { timeline, sessions } = listRecordSubjects(shown, ordinal);
  const [caller] = timeline;
  return caller?.kind === 'principal' ? { timeline: [caller], sessions: sessions.slice(0, 1), keys: [] } : undefined;
}

/** What a text says by its own form. `time`: a moment in the life of a session it names. */
function readIdentifier(text: string, time: number | undefined): Subjects | undefined {
  if (isAccessKey(text)) {
    return { timeline: [{ kind: 'key', id: text }], sessions: [{ kind: 'key', id: text }], keys: [text] };
  }
  if (parseUniqueId(text) !== undefined) return { ...noSubjects, timeline: [{ kind: 'principal', id: text }] };
  if (isAddress(text)) return { ...noSubjects, timeline: [{ kind: 'address', id: text }] };
  if (parseArn(text) === undefined) return undefined;
  const session = toSessionSubject(text, time);
  const resource = { kind: 'resource', id: text } as const;
  if (session === undefined) return { ...noSubjects, timeline: [resource] };
  return { timeline: [{ kind: 'principal', id: text }, resource], sessions: [session], keys: [] };
}

function isInIdentity(fields: RecordFields, value: number): boolean {
  return isIn(fields, fields.find('userIdentity'), value);
}

function isIn({ log }: Pick<ShownLog, 'log'>, container: number | undefined, value: number): boolean {
  if (container === undefined) return false;
  return value > container && value < readCell(log.tape, container, cell.next);
}
