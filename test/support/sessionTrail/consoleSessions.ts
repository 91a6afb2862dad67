import { browser, newOwnSession, newRoleSession, type TrailActor, type TrailRole } from './trailActors';
import { assumeRole, toCredentials, type AssumeOptions } from './issuing';
import type { SessionTrail } from './sessionTrail';

export interface SignInOptions {
  /** Keys that the console's calls carry in turn. */
  readonly keys?: number;
  readonly hasMfa?: boolean;
  /** Given: the ConsoleLogin record and the session's records name it, and are joined exactly. */
  readonly signInSessionArn?: string;
  /** Between the sign-in and the session's creationDate. */
  readonly lagMs?: number;
  readonly isFailed?: boolean;
  readonly isLogged?: boolean;
}

/** A user or root signs in: ConsoleLogin names no key, and the console's calls carry several of one creation date. */
export function signIn(trail: SessionTrail, person: TrailActor, options: SignInOptions = {}): TrailActor {
  const { keys = 1, hasMfa = true, lagMs = 0, signInSessionArn } = options;
  const session = newOwnSession(person, {
    keys: Array.from({ length: keys }, () => trail.newKey()),
    createdAt: trail.now + lagMs,
    hasMfa,
    address: person.address,
    agent: browser,
    isConsole: true,
    ...(signInSessionArn === undefined ? {} : { signInSessionArn }),
  });
  const eventId =
    options.isLogged === false
      ? undefined
      : logSignIn(trail, { ...person, keys: [] }, options.isFailed === true, hasMfa, signInSessionArn);
  if (options.isFailed === true) {
    if (eventId !== undefined) trail.noteFailed(person, eventId);
  } else {
    const join = signInSessionArn === undefined ? 'inferred' : 'accessKey';
    trail.noteIssued(person, session, 'ConsoleLogin', join, eventId === undefined ? [] : [eventId]);
  }
  trail.wait(lagMs);
  trail.step();
  return session;
}

/** Somebody of a SAML provider signs in to the console as a role: AssumeRoleWithSAML names a key, the console has others. */
export function signInWithSaml(
  trail: SessionTrail,
  person: TrailActor,
  role: TrailRole,
  options: AssumeOptions & { readonly keys?: number } = {},
): TrailActor {
  const issued = assumeRole(trail, person, role, { ...options, isKeyCarried: true });
  const { keys = 0 } = options;
  const session = {
    ...issued,
    agent: browser,
    isConsole: true,
    keys: [...issued.keys, ...Array.from({ length: keys }, () => trail.newKey())],
  };
  logSignIn(trail, { ...session, keys: [] }, false, false, undefined);
  trail.step();
  return session;
}

/**
 * A role is switched to in the console. As CloudTrail writes it: the console assumes the role for the user (invokedBy
 * `AWS Internal`, a key that nothing ever uses), the role's account gets SwitchRole, and the calls carry yet another key
 * of the same role, session name and creation date. So the key joins nothing: role, name and time do.
 */
export function switchRole(trail: SessionTrail, from: TrailActor, role: TrailRole, sessionName: string): TrailActor {
  const facts = {
    createdAt: trail.now,
    hasMfa: true,
    address: from.address,
    agent: browser,
    isConsole: true,
    keys: [trail.newKey()],
  };
  const session = newRoleSession(role, sessionName, facts);
  const isForeign = from.account !== role.account;
  const internal = { ...from, address: 'AWS Internal', agent: 'AWS Internal', isConsole: false };
  const [key] = from.keys;
  const call = {
    service: 'sts',
    name: 'AssumeRole',
    request: { roleArn: role.arn, roleSessionName: sessionName },
    response: {
      credentials: toCredentials(trail.now, trail.newKey(), 3600),
      assumedRoleUser: { assumedRoleId: session.principalId, arn: session.arn },
    },
    fields: { sharedEventID: isForeign ? trail.newId() : undefined },
  };
  const own = trail.log({
    ...call,
    actor: internal,
    identity: { ...from.identity, accessKeyId: key, invokedBy: 'AWS Internal' },
  });
  const stranger = { type: 'AWSAccount', principalId: from.principalId, accountId: from.account };
  const eventIds = isForeign
    ? [trail.log({ ...call, actor: internal, account: role.account, identity: stranger }), own]
    : [own];
  const { arn, principalId, account } = session;
  trail.log({
    actor: { ...session, keys: [], isConsole: false },
    identity: { type: 'AssumedRole', principalId, arn, accountId: account },
    service: 'signin',
    name: 'SwitchRole',
    response: { SwitchRole: 'Success' },
    fields: {
      eventType: 'AwsConsoleSignIn',
      additionalEventData: { SwitchFrom: from.arn, RedirectTo: 'https://console.aws.amazon.com/console/home' },
    },
  });
  trail.noteIssued(from, session, 'SwitchRole', 'inferred', eventIds);
  trail.step();
  return session;
}

function logSignIn(
  trail: SessionTrail,
  actor: TrailActor,
  isFailed: boolean,
  hasMfa: boolean,
  signInSessionArn: string | undefined,
): string {
  const sessionContext = signInSessionArn === undefined ? {} : { sessionContext: { signInSessionArn } };
  return trail.log({
    actor: { ...actor, agent: browser, isConsole: false },
    identity: { ...actor.identity, ...sessionContext },
    service: 'signin',
    name: 'ConsoleLogin',
    response: { ConsoleLogin: isFailed ? 'Failure' : 'Success' },
    ...(isFailed ? { error: { message: 'Failed authentication' } } : {}),
    fields: {
      eventType: 'AwsConsoleSignIn',
      additionalEventData: { MFAUsed: hasMfa ? 'Yes' : 'No', LoginTo: 'https://console.aws.amazon.com/console/home' },
    },
  });
}
