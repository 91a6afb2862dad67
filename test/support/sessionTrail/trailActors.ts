import { createHash } from 'node:crypto';
import type { EpochMs } from '../../../src/base/time';

/** A record, or a part of one: members without a value are left out when it is written. */
export type RecordFields = Readonly<Record<string, unknown>>;

/** Somebody who calls AWS in a session trail. */
export interface TrailActor {
  /** Its node of a role chain, as `ChainNode.id` spells it. */
  readonly nodeId: string;
  /** `userIdentity` in the logs of its own account; without an access key, which is added to each record. */
  readonly identity: RecordFields;
  /** Absent for AWS services and for people an identity provider vouches for. */
  readonly account?: string;
  readonly arn?: string;
  readonly principalId?: string;
  /** What it signs with, in turn: a sign-in has several. */
  readonly keys: readonly string[];
  readonly address: string;
  readonly agent: string;
  readonly isConsole?: boolean;
}

export interface TrailRole {
  readonly account: string;
  readonly name: string;
  /** `/` or `/path/`. */
  readonly path: string;
  readonly uniqueId: string;
  readonly arn: string;
}

export const browser = 'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0.0.0';
export const terminal = 'aws-cli/2.22.26 md/awscrt#0.23.4 ua/2.0 os/linux#6.1 lang/python#3.12.6';

const base32 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

/** `AKIA…`, `ASIA…` (20 characters) or `AIDA…`, `AROA…` (21): the same for the same name. */
export function toUniqueId(kind: 'AKIA' | 'ASIA' | 'AIDA' | 'AROA', name: string): string {
  const digest = createHash('sha256').update(`${kind} ${name}`).digest();
  const length = kind === 'AKIA' || kind === 'ASIA' ? 16 : 17;
  return kind + Array.from(digest.subarray(0, length), (byte) => base32.charAt(byte & 31)).join('');
}

export function newRole(account: string, name: string, path = '/'): TrailRole {
  const arn = `arn:aws:iam::${account}:role${path}${name}`;
  return { account, name, path, uniqueId: toUniqueId('AROA', `${account} ${name}`), arn };
}

/** `2026-01-15T10:22:05Z` */
export function toIsoSeconds(time: EpochMs): string {
  return `${new Date(time).toISOString().slice(0, 19)}Z`;
}

export interface SessionFacts {
  readonly keys: readonly string[];
  readonly createdAt: EpochMs;
  readonly hasMfa?: boolean;
  readonly sourceIdentity?: string;
  readonly address: string;
  readonly agent: string;
  readonly isConsole?: boolean;
  /** The OIDC provider. */
  readonly federatedProvider?: string;
  /** `i-…`: delivered by EC2's instance metadata. */
  readonly isOnInstance?: boolean;
  /** What an AWS service delivered the credentials to. */
  readonly issuedTo?: string;
  readonly signInSessionArn?: string;
}

export function newRoleSession(role: TrailRole, sessionName: string, facts: SessionFacts): TrailActor {
  const arn = `arn:aws:sts::${role.account}:assumed-role/${role.name}/${sessionName}`;
  const principalId = `${role.uniqueId}:${sessionName}`;
  const { account, name, uniqueId } = role;
  const sessionIssuer = { type: 'Role', principalId: uniqueId, arn: role.arn, accountId: account, userName: name };
  return newSession({ type: 'AssumedRole', principalId, arn, accountId: account }, sessionIssuer, facts);
}

/** A session of GetFederationToken. */
export function newFederatedUser(issuer: TrailActor, name: string, facts: SessionFacts): TrailActor {
  const account = issuer.account ?? '';
  const arn = `arn:aws:sts::${account}:federated-user/${name}`;
  const { principalId, arn: issuerArn, identity } = issuer;
  const sessionIssuer = {
    type: 'IAMUser',
    principalId,
    arn: issuerArn,
    accountId: account,
    userName: identity['userName'],
  };
  return newSession(
    { type: 'FederatedUser', principalId: `${account}:${name}`, arn, accountId: account },
    sessionIssuer,
    facts,
  );
}

/** The user itself, or root, with temporary keys: GetSessionToken, AssumeRoot, and signing in. */
export function newOwnSession(user: TrailActor, facts: SessionFacts): TrailActor {
  return newSession(user.identity, undefined, facts);
}

function newSession(identity: RecordFields, sessionIssuer: RecordFields | undefined, facts: SessionFacts): TrailActor {
  const { keys, address, agent, createdAt } = facts;
  const [arn, account, principalId] = [identity['arn'], identity['accountId'], identity['principalId']].map(String);
  const [key] = keys;
  return {
    nodeId: key === undefined ? `session:${arn ?? ''}@${toIsoSeconds(createdAt)}` : `key:${key}`,
    identity: {
      ...identity,
      sessionContext: {
        sessionIssuer,
        webIdFederationData:
          facts.federatedProvider === undefined ? {} : { federatedProvider: facts.federatedProvider, attributes: {} },
        attributes: {
          creationDate: toIsoSeconds(createdAt),
          mfaAuthenticated: facts.hasMfa === true ? 'true' : 'false',
        },
        sourceIdentity: facts.sourceIdentity,
        ec2RoleDelivery: facts.isOnInstance === true ? '2.0' : undefined,
        signInSessionArn: facts.signInSessionArn,
      },
      inScopeOf: facts.issuedTo === undefined ? undefined : { credentialsIssuedTo: facts.issuedTo },
    },
    ...(account === undefined ? {} : { account }),
    ...(arn === undefined ? {} : { arn }),
    ...(principalId === undefined ? {} : { principalId }),
    keys,
    address,
    agent,
    ...(facts.isConsole === true ? { isConsole: true } : {}),
  };
}
