import assert from 'node:assert/strict';
import { findPrincipal } from '../../../../src/engine/record/principal';
import { newLogText, newRecord, readText } from '../../../support/logFixture';

function principalOf(userIdentity: unknown, fields: Readonly<Record<string, unknown>> = {}) {
  const record = newRecord({ userIdentity, ...fields });
  if (userIdentity === undefined) delete record['userIdentity'];
  const log = readText(newLogText(record));
  return findPrincipal(log, log.records[0]!);
}

const session = {
  type: 'AssumedRole',
  principalId: 'AROAEXAMPLEEXAMPLE123:alice@example.com',
  arn: 'arn:aws:sts::111122223333:assumed-role/Admin/alice@example.com',
  accountId: '111122223333',
  sessionContext: {
    sessionIssuer: { type: 'Role', arn: 'arn:aws:iam::111122223333:role/team/Admin', userName: 'Admin' },
  },
};

describe('findPrincipal', () => {
  const table: readonly (readonly [
    what: string,
    identity: unknown,
    name: string,
    description: string,
    kind: string,
  ])[] = [
    [
      'an IAM user',
      { type: 'IAMUser', arn: 'arn:aws:iam::111122223333:user/x/bob', userName: 'bob' },
      'bob',
      'IAM user',
      'user',
    ],
    [
      'an IAM user without a name',
      { type: 'IAMUser', arn: 'arn:aws:iam::111122223333:user/x/bob' },
      'bob',
      'IAM user',
      'user',
    ],
    [
      'a hidden user name',
      { type: 'IAMUser', accountId: '1', userName: 'HIDDEN_DUE_TO_SECURITY_REASONS' },
      'user name hidden by AWS',
      'IAM user',
      'user',
    ],
    ['a role session', session, 'Admin / alice@example.com', 'role session', 'role'],
    [
      'a role session with an empty issuer',
      { ...session, sessionContext: { sessionIssuer: {} } },
      'Admin / alice@example.com',
      'role session',
      'role',
    ],
    [
      'a role session known by its id alone',
      { type: 'AssumedRole', principalId: 'AROAEXAMPLE:s' },
      'role / s',
      'role session',
      'role',
    ],
    [
      'a service on behalf of a session',
      { ...session, invokedBy: 'cloudformation.amazonaws.com' },
      'Admin / alice@example.com',
      'role session, via cloudformation.amazonaws.com',
      'role',
    ],
    ['root', { type: 'Root', accountId: '111122223333' }, 'root of 111122223333', 'account root user', 'root'],
    [
      'a service',
      { type: 'AWSService', invokedBy: 'ec2.amazonaws.com' },
      'ec2.amazonaws.com',
      'AWS service',
      'service',
    ],
    [
      'a service without a type',
      { accountId: '111122223333', invokedBy: 'kms.amazonaws.com' },
      'kms.amazonaws.com',
      'AWS service',
      'service',
    ],
    [
      'another account',
      { type: 'AWSAccount', accountId: '444455556666', principalId: 'AROAEXAMPLE:s' },
      'account 444455556666 / s',
      'another AWS account',
      'account',
    ],
    [
      'a federated user',
      { type: 'FederatedUser', arn: 'arn:aws:sts::111122223333:federated-user/eve' },
      'eve',
      'federated user',
      'federated',
    ],
    [
      'a web identity',
      { type: 'WebIdentityUser', principalId: 'issuer:sub', userName: 'repo:x' },
      'repo:x',
      'web identity',
      'federated',
    ],
    [
      'Identity Center',
      { type: 'IdentityCenterUser', onBehalfOf: { userId: 'u-1' } },
      'u-1',
      'IAM Identity Center user',
      'identityCenter',
    ],
    [
      'an unknown identity with nothing in it',
      { type: 'Unknown', principalId: '', arn: '', userName: '' },
      'identity of type Unknown',
      'identity of type Unknown',
      'unknown',
    ],
    ['no identity', undefined, 'no identity', 'record names no caller (s3.amazonaws.com)', 'unknown'],
    ['an identity of the wrong type', 'alice', 'identity without a type', 'identity without a type', 'unknown'],
    ['null', null, 'identity without a type', 'identity without a type', 'unknown'],
  ];
  for (const [what, identity, name, description, kind] of table) {
    it(what, () => {
      const principal = principalOf(identity);
      assert.deepEqual([principal.name, principal.description, principal.kind], [name, description, kind]);
    });
  }

  it('is the same principal in every record of a session, and another one in another session', () => {
    const other = { ...session, arn: session.arn.replace('alice', 'mallory') };
    assert.equal(principalOf(session).id, principalOf({ ...session, invokedBy: 'x.amazonaws.com' }).id);
    assert.notEqual(principalOf(session).id, principalOf(other).id);
  });

  it('says that an Insight has no caller', () => {
    assert.equal(principalOf(undefined, { insightDetails: { state: 'Start' } }).kind, 'insight');
  });
});
