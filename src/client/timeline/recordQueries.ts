import type { SessionSubject } from '../../engine/session/session';
import { quote } from '../search/queryText';

/** Finds records of a subject, the best first: those that it signed, then those that name it. */
export function toRecordQueries(subject: SessionSubject): readonly string[] {
  if (subject.kind === 'key') {
    const key = quote(subject.id);
    return [`userIdentity.accessKeyId:${key}`, `key:${key}`];
  }
  const arn = quote(subject.arn);
  const own = `userIdentity.arn:${arn}`;
  if (subject.kind === 'session') return [own, `mention:${arn}`];
  return [`${own} OR userIdentity.sessionContext.sessionIssuer.arn:${arn}`, `mention:${arn}`];
}
