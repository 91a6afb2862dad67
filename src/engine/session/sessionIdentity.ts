import type { EpochMs } from '../../base/time';
import { parseArn } from '../entity/arn';
import type { ChainNodeKind } from './session';
import type { KeyIdentity, SessionIdentity, SessionRecord } from './sessionRecords';

/** Somebody who is not a session: such a node ends a chain, or begins it. */
export interface PlainParty {
  readonly kind: Exclude<ChainNodeKind, 'session'>;
  /** As `ChainNode.id`. */
  readonly id: string;
  readonly name: string;
  readonly description: string;
  readonly arn: string | undefined;
  readonly account: string | undefined;
}

/** Whether the caller signs with temporary credentials, so that somebody issued them. */
export function isTemporary({ type, accessKeyId, creationTime }: SessionIdentity): boolean {
  if (type === 'AssumedRole' || type === 'FederatedUser') return true;
  if (type !== 'IAMUser' && type !== 'Root' && type !== 'Role') return false;
  if (accessKeyId === undefined) return creationTime !== undefined;
  if (accessKeyId.startsWith('ASIA')) return true;
  return !accessKeyId.startsWith('AKIA') && creationTime !== undefined;
}

/** Of another account, of which the record says no more than account and id. */
export function isStranger({ type, arn }: SessionIdentity): boolean {
  return type === 'AWSAccount' && arn === undefined;
}

/** The node of a caller who is no session. */
export function toPlainParty(identity: SessionIdentity): PlainParty {
  const { type, arn, accountId, invokedBy, identityProvider, principalId, userName, name } = identity;
  const account = accountId ?? (arn === undefined ? undefined : parseArn(arn)?.account);
  const base = { name, arn, account };
  if (type === 'IAMUser') {
    const id = `user:${arn ?? `${account ?? ''}/${userName ?? principalId ?? identity.id}`}`;
    return { ...base, kind: 'user', id, description: 'IAM user' };
  }
  if (type === 'Root') return { ...base, kind: 'root', id: `root:${account ?? ''}`, description: 'account root user' };
  if (type === 'SAMLUser' || type === 'WebIdentityUser' || type === 'Directory') {
    const subject = userName ?? principalId ?? identity.id;
    const id = `federated:${identityProvider ?? ''} ${subject}`;
    return { ...base, kind: 'federated', id, name: subject, description: federatedDescriptions[type] };
  }
  if (type === 'IdentityCenterUser') {
    const id = `identityCenter:${identity.onBehalfOfUserId ?? identity.id}`;
    return { ...base, kind: 'identityCenter', id, description: 'user of IAM Identity Center' };
  }
  if (type === 'AWSAccount') {
    const id = `account:${account ?? ''} ${principalId ?? ''}`.trimEnd();
    return { ...base, kind: 'account', id, description: 'principal of another account' };
  }
  if (type === 'AWSService' || (invokedBy !== undefined && arn === undefined)) {
    const service = invokedBy ?? principalId ?? identity.id;
    return { ...base, kind: 'service', id: `service:${service}`, name: service, description: 'AWS service' };
  }
  const description = type === undefined ? 'caller that the record does not name' : `identity of type ${type}`;
  return { ...base, kind: 'unknown', id: `unknown:${identity.id}`, description };
}

const federatedDescriptions = {
  SAMLUser: 'user of a SAML provider',
  WebIdentityUser: 'user of an OIDC provider',
  Directory: 'directory user',
};

/** `deploy` of `…:assumed-role/Release/deploy` and of `…:federated-user/deploy`. */
export function toSessionName(arn: string | undefined): string | undefined {
  const slash = arn?.lastIndexOf('/') ?? -1;
  return arn === undefined || slash < 0 ? undefined : arn.slice(slash + 1);
}

/** The ARN that a session of this role and name has: without the role's path. Undefined when the text is no role's. */
export function toSessionArn(roleArn: string, sessionName: string): string | undefined {
  const arn = parseArn(roleArn);
  if (arn?.service !== 'iam' || arn.resourceType !== 'role') return undefined;
  const role = arn.resourceId.slice(arn.resourceId.lastIndexOf('/') + 1);
  return `arn:${arn.partition}:sts::${arn.account}:assumed-role/${role}/${sessionName}`;
}

/** `session:<arn>@2026-01-15T10:22:05Z` */
export function toKeylessId(arn: string, creationTime: EpochMs | undefined): string {
  const time = creationTime === undefined ? '' : new Date(creationTime).toISOString().replace('.000Z', 'Z');
  return `session:${arn}@${time}`;
}

export function describeSession({ type, isFromConsole }: SessionIdentity, isForwarded: boolean): string {
  if (isForwarded && !isFromConsole) return 'calls of AWS services on its behalf';
  const where = isFromConsole ? 'console ' : '';
  if (type === 'FederatedUser') return `${where}session of a federated user`;
  if (type === 'IAMUser') return `${where}session of an IAM user`;
  return type === 'Root' ? `${where}session of root` : `${where}role session`;
}

/** Whether two identities are of one principal, as far as they tell: the same ARN, or the same unique id. */
export function isSamePrincipal(a: SessionIdentity, b: SessionIdentity): boolean {
  return (a.arn !== undefined && a.arn === b.arn) || (a.principalId !== undefined && a.principalId === b.principalId);
}

/** Takes the identities of one key apart: one list for each principal, in order of first use. */
export function splitPrincipals(identities: readonly KeyIdentity[]): readonly (readonly KeyIdentity[])[] {
  const ordered = [...identities].sort(byFirstUse);
  const parts: KeyIdentity[][] = [];
  for (const one of ordered) {
    const own = parts.filter((part) => part.some(({ identity }) => isSamePrincipal(identity, one.identity)));
    const [first, ...others] = own;
    if (first === undefined) {
      parts.push([one]);
      continue;
    }
    first.push(one, ...others.flat());
    for (const other of others) parts.splice(parts.indexOf(other), 1);
  }
  const [only] = parts;
  // A record that says no more than the key is nobody else's.
  const isNameless = (part: readonly KeyIdentity[]): boolean =>
    part.every(({ identity: { arn, principalId } }) => arn === undefined && principalId === undefined);
  const named = parts.filter((part) => !isNameless(part));
  const [sole] = named;
  if (sole === undefined || named.length > 1) return only === undefined ? [] : parts;
  return [[...sole, ...parts.filter(isNameless).flat()]];
}

function byFirstUse(a: KeyIdentity, b: KeyIdentity): number {
  const difference = (a.firstTime ?? Infinity) - (b.firstTime ?? Infinity);
  if (difference !== 0 && !Number.isNaN(difference)) return difference;
  return JSON.stringify(a.identity) < JSON.stringify(b.identity) ? -1 : 1;
}

/** The call was made: nothing says that it failed. Failed sign-ins have a message and no code. */
export function hasSucceeded({ errorCode, errorMessage }: SessionRecord): boolean {
  return errorCode === undefined && errorMessage === undefined;
}
