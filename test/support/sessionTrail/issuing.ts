import type { EpochMs } from '../../../src/base/time';
import {
  newFederatedUser,
  newOwnSession,
  newRoleSession,
  type RecordFields,
  type SessionFacts,
  type TrailActor,
  type TrailRole,
} from './trailActors';
import { newRoot } from './trailPeople';
import type { SessionTrail } from './sessionTrail';

export interface AssumeOptions {
  readonly sessionName?: string;
  readonly sourceIdentity?: string;
  readonly tags?: readonly { readonly key: string; readonly value: string }[];
  readonly transitiveTagKeys?: readonly string[];
  readonly externalId?: string;
  readonly mfaSerial?: string;
  readonly durationSeconds?: number;
  readonly policyArns?: readonly string[];
  readonly policy?: string;
  readonly region?: string;
  /** Which accounts' logs reach the trail. `none`: the issuing record is missing. */
  readonly logged?: 'both' | 'caller' | 'target' | 'none';
  /** False: the response says nothing of the credentials, and the session is joined by role, name and time. */
  readonly isKeyNamed?: boolean;
  /** False: the session's own records carry no access key. */
  readonly isKeyCarried?: boolean;
  /** What an AWS service delivers the credentials to. */
  readonly issuedTo?: string;
  /** The call is refused: it issues nothing, and the session is only what it would have been. */
  readonly error?: { readonly code: string; readonly message?: string };
  /** Where the session is used from; the caller's own unless it says so. */
  readonly address?: string;
}

/** AssumeRole by anybody; AssumeRoleWithSAML and AssumeRoleWithWebIdentity by those who come that way. */
export function assumeRole(
  trail: SessionTrail,
  caller: TrailActor,
  role: TrailRole,
  options: AssumeOptions = {},
): TrailActor {
  const sessionName = options.sessionName ?? `session-${trail.entries.length}`;
  const key = trail.newKey();
  const isService = caller.identity['type'] === 'AWSService';
  const session = newRoleSession(role, sessionName, {
    keys: options.isKeyCarried === false ? [] : [key],
    createdAt: trail.now,
    ...pick(options, 'sourceIdentity', 'issuedTo'),
    hasMfa: options.mfaSerial !== undefined,
    address: options.address ?? (isService ? '198.51.100.77' : caller.address),
    agent: isService ? 'aws-sdk-java/2.29' : caller.agent,
    isOnInstance: isService && sessionName.startsWith('i-'),
    ...(caller.identity['type'] === 'WebIdentityUser'
      ? { federatedProvider: String(caller.identity['identityProvider']) }
      : {}),
  });
  const action = toAction(caller);
  const response = toResponse(trail.now, key, session, options);
  const eventIds = logAssumption(trail, caller, role, action, toRequest(role, sessionName, options), response, options);
  const [issuedBy] = eventIds;
  if (options.error !== undefined) {
    if (issuedBy !== undefined) trail.noteFailed(caller, issuedBy);
  } else {
    const isExact = options.isKeyNamed !== false && options.isKeyCarried !== false;
    trail.noteIssued(caller, session, action, isExact ? 'accessKey' : 'inferred', eventIds);
  }
  trail.step();
  return session;
}

/** Chains sessions: the first role is assumed by `caller`, each further one with the session before. Returns them all. */
export function assumeChain(
  trail: SessionTrail,
  caller: TrailActor,
  roles: readonly TrailRole[],
  options: AssumeOptions = {},
): readonly TrailActor[] {
  const sessions: TrailActor[] = [];
  for (const [at, role] of roles.entries()) {
    const sessionName = options.sessionName ?? `hop-${at + 1}`;
    sessions.push(assumeRole(trail, sessions.at(-1) ?? caller, role, { ...options, sessionName }));
  }
  return sessions;
}

/** Temporary credentials of a user itself. */
export function getSessionToken(trail: SessionTrail, user: TrailActor, mfaSerial?: string): TrailActor {
  const session = newOwnSession(user, { ...toFacts(trail, user), hasMfa: mfaSerial !== undefined });
  const request = { durationSeconds: 43_200, serialNumber: mfaSerial };
  return issue(trail, user, session, 'GetSessionToken', request, {});
}

export function getFederationToken(trail: SessionTrail, user: TrailActor, name: string): TrailActor {
  const session = newFederatedUser(user, name, toFacts(trail, user));
  const federatedUser = { federatedUserId: session.principalId, arn: session.arn };
  return issue(trail, user, session, 'GetFederationToken', { name }, { federatedUser });
}

/** A session of root in a member account, for one task. Recorded in the caller's account, and in the member's. */
export function assumeRoot(trail: SessionTrail, caller: TrailActor, account: string): TrailActor {
  const session = newOwnSession(newRoot(account, caller.address), toFacts(trail, caller));
  const request = {
    targetPrincipal: account,
    taskPolicyArn: { arn: 'arn:aws:iam::aws:policy/root-task/S3UnlockBucketPolicy' },
  };
  return issue(trail, caller, session, 'AssumeRoot', request, {});
}

function issue(
  trail: SessionTrail,
  caller: TrailActor,
  session: TrailActor,
  name: string,
  request: RecordFields,
  response: RecordFields,
): TrailActor {
  const credentials = toCredentials(trail.now, session.keys[0] ?? '', 43_200);
  const eventId = trail.log({ actor: caller, service: 'sts', name, request, response: { ...response, credentials } });
  trail.noteIssued(caller, session, name, 'accessKey', [eventId]);
  trail.step();
  return session;
}

/** Makes a lasting key for a user and returns the user with it. */
export function createAccessKey(trail: SessionTrail, by: TrailActor, user: TrailActor): TrailActor {
  const accessKeyId = trail.newKey('AKIA');
  const userName = user.identity['userName'];
  const eventId = trail.log({
    actor: by,
    service: 'iam',
    name: 'CreateAccessKey',
    request: { userName },
    response: { accessKey: { userName, accessKeyId, status: 'Active', createDate: toDateText(trail.now) } },
  });
  const owner = { ...user, keys: [accessKeyId] };
  trail.noteIssued(by, owner, 'CreateAccessKey', 'accessKey', [eventId]);
  trail.step();
  return owner;
}

function logAssumption(
  trail: SessionTrail,
  caller: TrailActor,
  role: TrailRole,
  name: string,
  request: RecordFields,
  response: RecordFields | null,
  { logged = 'both', error, region }: AssumeOptions,
): readonly string[] {
  const isForeign = caller.account !== undefined && caller.account !== role.account;
  const sharedEventID = isForeign || caller.identity['type'] === 'AWSService' ? trail.newId() : undefined;
  const resources = [{ accountId: role.account, type: 'AWS::IAM::Role', ARN: role.arn }];
  const call = {
    actor: caller,
    service: 'sts',
    name,
    request,
    response,
    fields: { sharedEventID, resources },
    ...(error === undefined ? {} : { error }),
    ...(region === undefined ? {} : { region }),
  };
  if (!isForeign) return logged === 'none' ? [] : [trail.log({ ...call, account: role.account })];
  const stranger = { type: 'AWSAccount', principalId: caller.principalId, accountId: caller.account };
  const eventIds: string[] = [];
  if (logged === 'both' || logged === 'target') {
    eventIds.push(trail.log({ ...call, account: role.account, identity: stranger }));
  }
  if (logged === 'both' || logged === 'caller') eventIds.push(trail.log(call));
  return eventIds;
}

function toAction(caller: TrailActor): string {
  if (caller.identity['type'] === 'SAMLUser') return 'AssumeRoleWithSAML';
  return caller.identity['type'] === 'WebIdentityUser' ? 'AssumeRoleWithWebIdentity' : 'AssumeRole';
}

function toRequest(role: TrailRole, roleSessionName: string, options: AssumeOptions): RecordFields {
  const { durationSeconds, sourceIdentity, externalId, mfaSerial, policyArns, policy, tags, transitiveTagKeys } =
    options;
  return {
    roleArn: role.arn,
    roleSessionName,
    durationSeconds,
    sourceIdentity,
    externalId,
    serialNumber: mfaSerial,
    policyArns: policyArns?.map((arn) => ({ arn })),
    policy,
    tags,
    transitiveTagKeys,
  };
}

function toResponse(
  time: EpochMs,
  accessKeyId: string,
  session: TrailActor,
  { error, isKeyNamed, durationSeconds }: AssumeOptions,
): RecordFields | null {
  if (error !== undefined) return null;
  const assumedRoleUser = { assumedRoleId: session.principalId, arn: session.arn };
  if (isKeyNamed === false) return { assumedRoleUser };
  return { credentials: toCredentials(time, accessKeyId, durationSeconds ?? 3600), assumedRoleUser };
}

export function toCredentials(time: EpochMs, accessKeyId: string, durationSeconds: number): RecordFields {
  return {
    accessKeyId,
    sessionToken: 'IQoJb3JpZ2luX2VjEXAMPLE',
    expiration: toDateText(time + durationSeconds * 1000),
  };
}

/** `Jan 14, 2026, 11:21:40 PM`: STS and IAM write dates inside a response this way. */
export function toDateText(time: EpochMs): string {
  const date = new Date(time);
  const day = date.toLocaleDateString('en-US', { month: 'short', day: 'numeric', year: 'numeric', timeZone: 'UTC' });
  return `${day}, ${date.toLocaleTimeString('en-US', { timeZone: 'UTC' }).replace('\u202f', ' ')}`;
}

export function toFacts(trail: SessionTrail, caller: TrailActor): SessionFacts {
  return { keys: [trail.newKey()], createdAt: trail.now, address: caller.address, agent: caller.agent };
}

function pick<K extends keyof AssumeOptions>(options: AssumeOptions, ...names: readonly K[]): Pick<AssumeOptions, K> {
  // Only the names that were asked for are copied, and only where they are set.
  return Object.fromEntries(
    names.flatMap((name) => (options[name] === undefined ? [] : [[name, options[name]]])),
  ) as Pick<AssumeOptions, K>;
}
