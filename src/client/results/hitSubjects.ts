import type { SessionSubject } from '../../engine/session/session';
import type { TimelineSubject } from '../../engine/timeline/timeline';
import { findCell, type Hit } from './hit';

const issuerArn = 'userIdentity.sessionContext.sessionIssuer.arn';
/** A call on hundreds of objects is about none of them in particular. */
const maxResources = 10;

/** Whom and what a record is about, the narrowest of its principals first. */
export function toHitSubjects(hit: Hit): readonly TimelineSubject[] {
  const add = <K extends 'principal' | 'key' | 'address' | 'account'>(kind: K, id: string | undefined) =>
    id === undefined ? [] : [{ kind, id }];
  return [
    ...add('principal', findCell(hit, 'principalId')),
    ...add('principal', findCell(hit, issuerArn)),
    ...add('key', findCell(hit, 'userIdentity.accessKeyId')),
    ...add('address', findCell(hit, 'sourceIPAddress')),
    ...listResources(hit).map((id): TimelineSubject => ({ kind: 'resource', id })),
    ...add('account', findCell(hit, 'account')),
  ];
}

/** Whose role chain a record can ask for: the key says best which session it was. */
export function toHitSessions(hit: Hit): readonly SessionSubject[] {
  const key = findCell(hit, 'userIdentity.accessKeyId');
  const principal = findCell(hit, 'principalId');
  const role = findCell(hit, issuerArn);
  const time = Date.parse(findCell(hit, 'eventTime') ?? '');
  return [
    ...(key === undefined ? [] : [{ kind: 'key', id: key } as const]),
    ...(principal?.startsWith('arn:') === true ? [toSessionAt(principal, time)] : []),
    ...(role === undefined ? [] : [toSessionSubject(role)]),
  ];
}

/** Many sessions have the same ARN: the one that was live when the record was made. */
function toSessionAt(arn: string, time: number): SessionSubject {
  const subject = toSessionSubject(arn);
  return subject.kind === 'session' && !Number.isNaN(time) ? { ...subject, time } : subject;
}

/** By the look of it: an access key, the ARN of a session, or that of a user or role. */
export function toSessionSubject(id: string): SessionSubject {
  if (/^A(KIA|SIA)[A-Z0-9]{12,}$/.test(id)) return { kind: 'key', id };
  const isSession = /^arn:[^:]*:sts:[^:]*:[^:]*:(assumed-role|federated-user)\//.test(id);
  return isSession ? { kind: 'session', arn: id } : { kind: 'principal', arn: id };
}

function listResources({ cells }: Hit): readonly string[] {
  const { resources } = cells;
  if (typeof resources === 'string') return resources === '' ? [] : [resources];
  if (typeof resources !== 'object' || resources === null) return [];
  return resources.filter((id) => id !== '').slice(0, maxResources);
}
