import type { EpochMs } from '../base/time';
import type { JsonObject } from './jsonText';
import { type Role, toIsoSeconds, toRoleArn, toUniqueId } from './demoWorld';

/** Somebody who calls AWS: the userIdentity of the records, and where and with what they call. */
export interface Actor {
  readonly identity: JsonObject;
  /** The caller's own account; absent for AWS services and web identities. */
  readonly account?: string;
  /** Absent when the caller has none: AWS services, web identities. */
  readonly arn?: string;
  readonly principalId?: string;
  readonly sourceAddress: string;
  readonly userAgent: string;
  /** The call was made in the AWS Management Console. */
  readonly isConsole?: boolean;
}

export interface Origin {
  readonly sourceAddress: string;
  readonly userAgent: string;
}

export function newIamUser(account: string, userName: string, origin: Origin, accessKeyId?: string): Actor {
  const principalId = toUniqueId('AIDA', `${account} ${userName}`);
  const arn = `arn:aws:iam::${account}:user/${userName}`;
  return {
    identity: { type: 'IAMUser', principalId, arn, accountId: account, accessKeyId, userName },
    account,
    arn,
    principalId,
    ...origin,
  };
}

export interface SessionDetails {
  readonly role: Role;
  readonly sessionName: string;
  readonly accessKeyId: string;
  readonly createdAt: EpochMs;
  readonly hasMfa?: boolean;
  /** The OIDC provider, for a session of AssumeRoleWithWebIdentity. */
  readonly federatedProvider?: string;
  readonly isOnInstance?: boolean;
  /** Who is behind it, as the caller said when the role was assumed. */
  readonly sourceIdentity?: string;
  /** The AWS service that calls with this session's rights. */
  readonly invokedBy?: string;
  readonly isConsole?: boolean;
}

export function newRoleSession(details: SessionDetails, origin: Origin): Actor {
  const { role, sessionName, invokedBy } = details;
  const principalId = `${role.uniqueId}:${sessionName}`;
  const arn = `arn:aws:sts::${role.account}:assumed-role/${role.name}/${sessionName}`;
  const identity = {
    type: 'AssumedRole',
    principalId,
    arn,
    accountId: role.account,
    accessKeyId: details.accessKeyId,
    sessionContext: {
      sessionIssuer: {
        type: 'Role',
        principalId: role.uniqueId,
        arn: toRoleArn(role),
        accountId: role.account,
        userName: role.name,
      },
      webIdFederationData:
        details.federatedProvider === undefined
          ? undefined
          : { federatedProvider: details.federatedProvider, attributes: {} },
      attributes: {
        creationDate: toIsoSeconds(details.createdAt),
        mfaAuthenticated: details.hasMfa === true ? 'true' : 'false',
      },
      sourceIdentity: details.sourceIdentity,
      ec2RoleDelivery: details.isOnInstance === true ? '2.0' : undefined,
    },
    invokedBy,
  };
  return {
    identity,
    account: role.account,
    arn,
    principalId,
    sourceAddress: invokedBy ?? origin.sourceAddress,
    userAgent: invokedBy ?? origin.userAgent,
    ...(details.isConsole === true ? { isConsole: true } : {}),
  };
}

export function newAwsService(principal: string): Actor {
  return { identity: { type: 'AWSService', invokedBy: principal }, sourceAddress: principal, userAgent: principal };
}

/** How a call from another account looks in the log of the account that was called. */
export function toForeignCaller(caller: Actor): Actor {
  return {
    ...caller,
    identity: { type: 'AWSAccount', principalId: caller.principalId, accountId: caller.account },
  };
}

export function newForeignCaller(account: string, principalId: string, origin: Origin): Actor {
  return { identity: { type: 'AWSAccount', principalId, accountId: account }, account, principalId, ...origin };
}

export function newRoot(account: string, origin: Origin, signedInAt: EpochMs): Actor {
  const arn = `arn:aws:iam::${account}:root`;
  const attributes = { creationDate: toIsoSeconds(signedInAt), mfaAuthenticated: 'true' };
  return {
    identity: { type: 'Root', principalId: account, arn, accountId: account, sessionContext: { attributes } },
    account,
    arn,
    principalId: account,
    isConsole: true,
    ...origin,
  };
}

export function newFederatedUser(
  issuer: Actor,
  name: string,
  accessKeyId: string,
  createdAt: EpochMs,
  origin: Origin,
): Actor {
  const account = issuer.account ?? '';
  const arn = `arn:aws:sts::${account}:federated-user/${name}`;
  const principalId = `${account}:${name}`;
  const { principalId: issuerId, userName } = issuer.identity;
  const sessionContext = {
    sessionIssuer: { type: 'IAMUser', principalId: issuerId, arn: issuer.arn, accountId: account, userName },
    webIdFederationData: {},
    attributes: { creationDate: toIsoSeconds(createdAt), mfaAuthenticated: 'false' },
  };
  return {
    identity: { type: 'FederatedUser', principalId, arn, accountId: account, accessKeyId, sessionContext },
    account,
    arn,
    principalId,
    ...origin,
  };
}

export function newIdentityCenterUser(account: string, userId: string, origin: Origin): Actor {
  const onBehalfOf = { userId, identityStoreArn: `arn:aws:identitystore::${account}:identitystore/d-9067demo01` };
  return {
    identity: { type: 'IdentityCenterUser', accountId: account, onBehalfOf, credentialId: `credential-${userId}` },
    account,
    principalId: userId,
    ...origin,
  };
}

export function newWebIdentity(provider: string, subject: string, origin: Origin): Actor {
  const principalId = `${provider}:sts.amazonaws.com:${subject}`;
  return {
    identity: { type: 'WebIdentityUser', principalId, userName: subject, identityProvider: provider },
    principalId,
    ...origin,
  };
}
