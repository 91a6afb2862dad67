import { parseUniqueId } from '../../engine/entity/accessKeyId';
import { parseArn } from '../../engine/entity/arn';
import { parseAddressBytes } from '../../engine/record/addressBytes';
import type { LogText } from '../../engine/record/logText';
import type { Principal } from '../../engine/record/principal';
import { RecordFields } from '../../engine/record/recordFields';
import type { Resource } from '../../engine/record/resource';
import type { SessionSubject } from '../../engine/session/session';
import type { TimelineSubject } from '../../engine/timeline/timeline';
import type { SubjectAt } from '../../protocol/sessionRequests';
import type { ShownLog } from './shownLog';

/** What can be asked about; the source is not known here. */
export type Subjects = Omit<SubjectAt, 'sourceId'>;

export const noSubjects: Subjects = { timeline: [], sessions: [], keys: [] };

/** Longer texts are no identifiers, and a hostile record must not make a query of megabytes. */
export const maxIdLength = 2048;

/** A record's own resources that are offered; some calls name hundreds. */
const maxResources = 6;

/** What a record offers, the best first: who, as which role, with which key, on what, from where, in which account. */
export function listRecordSubjects(shown: ShownLog, ordinal: number): Subjects {
  const record = shown.log.records[ordinal];
  const principal = shown.index.listPrincipals()[ordinal];
  if (record === undefined || principal === undefined) return noSubjects;
  const fields = new RecordFields(shown.log, record);
  const identity = new RecordFields(shown.log, fields.find('userIdentity') ?? record);
  const ownKey = identity.text('accessKeyId');
  const keys = [ownKey, ...listNamedKeys(fields)].filter((key): key is string => isAccessKey(key ?? ''));
  const roleArn = toRoleArn(identity);
  const resources = shown.index.listResources()[ordinal] ?? [];
  const address = fields.text('sourceIPAddress');
  const account = fields.text('recipientAccountId') ?? principal.account;
  return joinSubjects({
    timeline: [
      ...principalTimelines(principal),
      ...(roleArn === undefined ? [] : [{ kind: 'principal' as const, id: roleArn }]),
      ...keys.map((id) => ({ kind: 'key' as const, id })),
      ...resources.slice(0, maxResources).map(toResourceSubject),
      ...(address !== undefined && isAddress(address) ? [{ kind: 'address' as const, id: address }] : []),
      ...(account === undefined ? [] : [{ kind: 'account' as const, id: account }]),
    ],
    sessions: listSessions(fields, identity, keys),
    keys,
  });
}

/** Whether a record says somebody whose records could be listed. Who is only described, and Insights, are nobody. */
export function hasCaller({ kind, id, description }: Principal): boolean {
  return kind !== 'insight' && id !== 'no identity' && !description.startsWith(id) && id.length <= maxIdLength;
}

/** Whether a record was made with credentials that somebody issued. */
export function isTemporary(log: LogText, record: number): boolean {
  const identity = new RecordFields(log, new RecordFields(log, record).find('userIdentity') ?? record);
  const type = identity.text('type');
  return (
    identity.text('accessKeyId')?.startsWith('ASIA') === true ||
    ((type === 'AssumedRole' || type === 'FederatedUser') && identity.text('arn') !== undefined)
  );
}

/** Both lists, each entry once, the first ones' first; what is too long to be an identifier is left out. */
export function joinSubjects(...all: readonly Subjects[]): Subjects {
  return {
    timeline: distinct(all.flatMap(({ timeline }) => timeline)),
    sessions: distinct(all.flatMap(({ sessions }) => sessions)),
    keys: distinct(all.flatMap(({ keys }) => keys)),
  };
}

function distinct<T>(items: readonly T[]): readonly T[] {
  const byName = new Map(items.map((item) => [JSON.stringify(item), item]));
  return [...byName].filter(([name]) => name.length <= maxIdLength).map(([, item]) => item);
}

export function isAccessKey(text: string): boolean {
  return /^A(?:KIA|SIA)/.test(text) && parseUniqueId(text)?.id === text;
}

export function isAddress(text: string): boolean {
  return parseAddressBytes(text) !== undefined;
}

export function toResourceSubject({ id, name }: Pick<Resource, 'id' | 'name'>): TimelineSubject {
  return { kind: 'resource', id: parseArn(id) === undefined ? name : id };
}

/**
 * `time` picks one of a session's several lives: its creation, or a moment in it. Undefined for ARNs that nobody acts as.
 */
export function toSessionSubject(arn: string, time: number | undefined): SessionSubject | undefined {
  const parsed = parseArn(arn);
  if (parsed?.service === 'sts' && /^(?:assumed-role|federated-user)$/.test(parsed.resourceType ?? '')) {
    return { kind: 'session', arn, ...(time === undefined ? {} : { time }) };
  }
  return isActorArn(arn) ? { kind: 'principal', arn } : undefined;
}

/** ARNs of those who can act: users, roles, sessions and account root users. */
export function isActorArn(arn: string): boolean {
  const parsed = parseArn(arn);
  if (parsed?.service === 'iam') {
    const isRoot = parsed.resourceType === 'account' && parsed.resourceId === 'root';
    return isRoot || parsed.resourceType === 'user' || parsed.resourceType === 'role';
  }
  return parsed?.service === 'sts' && /^(?:assumed-role|federated-user)$/.test(parsed.resourceType ?? '');
}

/** When the session of a record began, else when the record was made. */
export function findSessionTime(fields: RecordFields): number | undefined {
  const created = fields.text('userIdentity', 'sessionContext', 'attributes', 'creationDate');
  return toTime(created) ?? toTime(fields.text('eventTime'));
}

function toTime(text: string | undefined): number | undefined {
  const time = Date.parse(text ?? '');
  return Number.isNaN(time) ? undefined : time;
}

function principalTimelines(principal: Principal): readonly TimelineSubject[] {
  return hasCaller(principal) ? [{ kind: 'principal', id: principal.id }] : [];
}

function toRoleArn(identity: RecordFields): string | undefined {
  const issuer = new RecordFields(identity.log, identity.find('sessionContext', 'sessionIssuer') ?? identity.value);
  return issuer.text('type') === 'Role' ? issuer.text('arn') : undefined;
}

/** Keys that a call issued, made or was about. */
function listNamedKeys(fields: RecordFields): readonly (string | undefined)[] {
  return [
    fields.text('responseElements', 'credentials', 'accessKeyId'),
    fields.text('responseElements', 'accessKey', 'accessKeyId'),
    fields.text('requestParameters', 'accessKeyId'),
  ];
}

/** Of temporary credentials the key, which says exactly which; of a user the ARN, which stands for all its keys. */
function listSessions(
  fields: RecordFields,
  identity: RecordFields,
  keys: readonly string[],
): readonly SessionSubject[] {
  const toKey = (id: string): SessionSubject => ({ kind: 'key', id });
  const ownKey = identity.text('accessKeyId');
  const arns = [identity.text('arn'), toRoleArn(identity)].filter((arn) => arn !== undefined);
  const own = arns.flatMap((arn) => toSessionSubject(arn, findSessionTime(fields)) ?? []);
  const isLasting = ownKey?.startsWith('ASIA') !== true;
  return isLasting ? [...own, ...keys.map(toKey)] : [toKey(ownKey), ...own, ...keys.map(toKey)];
}
