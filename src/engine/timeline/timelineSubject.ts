import type { EpochMs } from '../../base/time';
import { parseArn, shortName } from '../entity/arn';
import { parseUniqueId } from '../entity/accessKeyId';
import type { ChainSubject, TimelineSubject } from './timeline';

/**
 * The subject as a query of Trailcase's language. All of them but `query` are answered by the index alone. What records
 * spell is quoted: nothing in it is read as syntax.
 */
export function toSubjectQuery(subject: TimelineSubject): string {
  switch (subject.kind) {
    case 'principal':
      return toPrincipalQuery(subject.id);
    case 'key':
      return `key:=${quote(subject.id)}`;
    case 'resource':
      return toResourceQuery(subject.id);
    case 'address':
      return `ip:${quote(subject.id)}`;
    case 'account':
      return `recipientAccountId:${quote(subject.id)} OR userIdentity.accountId:${quote(subject.id)}`;
    case 'chain':
      return toChainQuery(subject);
    case 'query':
      return subject.text;
  }
}

/** `Timeline of alice`. Holds what records spell: not cleaned for display. */
export function toSubjectTitle(subject: TimelineSubject): string {
  switch (subject.kind) {
    case 'chain':
      return `Timeline of ${subject.title}`;
    case 'query':
      return subject.text.trim() === '' ? 'Timeline of all records' : `Timeline of ${subject.text.trim()}`;
    case 'principal':
    case 'resource':
      return `Timeline of ${toName(subject.id)}`;
    case 'key':
    case 'address':
    case 'account':
      return `Timeline of ${subject.kind === 'address' ? '' : `${subject.kind} `}${subject.id}`;
  }
}

const issuerArn = 'userIdentity.sessionContext.sessionIssuer.arn';
const creationDate = 'userIdentity.sessionContext.attributes.creationDate';
const issuerName = 'userIdentity.sessionContext.sessionIssuer.userName';
const keyColumns = [
  'userIdentity.accessKeyId',
  'responseElements.credentials.accessKeyId',
  'responseElements.accessKey.accessKeyId',
];

/** By its text alone: anonymised records have account numbers that are none. */
const roleArn = /^arn:([^:]*):iam::([^:]*):role\/(?:.*\/)?([^/]+)$/s;

/** ARNs and unique ids are compared exactly: names of sessions may differ by case alone. */
function toPrincipalQuery(id: string): string {
  const role = roleArn.exec(id);
  if (role !== null) {
    const [, partition = '', account = '', name = ''] = role;
    const sessions = `arn:${partition}:sts::${account}:assumed-role/${name}/`;
    return `${issuerArn}:=${quote(id)} OR userIdentity.arn:=${quote(id)} OR userIdentity.arn:=${escapeWord(sessions)}*`;
  }
  if (id.startsWith('arn:')) return `userIdentity.arn:=${quote(id)}`;
  const unique = parseUniqueId(id);
  const exactly = unique === undefined ? '' : '=';
  const ids = `principalId:${exactly}${quote(id)} OR userIdentity.principalId:${exactly}${quote(id)}`;
  // A plain name, which people type: of a user or a role, in any account.
  if (unique === undefined) return `${ids} OR userIdentity.userName:${quote(id)} OR ${issuerName}:${quote(id)}`;
  // `AROA…` stands for all sessions of the role, whose ids go on with `:` and the session's name.
  return unique.sessionName === undefined ? `${ids} OR userIdentity.principalId:=${escapeWord(`${id}:`)}*` : ids;
}

/** An ARN is exact, since keys of objects and names of functions may differ by case alone; names are what people type. */
function toResourceQuery(id: string): string {
  const exactly = id.startsWith('arn:') ? '=' : '';
  return `resource:${exactly}${quote(id)} OR mention:${exactly}${quote(id)}`;
}

/** What the keys signed, the records that issued or made them, and what has to do with the chain without a key. */
function toChainQuery({ keys, eventIds = [], sessions = [] }: ChainSubject): string {
  const list = keys.map((key) => `=${quote(key)}`).join(' OR ');
  const ids = eventIds.map((id) => `=${quote(id)}`).join(' OR ');
  const parts = [
    ...(keys.length === 0 ? [] : keyColumns.map((column) => `${column}:(${list})`)),
    ...(eventIds.length === 0 ? [] : [`eventID:(${ids})`]),
    ...sessions.map(({ arn, creationTime }) => {
      const created =
        creationTime === undefined ? `missing:${creationDate}` : `${creationDate}:${toTimeText(creationTime)}`;
      return `(userIdentity.arn:=${quote(arn)} AND missing:userIdentity.accessKeyId AND ${created})`;
    }),
  ];
  return parts.length === 0 ? 'has:eventTime AND missing:eventTime' : parts.join(' OR ');
}

/** To the second, as CloudTrail writes it. */
function toTimeText(time: EpochMs): string {
  return quote(new Date(time).toISOString().replace('.000Z', 'Z'));
}

function toName(id: string): string {
  const arn = parseArn(id);
  if (arn === undefined) return id;
  // A session is named by its role and its own name.
  return arn.service === 'sts' && arn.resourceType === 'assumed-role' ? arn.resourceId : shortName(arn);
}

/** In quotes a backslash escapes the quote and itself; wildcards are plain. */
function quote(text: string): string {
  return `"${text.replace(/["\\]/g, '\\$&')}"`;
}

/** Outside of quotes, so that a star may follow. */
function escapeWord(text: string): string {
  return text.replace(/[\s*?"'()[\]{}:\\/=<>!+&|~^-]/g, '\\$&');
}
