import assert from 'node:assert/strict';
import type { Remnant } from '../../../../src/engine/dossier/dossier';
import type { OriginalRecord } from '../../../../src/engine/dossier/originalRecord';
import { listMade, makingCalls, remnantRules, toRemnants } from '../../../../src/engine/dossier/remnants';
import type { SeenCall } from '../../../../src/engine/dossier/seenCall';
import { toUndoSearch } from '../../../../src/engine/dossier/undoSearch';

const account = '111122223333';
const made = Date.parse('2026-01-14T22:00:00Z');
let nextOrdinal = 0;

interface Call {
  readonly request?: unknown;
  readonly response?: unknown;
  readonly account?: string;
  readonly region?: string;
  /** Seconds behind the making call. */
  readonly after?: number;
  readonly isUnread?: boolean;
}

function newCall(
  call: string,
  { request = null, response = null, after = 0, isUnread, ...where }: Call = {},
): SeenCall {
  const ordinal = nextOrdinal++;
  const original: OriginalRecord = { requestParameters: request, responseElements: response };
  return {
    ref: {
      eventId: `event-${ordinal}`,
      eventName: call.split(':')[1] ?? '',
      time: made + after * 1000,
      account: where.account ?? account,
      key: 'log',
      ordinal,
    },
    call,
    region: where.region ?? 'us-east-1',
    accessKeyId: 'AKIAIOSFODNN7EXAMPLE',
    original: isUnread === true ? undefined : original,
  };
}

function judge(making: SeenCall, ...later: readonly SeenCall[]): readonly Remnant[] {
  return toRemnants(listMade([making]), later).remnants;
}

function how([remnant]: readonly Remnant[]): string {
  return remnant === undefined ? 'nothing' : (remnant.revertedHow ?? 'open');
}

const policyArn = 'arn:aws:iam::aws:policy/AdministratorAccess';
const permission = { ipProtocol: 'tcp', fromPort: 22, toPort: 22, ipRanges: { items: [{ cidrIp: '0.0.0.0/0' }] } };
const share = (how: string, kind: string, item: object): object => ({ [kind]: { [how]: { items: [item] } } });

function publicBlock(isWhole: boolean): object {
  const all = { BlockPublicAcls: true, IgnorePublicAcls: true, BlockPublicPolicy: true };
  return { PublicAccessBlockConfiguration: { ...all, RestrictPublicBuckets: isWhole } };
}

/** What makes, what takes back, and what only looks like it. */
const cases: readonly {
  readonly call: string;
  readonly make: Call;
  readonly name: string;
  readonly undo: readonly (readonly [call: string, what: Call, how: string])[];
  readonly others: readonly (readonly [call: string, what: Call])[];
}[] = [
  {
    call: 'iam:CreateUser',
    make: { request: { userName: 'svc-metrics' } },
    name: 'user svc-metrics',
    undo: [['iam:DeleteUser', { request: { userName: 'svc-metrics' } }, 'deleted']],
    others: [
      ['iam:DeleteUser', { request: { userName: 'svc-metrics-2' } }],
      ['iam:DeleteUser', { request: { userName: 'svc-*' } }],
      ['iam:DeleteUser', { request: { userName: 'svc-metrics' }, account: '444455556666' }],
      ['iam:DeleteUser', { request: { userName: 'svc-metrics' }, after: -1 }],
      ['iam:DeleteUser', { request: null }],
      ['iam:DeleteUser', { request: { userName: 'svc-metrics' }, isUnread: true }],
      ['iam:DeleteRole', { request: { roleName: 'svc-metrics' } }],
    ],
  },
  {
    call: 'iam:CreateAccessKey',
    make: { request: { userName: 'eve' }, response: { accessKey: { userName: 'eve', accessKeyId: 'AKIA1' } } },
    name: 'key AKIA1 of eve',
    undo: [
      ['iam:DeleteAccessKey', { request: { userName: 'eve', accessKeyId: 'AKIA1' } }, 'deleted'],
      ['iam:UpdateAccessKey', { request: { accessKeyId: 'AKIA1', status: 'Inactive' } }, 'made inactive'],
      ['iam:DeleteUser', { request: { userName: 'eve' } }, 'deleted with its user'],
    ],
    others: [
      ['iam:DeleteAccessKey', { request: { userName: 'eve', accessKeyId: 'AKIA2' } }],
      ['iam:UpdateAccessKey', { request: { accessKeyId: 'AKIA1', status: 'Active' } }],
    ],
  },
  {
    call: 'iam:AttachUserPolicy',
    make: { request: { userName: 'eve', policyArn } },
    name: `${policyArn} on user eve`,
    undo: [['iam:DetachUserPolicy', { request: { userName: 'eve', policyArn } }, 'detached']],
    others: [
      ['iam:DetachUserPolicy', { request: { userName: 'eve', policyArn: 'arn:aws:iam::aws:policy/ReadOnlyAccess' } }],
      ['iam:DetachRolePolicy', { request: { roleName: 'eve', policyArn } }],
    ],
  },
  {
    call: 'iam:UpdateAssumeRolePolicy',
    make: { request: { roleName: 'audit', policyDocument: '{}' } },
    name: 'trust policy of role audit',
    undo: [
      ['iam:UpdateAssumeRolePolicy', { request: { roleName: 'audit' } }, 'changed again'],
      ['iam:DeleteRole', { request: { roleName: 'audit' } }, 'deleted with its role'],
    ],
    others: [['iam:UpdateAssumeRolePolicy', { request: { roleName: 'audit-2' } }]],
  },
  {
    call: 'ec2:ModifySnapshotAttribute',
    make: { request: { snapshotId: 'snap-1', ...share('add', 'createVolumePermission', { userId: '999900001111' }) } },
    name: 'snapshot snap-1 for 999900001111',
    undo: [
      [
        'ec2:ModifySnapshotAttribute',
        { request: { snapshotId: 'snap-1', ...share('remove', 'createVolumePermission', { userId: '999900001111' }) } },
        'taken back',
      ],
      ['ec2:ResetSnapshotAttribute', { request: { snapshotId: 'snap-1' } }, 'taken back'],
      ['ec2:DeleteSnapshot', { request: { snapshotId: 'snap-1' }, after: 0 }, 'deleted with its snapshot'],
    ],
    others: [
      [
        'ec2:ModifySnapshotAttribute',
        { request: { snapshotId: 'snap-1', ...share('remove', 'createVolumePermission', { group: 'all' }) } },
      ],
      ['ec2:DeleteSnapshot', { request: { snapshotId: 'snap-1' }, region: 'eu-west-1' }],
    ],
  },
  {
    call: 'rds:ModifyDBSnapshotAttribute',
    make: { request: { dBSnapshotIdentifier: 'db', valuesToAdd: ['all'] } },
    name: 'database snapshot db for all',
    undo: [
      [
        'rds:ModifyDBSnapshotAttribute',
        { request: { dBSnapshotIdentifier: 'db', valuesToRemove: ['all'] } },
        'taken back',
      ],
    ],
    others: [['rds:ModifyDBSnapshotAttribute', { request: { dBSnapshotIdentifier: 'db', valuesToRemove: ['1'] } }]],
  },
  {
    call: 's3:PutBucketPolicy',
    make: { request: { bucketName: 'b' } },
    name: 'policy of bucket b',
    undo: [
      // Names of buckets are the same everywhere.
      [
        's3:DeleteBucketPolicy',
        { request: { bucketName: 'b' }, account: '444455556666', region: 'eu-west-1' },
        'deleted',
      ],
      ['s3:PutBucketPolicy', { request: { bucketName: 'b' } }, 'changed again'],
    ],
    others: [['s3:DeleteBucketPolicy', { request: { bucketName: 'c' } }]],
  },
  {
    call: 'lambda:AddPermission',
    make: { request: { functionName: 'f', statementId: 's' } },
    name: 'permission s of function f',
    undo: [
      [
        'lambda:RemovePermission',
        { request: { functionName: `arn:aws:lambda:us-east-1:${account}:function:f`, statementId: 's' } },
        'removed',
      ],
      ['lambda:DeleteFunction', { request: { functionName: 'f' } }, 'deleted with its function'],
    ],
    others: [
      ['lambda:RemovePermission', { request: { functionName: 'f', statementId: 't' } }],
      ['lambda:RemovePermission', { request: { functionName: 'f', statementId: 's', qualifier: 'live' } }],
      ['lambda:RemovePermission', { request: { functionName: 'f:live', statementId: 's' } }],
      ['lambda:DeleteFunction', { request: { functionName: 'f', qualifier: '3' } }],
      ['lambda:DeleteFunction', { request: { functionName: `arn:aws:lambda:us-east-1:${account}:function:f:3` } }],
    ],
  },
  {
    call: 'lambda:AddPermission',
    make: {
      request: { functionName: `arn:aws:lambda:us-east-1:${account}:function:f:live`, statementId: 's' },
    },
    name: 'permission s of function f:live',
    undo: [
      ['lambda:RemovePermission', { request: { functionName: 'f', qualifier: 'live', statementId: 's' } }, 'removed'],
      ['lambda:DeleteFunction', { request: { functionName: `${account}:function:f` } }, 'deleted with its function'],
      ['lambda:DeleteFunction', { request: { functionName: 'f:live' } }, 'deleted with its version'],
    ],
    others: [
      ['lambda:RemovePermission', { request: { functionName: 'f', statementId: 's' } }],
      ['lambda:DeleteFunction', { request: { functionName: 'f', qualifier: '3' } }],
    ],
  },
  {
    call: 'lambda:CreateFunctionUrlConfig',
    make: { request: { functionName: 'f', qualifier: 'live' } },
    name: 'address of function f:live',
    undo: [
      ['lambda:DeleteFunctionUrlConfig', { request: { functionName: 'f', qualifier: 'live' } }, 'deleted'],
      ['lambda:DeleteFunction', { request: { functionName: 'f' } }, 'deleted with its function'],
    ],
    others: [['lambda:DeleteFunctionUrlConfig', { request: { functionName: 'f' } }]],
  },
  {
    call: 's3:PutBucketPublicAccessBlock',
    make: { request: { bucketName: 'b', ...publicBlock(false) } },
    name: 'block of public access of bucket b',
    undo: [['s3:DeleteBucketPublicAccessBlock', { request: { bucketName: 'b' } }, 'changed again']],
    others: [],
  },
  {
    call: 'iam:PutRolePermissionsBoundary',
    make: { request: { roleName: 'r' } },
    name: 'permissions boundary of role r',
    undo: [['iam:DeleteRolePermissionsBoundary', { request: { roleName: 'r' } }, 'changed again']],
    others: [],
  },
  {
    call: 'ssm:ModifyDocumentPermission',
    make: { request: { name: 'd', accountIdsToAdd: ['999900001111'] } },
    name: 'document d for 999900001111',
    undo: [['ssm:DeleteDocument', { request: { name: 'd' } }, 'deleted with its document']],
    others: [['ssm:DeleteDocument', { request: { name: 'd', documentVersion: '2' } }]],
  },
  {
    call: 'ec2:ModifyInstanceAttribute',
    make: { request: { instanceId: 'i-1', userData: 'x' } },
    name: 'attributes of instance i-1',
    undo: [['ec2:TerminateInstances', { request: { instancesSet: { items: [{ instanceId: 'i-1' }] } } }, 'terminated']],
    // What it set stays as it is where another attribute is set.
    others: [['ec2:ModifyInstanceAttribute', { request: { instanceId: 'i-1', instanceType: {} } }]],
  },
  {
    call: 'lambda:UpdateFunctionConfiguration',
    make: { request: { functionName: 'f', layers: ['l'] } },
    name: 'configuration of function f',
    undo: [['lambda:DeleteFunction', { request: { functionName: 'f' } }, 'deleted with its function']],
    others: [['lambda:UpdateFunctionConfiguration', { request: { functionName: 'f', timeout: 3 } }]],
  },
  {
    call: 'events:PutRule',
    make: { request: { name: 'r', eventBusName: 'evil' } },
    name: 'scheduled or matching rule r of event bus evil',
    undo: [
      ['events:DeleteRule', { request: { name: 'r', eventBusName: 'evil' } }, 'deleted'],
      ['events:DisableRule', { request: { name: 'r', eventBusName: 'evil' } }, 'disabled'],
    ],
    others: [['events:DeleteRule', { request: { name: 'r' } }]],
  },
  {
    call: 'events:PutRule',
    make: { request: { name: 'r' } },
    name: 'scheduled or matching rule r of event bus default',
    undo: [['events:DeleteRule', { request: { name: 'r', eventBusName: 'default' } }, 'deleted']],
    others: [['events:DeleteRule', { request: { name: 'r', eventBusName: 'evil' } }]],
  },
  {
    call: 'scheduler:CreateSchedule',
    make: { request: { name: 's', groupName: 'evil' } },
    name: 'schedule s of group evil',
    undo: [
      ['scheduler:DeleteSchedule', { request: { name: 's', groupName: 'evil' } }, 'deleted'],
      ['scheduler:DeleteScheduleGroup', { request: { name: 'evil' } }, 'deleted with its group'],
    ],
    others: [['scheduler:DeleteSchedule', { request: { name: 's' } }]],
  },
  {
    call: 'eks:CreateAccessEntry',
    make: { request: { name: 'prod', principalArn: 'p' } },
    name: 'access entry for p to cluster prod',
    undo: [['eks:DeleteAccessEntry', { request: { name: 'prod', principalArn: 'p' } }, 'deleted']],
    others: [['eks:DeleteAccessEntry', { request: { name: 'dev', principalArn: 'p' } }]],
  },
  {
    call: 'iam:DeactivateMFADevice',
    make: { request: { userName: 'alice', serialNumber: 'm1' } },
    name: 'MFA of alice',
    undo: [['iam:EnableMFADevice', { request: { userName: 'alice', serialNumber: 'm1' } }, 'enabled again']],
    // A device of the attacker's own protects nobody.
    others: [['iam:EnableMFADevice', { request: { userName: 'alice', serialNumber: 'm2' } }]],
  },
  {
    call: 'iam:DeleteUserPermissionsBoundary',
    make: { request: { userName: 'alice' } },
    name: 'permissions boundary of user alice',
    undo: [['iam:PutUserPermissionsBoundary', { request: { userName: 'alice' } }, 'changed again']],
    others: [['iam:PutUserPermissionsBoundary', { request: { userName: 'bob' } }]],
  },
  {
    call: 's3:DeleteBucketPublicAccessBlock',
    make: { request: { bucketName: 'b' } },
    name: 'block of public access of bucket b',
    undo: [['s3:PutBucketPublicAccessBlock', { request: { bucketName: 'b', ...publicBlock(true) } }, 'set again']],
    others: [['s3:PutBucketPublicAccessBlock', { request: { bucketName: 'b', ...publicBlock(false) } }]],
  },
  {
    call: 'kms:CreateGrant',
    make: { request: { keyId: 'k', granteePrincipal: 'p' }, response: { grantId: 'g' } },
    name: 'grant on KMS key k for p',
    undo: [['kms:RevokeGrant', { request: { keyId: 'arn:aws:kms:x', grantId: 'g' } }, 'revoked']],
    others: [['kms:RevokeGrant', { request: { keyId: 'k', grantId: 'h' } }]],
  },
  {
    call: 'ec2:AuthorizeSecurityGroupIngress',
    make: {
      request: { groupId: 'sg-1', ipPermissions: { items: [permission] } },
      response: {
        securityGroupRuleSet: {
          items: [
            {
              groupId: 'sg-1',
              securityGroupRuleId: 'sgr-1',
              ipProtocol: 'tcp',
              fromPort: 22,
              toPort: 22,
              cidrIpv4: '0.0.0.0/0',
            },
          ],
        },
      },
    },
    name: 'inbound rule tcp 22-22 0.0.0.0/0 of sg-1',
    undo: [
      [
        'ec2:RevokeSecurityGroupIngress',
        { request: { groupId: 'sg-1', ipPermissions: { items: [permission] } } },
        'revoked',
      ],
      [
        'ec2:RevokeSecurityGroupIngress',
        { request: { groupId: 'sg-1', securityGroupRuleIds: { items: [{ securityGroupRuleId: 'sgr-1' }] } } },
        'revoked',
      ],
    ],
    others: [
      [
        'ec2:RevokeSecurityGroupIngress',
        { request: { groupId: 'sg-1', ipPermissions: { items: [{ ...permission, toPort: 23 }] } } },
      ],
      ['ec2:RevokeSecurityGroupIngress', { request: { groupId: 'sg-2', ipPermissions: { items: [permission] } } }],
      [
        'ec2:RevokeSecurityGroupIngress',
        { request: { groupId: 'sg-1', ipPermissions: { items: [permission] } }, response: { _return: false } },
      ],
      [
        'ec2:RevokeSecurityGroupIngress',
        {
          request: { groupId: 'sg-1', ipPermissions: { items: [permission] } },
          response: { _return: true, unknownIpPermissionSet: { items: [permission] } },
        },
      ],
    ],
  },
  {
    call: 'ec2:RunInstances',
    make: { response: { instancesSet: { items: [{ instanceId: 'i-1' }] } } },
    name: 'instance i-1',
    undo: [
      [
        'ec2:TerminateInstances',
        { request: { instancesSet: { items: [{ instanceId: 'i-1' }] } }, after: 0 },
        'terminated',
      ],
    ],
    others: [['ec2:TerminateInstances', { request: { instancesSet: { items: [{ instanceId: 'i-2' }] } } }]],
  },
];

describe('remnants', () => {
  for (const { call, make, name, undo, others } of cases) {
    it(`${call} is taken back by exactly the same thing alone`, () => {
      const making = newCall(call, make);
      assert.deepEqual(
        judge(making).map((remnant) => remnant.name),
        [name],
      );
      for (const [later, what, expected] of undo) {
        const taken = judge(making, newCall(later, { after: 60, ...what }));
        assert.equal(how(taken), expected, `${later} ${JSON.stringify(what)}`);
        assert.equal(taken[0]?.revertedBy?.eventName, later.split(':')[1]);
      }
      for (const [later, what] of others) {
        assert.equal(
          how(judge(making, newCall(later, { after: 60, ...what }))),
          'open',
          `${later} ${JSON.stringify(what)}`,
        );
      }
    });
  }

  it('says the first that took it back, before what only changed it', () => {
    const request = { roleName: 'audit' };
    const change = newCall('iam:UpdateAssumeRolePolicy', { request, after: 5 });
    const deletions = [20, 10].map((after) => newCall('iam:DeleteRole', { request, after }));
    const [remnant] = judge(newCall('iam:UpdateAssumeRolePolicy', { request }), change, ...deletions);
    assert.equal(remnant?.revertedBy?.eventId, deletions[1]?.ref.eventId);
  });

  it('takes names of the same second for another thing, unless ids are never used again', () => {
    const request = { userName: 'eve' };
    assert.equal(how(judge(newCall('iam:CreateUser', { request }), newCall('iam:DeleteUser', { request }))), 'open');
    const key = newCall('iam:CreateAccessKey', {
      request,
      response: { accessKey: { userName: 'eve', accessKeyId: 'AKIA1' } },
    });
    // A script that makes a user anew: the deletion comes first.
    assert.equal(how(judge(key, newCall('iam:DeleteUser', { request }))), 'open');
    assert.equal(
      how(judge(key, newCall('iam:DeleteAccessKey', { request: { ...request, accessKeyId: 'AKIA1' } }))),
      'deleted',
    );
  });

  it('says which settings a call set', () => {
    const request = { instanceId: 'i-1', userData: 'x', groupSet: null };
    assert.equal(
      judge(newCall('ec2:ModifyInstanceAttribute', { request }))[0]?.text,
      'Changed the attributes of instance i-1: it set userData.',
    );
  });

  it('takes nothing for taken back that was made to work again', () => {
    const request = { userName: 'eve', accessKeyId: 'AKIA1' };
    const key = newCall('iam:CreateAccessKey', { request, response: { accessKey: { accessKeyId: 'AKIA1' } } });
    const update = (status: string, after: number, accessKeyId = 'AKIA1'): SeenCall =>
      newCall('iam:UpdateAccessKey', { request: { ...request, accessKeyId, status }, after });
    const calls = [update('Inactive', 10), update('Active', 20)];
    const [again] = judge(key, ...calls);
    assert.equal(again?.revertedBy, undefined);
    assert.match(
      again?.text ?? '',
      /It was made inactive \(UpdateAccessKey event-\d+, 2026-01-14 22:00:10 UTC\) and made active again \(.*22:00:20 UTC\)\.$/,
    );
    assert.equal(how(judge(key, calls[0] ?? key, update('Active', 10))), 'open', 'the same second');
    assert.equal(how(judge(key, calls[0] ?? key, update('Active', 20, 'AKIA2'))), 'made inactive', 'another key');
    const last = update('Inactive', 30);
    assert.equal(judge(key, ...calls, last)[0]?.revertedBy?.eventId, last.ref.eventId);
    const deletion = newCall('iam:DeleteAccessKey', { request, after: 40 });
    assert.equal(how(judge(key, ...calls, deletion)), 'deleted');
    const search = toUndoSearch(listMade([newCall('events:PutRule', { request: { name: 'r' } })]).things);
    assert.ok([...(search?.named ?? []), ...(search?.unnamed ?? [])].includes('events:EnableRule'));
  });

  it('bounds what is listed, without that one kind or call hides another', () => {
    const items = Array.from({ length: 1_000 }, (_, at) => ({ instanceId: `i-${at}` }));
    const runs = Array.from({ length: 30 }, () =>
      newCall('ec2:RunInstances', { response: { instancesSet: { items } } }),
    );
    const user = newCall('iam:CreateUser', { request: { userName: 'eve' }, after: 90 });
    const made = listMade([...runs, user]);
    assert.ok(made.things.length <= 20_000);
    const { remnants, leftOut } = toRemnants(made, []);
    assert.equal(remnants.length, 2_000);
    assert.equal(leftOut, 30_001 - 2_000);
    assert.equal(remnants.at(-1)?.name, 'user eve');
  });

  it('lists what is open first', () => {
    const request = { userName: 'a' };
    const calls = [
      newCall('iam:CreateUser', { request }),
      newCall('iam:CreateUser', { request: { userName: 'b' }, after: 9 }),
    ];
    const { remnants } = toRemnants(listMade(calls), [newCall('iam:DeleteUser', { request, after: 10 })]);
    assert.deepEqual(
      remnants.map(({ name, revertedHow }) => [name, revertedHow]),
      [
        ['user b', undefined],
        ['user a', 'deleted'],
      ],
    );
  });

  it('says whom a trust policy lets in', () => {
    const policyDocument = JSON.stringify({
      Statement: [
        { Effect: 'Deny', Principal: '*' },
        { Effect: 'Allow', Principal: { AWS: ['arn:aws:iam::999900001111:root'], Service: 'ec2.amazonaws.com' } },
      ],
    });
    for (const text of [policyDocument, encodeURIComponent(policyDocument)]) {
      const [remnant] = judge(
        newCall('iam:UpdateAssumeRolePolicy', { request: { roleName: 'r', policyDocument: text } }),
      );
      assert.equal(
        remnant?.text,
        'Changed who may assume role r: it lets in arn:aws:iam::999900001111:root, ec2.amazonaws.com.',
      );
    }
  });

  it('keeps what it cannot read as something made', () => {
    const [unread] = judge(newCall('iam:CreateUser', { isUnread: true }), newCall('iam:DeleteUser', { after: 1 }));
    assert.match(unread?.text ?? '', /was not read/);
    assert.equal(unread?.revertedBy, undefined);
    const [unnamed] = judge(newCall('iam:CreateUser', { request: 'no object' }));
    assert.equal(unnamed?.name, 'user (not named)');
  });

  it('leaves nothing behind where a call only takes away', () => {
    const request = { snapshotId: 'snap-1', ...share('remove', 'createVolumePermission', { group: 'all' }) };
    assert.deepEqual(judge(newCall('ec2:ModifySnapshotAttribute', { request })), []);
    assert.deepEqual(judge(newCall('iam:UpdateAccessKey', { request: { accessKeyId: 'A', status: 'Inactive' } })), []);
  });

  it('takes names as they are, also those that look like places for others', () => {
    const [remnant] = judge(newCall('iam:AddUserToGroup', { request: { groupName: '{1}', userName: '$&' } }));
    assert.equal(remnant?.name, 'user $& in group {1}');
  });

  it('bounds what one record makes', () => {
    const items = Array.from({ length: 5_000 }, (_, at) => ({ instanceId: `i-${at}` }));
    assert.equal(judge(newCall('ec2:RunInstances', { response: { instancesSet: { items } } })).length, 1_000);
  });

  it('asks the index by name only where records are certain to be found by it', () => {
    const search = toUndoSearch(
      listMade([
        newCall('iam:AttachUserPolicy', { request: { userName: 'eve', policyArn } }),
        newCall('lambda:AddPermission', { request: { functionName: 'f', statementId: 's' }, after: -60 }),
      ]).things,
    );
    assert.deepEqual(search, {
      named: ['iam:DetachUserPolicy', 'iam:DeletePolicy', 'iam:DeleteUser'],
      names: ['eve', policyArn],
      unnamed: ['lambda:RemovePermission', 'lambda:DeleteFunction'],
      accounts: [account],
      from: made - 60_000,
    });
    assert.equal(toUndoSearch(listMade([newCall('iam:CreateUser', { isUnread: true })]).things), undefined);
  });

  it('has rules whose sentences name what they compare', () => {
    assert.equal(makingCalls.length, new Set(makingCalls).size);
    for (const { by, name, text, undo, calls } of remnantRules) {
      const count = typeof by === 'function' ? 3 : by.length;
      for (const [, at] of `${name} ${text}`.matchAll(/\{(\d)\}/g))
        assert.ok(Number(at) < count, `${calls.join()} ${name}`);
      for (const { at = [], by: undoBy } of undo.flatMap((way) => [
        way,
        ...(way.redo === undefined ? [] : [way.redo]),
      ])) {
        assert.ok(typeof undoBy === 'function' || undoBy.length <= count, `${calls.join()}: compares too much`);
        assert.ok(at.every((place) => place < count));
        assert.ok(typeof undoBy === 'function' || at.length === 0 || at.length === undoBy.length);
      }
    }
  });
});
