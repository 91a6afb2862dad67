import { UserError } from '../../base/errors';
import type { SessionSubject } from '../../engine/session/session';
import { toSessionSubject } from '../results/hitSubjects';
import { askValue } from '../search/askValue';
import type { Place } from '../search/place';
import type { ClientServices } from '../services';
import type { Choice } from './askSubject';
import { toSessionSubjectText } from './subjectText';

/** Whom a role chain or a call hierarchy is asked for, and where. */
export interface SessionToOpen {
  readonly place: Place;
  readonly subject: SessionSubject;
}

const columns = ['userIdentity.accessKeyId', 'userIdentity.arn', 'userIdentity.sessionContext.sessionIssuer.arn'];

/** An access key, or the ARN of a session, user or role. Throws an AbortError on Escape. */
export async function askSession(services: ClientServices, place: Place, title: string): Promise<SessionToOpen> {
  const placeHolder = 'Access key, or ARN of a session, role or user: those that occur are offered';
  const subject = toSessionSubject(await askValue(services, place, { title, columns, placeHolder }));
  if (subject.kind === 'principal' && !subject.arn.startsWith('arn:')) {
    throw new UserError('invalidInput', 'That is neither an access key nor an ARN.', {
      nextStep: 'Take one of those that are offered while you type.',
    });
  }
  return { place, subject };
}

export function toSessionChoice(place: Place, subject: SessionSubject): Choice<SessionToOpen> {
  return { text: toSessionSubjectText(subject), choose: () => ({ place, subject }) };
}

export function newSessionQuestion(services: ClientServices, place: Place, title: string): Choice<SessionToOpen> {
  return {
    text: { icon: 'edit', name: 'Key or ARN…', kind: 'of a session, role or user' },
    choose: () => askSession(services, place, title),
  };
}

/** An access key. Throws an AbortError on Escape. */
export async function askKey(services: ClientServices, place: Place, title: string): Promise<string> {
  const placeHolder = 'AKIA… or ASIA…: keys that occur are offered';
  return await askValue(services, place, { title, columns: ['userIdentity.accessKeyId'], placeHolder });
}
