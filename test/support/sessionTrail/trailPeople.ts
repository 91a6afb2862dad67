import { browser, terminal, toUniqueId, type TrailActor } from './trailActors';

/** Those who begin chains. The same names give the same ids. */

export function newUser(account: string, userName: string, address = '192.0.2.10'): TrailActor {
  const arn = `arn:aws:iam::${account}:user/${userName}`;
  const principalId = toUniqueId('AIDA', `${account} ${userName}`);
  return {
    nodeId: `user:${arn}`,
    identity: { type: 'IAMUser', principalId, arn, accountId: account, userName },
    account,
    arn,
    principalId,
    keys: [toUniqueId('AKIA', `${account} ${userName}`)],
    address,
    agent: terminal,
  };
}

export function newRoot(account: string, address = '192.0.2.11'): TrailActor {
  const arn = `arn:aws:iam::${account}:root`;
  return {
    nodeId: `root:${account}`,
    identity: { type: 'Root', principalId: account, arn, accountId: account },
    account,
    arn,
    principalId: account,
    keys: [],
    address,
    agent: browser,
  };
}

/** `ec2.amazonaws.com` … */
export function newService(name: string): TrailActor {
  return {
    nodeId: `service:${name}`,
    identity: { type: 'AWSService', invokedBy: name },
    keys: [],
    address: name,
    agent: name,
  };
}

/** Somebody a SAML provider vouches for. */
export function newSamlUser(account: string, provider: string, userName: string): TrailActor {
  const identityProvider = `arn:aws:iam::${account}:saml-provider/${provider}`;
  return {
    nodeId: `federated:${identityProvider} ${userName}`,
    identity: { type: 'SAMLUser', principalId: `x1Kq${provider}=:${userName}`, userName, identityProvider },
    keys: [],
    address: '192.0.2.12',
    agent: browser,
  };
}

/** A workload with a token of an OIDC provider, such as `token.actions.githubusercontent.com`. */
export function newOidcUser(account: string, provider: string, subject: string): TrailActor {
  const identityProvider = `arn:aws:iam::${account}:oidc-provider/${provider}`;
  return {
    nodeId: `federated:${identityProvider} ${subject}`,
    identity: {
      type: 'WebIdentityUser',
      principalId: `${identityProvider}:sts.amazonaws.com:${subject}`,
      userName: subject,
      identityProvider,
    },
    keys: [],
    address: '198.51.100.20',
    agent: 'aws-sdk-js/3.700.0',
  };
}

export function newIdentityCenterUser(account: string, userId: string): TrailActor {
  const identityStoreArn = `arn:aws:identitystore::${account}:identitystore/d-9067example`;
  return {
    nodeId: `identityCenter:${userId}`,
    identity: { type: 'IdentityCenterUser', accountId: account, onBehalfOf: { userId, identityStoreArn } },
    account,
    keys: [],
    address: '192.0.2.13',
    agent: browser,
  };
}
