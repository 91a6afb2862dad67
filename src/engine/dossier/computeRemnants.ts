import { valuesAt, type OriginalRecord } from './originalRecord';
import { changedAgain, endsWith, inPart, made, setting, type RemnantRule, type UndoRule } from './remnantRule';
import { listGroupRules, listRevokedRules } from './securityGroupRules';

const scope = 'region';
const snapshot = 'request.snapshotId';
const image = 'request.imageId';
const dbSnapshot = 'request.dBSnapshotIdentifier';
const groupId = 'request.groupId';
const ruleIds = (record: OriginalRecord): readonly (readonly string[])[] =>
  valuesAt(
    record,
    'request.securityGroupRuleIds.items[].securityGroupRuleId&response.revokedSecurityGroupRuleSet.items[].securityGroupRuleId',
  ).map((id) => [id]);

function groupRule(direction: 'Ingress' | 'Egress'): RemnantRule {
  return {
    kind: 'securityGroupRule',
    calls: [`ec2:AuthorizeSecurityGroup${direction}`],
    by: listGroupRules,
    name: `${direction === 'Ingress' ? 'inbound' : 'outbound'} rule {1} of {0}`,
    text: `opened security group {0} (${direction === 'Ingress' ? 'inbound' : 'outbound'}) for {1}`,
    undo: [
      { calls: [`ec2:RevokeSecurityGroup${direction}`], by: listRevokedRules, at: [0, 1], how: 'revoked' },
      { calls: [`ec2:RevokeSecurityGroup${direction}`], by: ruleIds, at: [2], how: 'revoked' },
      { ...endsWith('security group', 'ec2:DeleteSecurityGroup', groupId, 0), isFinal: true },
    ],
    scope,
  };
}

const instance = 'request.instanceId';
const terminated: UndoRule = {
  calls: ['ec2:TerminateInstances'],
  by: ['request.instancesSet.items[].instanceId'],
  how: 'terminated',
  isFinal: true,
};

/** The same name on another bus, in another group or cluster is another thing. */
const eventRule = ['request.name', 'request.eventBusName|=default'];
const schedule = ['request.name', 'request.groupName|=default'];
const cluster = 'request.clusterName|request.name';
const accessEntry = ['request.principalArn', cluster];

/** Instances, databases, and what opens or starts them. */
export const computeRemnants: readonly RemnantRule[] = [
  groupRule('Ingress'),
  groupRule('Egress'),
  made(
    'other',
    ['ec2:CreateSecurityGroup', 'ec2:DeleteSecurityGroup'],
    ['response.groupId', groupId],
    'security group',
  ),
  {
    kind: 'instance',
    calls: ['ec2:RunInstances'],
    by: ['response.instancesSet.items[].instanceId'],
    name: 'instance {0}',
    text: 'started instance {0}',
    undo: [terminated],
    scope,
    isUnique: true,
  },
  inPart(setting('instance', ['ec2:ModifyInstanceAttribute'], instance, 'attributes of instance', [terminated])),
  {
    kind: 'instance',
    calls: ['ec2:RequestSpotInstances'],
    by: ['response.spotInstanceRequestSet.items[].spotInstanceRequestId'],
    name: 'spot request {0}',
    text: 'asked for spot instances ({0})',
    undo: [
      {
        calls: ['ec2:CancelSpotInstanceRequests'],
        by: ['request.spotInstanceRequestIdSet.items[].spotInstanceRequestId'],
        how: 'cancelled',
      },
    ],
    scope,
    isUnique: true,
  },
  {
    kind: 'other',
    calls: ['ec2:CreateKeyPair', 'ec2:ImportKeyPair'],
    by: ['request.keyName', 'response.keyPairId|request.keyName'],
    name: 'key pair {0}',
    text: 'added key pair {0}',
    undo: [
      { calls: ['ec2:DeleteKeyPair'], by: ['request.keyName'], how: 'deleted' },
      { calls: ['ec2:DeleteKeyPair'], by: ['request.keyPairId'], at: [1], how: 'deleted' },
    ],
    scope,
  },
  made('other', ['ec2:CreateSnapshot', 'ec2:DeleteSnapshot'], ['response.snapshotId', snapshot], 'snapshot'),
  made('other', ['ec2:CreateImage', 'ec2:DeregisterImage'], ['response.imageId', image], 'image'),
  made('other', ['rds:CreateDBSnapshot', 'rds:DeleteDBSnapshot'], [dbSnapshot, dbSnapshot], 'database snapshot'),
  made(
    'other',
    ['rds:RestoreDBInstanceFromDBSnapshot', 'rds:DeleteDBInstance'],
    ['request.dBInstanceIdentifier', 'request.dBInstanceIdentifier'],
    'database',
  ),
  made(
    'other',
    ['rds:CreateDBInstance', 'rds:DeleteDBInstance'],
    ['request.dBInstanceIdentifier', 'request.dBInstanceIdentifier'],
    'database',
  ),
  inPart(
    setting('other', ['rds:ModifyDBInstance'], 'request.dBInstanceIdentifier', 'settings of database', [
      endsWith('database', 'rds:DeleteDBInstance', 'request.dBInstanceIdentifier', 0),
    ]),
  ),
  made(
    'other',
    ['cloudformation:CreateStack', 'cloudformation:DeleteStack'],
    ['request.stackName#name', 'request.stackName#name'],
    'stack',
  ),
  {
    kind: 'other',
    calls: ['events:PutRule'],
    by: eventRule,
    name: 'scheduled or matching rule {0} of event bus {1}',
    text: 'changed the scheduled or matching rule {0} of event bus {1}',
    undo: [
      changedAgain(['events:PutRule'], eventRule),
      { calls: ['events:DeleteRule'], by: eventRule, how: 'deleted' },
      {
        calls: ['events:DisableRule'],
        by: eventRule,
        how: 'disabled',
        redo: { calls: ['events:EnableRule'], by: eventRule, how: 'enabled again' },
      },
    ],
    scope,
  },
  {
    kind: 'other',
    calls: ['scheduler:CreateSchedule'],
    by: schedule,
    name: 'schedule {0} of group {1}',
    text: 'created schedule {0} of group {1}',
    undo: [
      { calls: ['scheduler:DeleteSchedule'], by: schedule, how: 'deleted' },
      endsWith('group', 'scheduler:DeleteScheduleGroup', 'request.name', 1),
    ],
    scope,
  },
  made(
    'other',
    ['ssm:CreateAssociation', 'ssm:DeleteAssociation'],
    ['response.associationDescription.associationId', 'request.associationId'],
    'SSM association',
  ),
  {
    kind: 'other',
    calls: ['eks:CreateAccessEntry'],
    by: accessEntry,
    name: 'access entry for {0} to cluster {1}',
    text: 'let principal {0} into cluster {1}',
    undo: [
      { calls: ['eks:DeleteAccessEntry'], by: accessEntry, how: 'deleted' },
      endsWith('cluster', 'eks:DeleteCluster', cluster, 1),
    ],
    scope,
  },
  made(
    'other',
    ['lightsail:CreateInstances', 'lightsail:DeleteInstance'],
    ['request.instanceNames[]', 'request.instanceName'],
    'Lightsail instance',
  ),
];
