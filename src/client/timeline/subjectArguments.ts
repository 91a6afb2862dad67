import type { SessionSubject } from '../../engine/session/session';
import type { TimelineSubject } from '../../engine/timeline/timeline';
import type { SubjectAtParams } from '../../protocol/sessionRequests';
import { parseSessionSubject } from '../sessions/savedSession';
import { isObject, parseTimelineSubject } from './storedSubject';

/** What a lens or hover calls a command with: a place and nothing else, because log content stands in no link. */
export function parseSubjectAtParams(arg: unknown): SubjectAtParams | undefined {
  if (!isObject(arg)) return undefined;
  const { uri, line, character, record, kind, index, selection } = arg;
  // A URI of VS Code's is an object with other members.
  if (typeof uri !== 'string') return undefined;
  const hasPosition = isPlace(line) && isPlace(character);
  const hasRecord = isPlace(record);
  if (!hasPosition && !hasRecord) return undefined;
  const isKind = kind === 'principal' || kind === 'event' || kind === 'resource';
  return {
    uri,
    ...(hasPosition ? { line, character } : {}),
    ...(hasRecord ? { record } : {}),
    ...(isKind ? { kind } : {}),
    ...(isPlace(index) ? { index } : {}),
    ...(typeof selection === 'string' ? { selection } : {}),
  };
}

/** A subject in a source, as another view or program names it. */
export interface SubjectOfSource<Subject> {
  readonly sourceId: string;
  readonly subject: Subject;
}

export function parseTimelineArgument(arg: unknown): SubjectOfSource<TimelineSubject> | undefined {
  return parseArgument(arg, parseTimelineSubject);
}

export function parseSessionArgument(arg: unknown): SubjectOfSource<SessionSubject> | undefined {
  return parseArgument(arg, parseSessionSubject);
}

/** `{sourceId, accessKeyId}` */
export function parseKeyArgument(arg: unknown): SubjectOfSource<string> | undefined {
  if (!isObject(arg)) return undefined;
  const { sourceId, accessKeyId } = arg;
  if (typeof sourceId !== 'string' || typeof accessKeyId !== 'string' || accessKeyId === '') return undefined;
  return { sourceId, subject: accessKeyId };
}

function parseArgument<Subject>(
  arg: unknown,
  parse: (stored: unknown) => Subject | undefined,
): SubjectOfSource<Subject> | undefined {
  if (!isObject(arg) || typeof arg['sourceId'] !== 'string') return undefined;
  const subject = parse(arg['subject']);
  return subject === undefined ? undefined : { sourceId: arg['sourceId'], subject };
}

function isPlace(value: unknown): value is number {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0;
}
