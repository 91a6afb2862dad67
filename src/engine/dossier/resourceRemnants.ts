import { toFunction } from './functionName';
import { valuesAt, type OriginalRecord } from './originalRecord';
import { toPolicyDetail } from './policyPrincipals';
import { changedAgain, endsWith, inPart, made, setting, type RemnantRule, type UndoRule } from './remnantRule';

const scope = 'region';

const snapshot = 'request.snapshotId';
const image = 'request.imageId';
const allows = (kind: string, how: 'add' | 'remove'): string =>
  ['userId', 'group', 'organizationArn', 'organizationalUnitArn']
    .map((name) => `request.${kind}.${how}.items[].${name}`)
    .join('&');
const dbSnapshot = 'request.dBSnapshotIdentifier';
const dbClusterSnapshot = 'request.dBClusterSnapshotIdentifier';

/** Of a document only one version was deleted. */
function hasVersion(record: OriginalRecord): boolean {
  return valuesAt(record, 'request.documentVersion&request.versionName').length > 0;
}

/** Snapshots and images that others may copy. */
const sharing: readonly RemnantRule[] = [
  {
    kind: 'snapshotShared',
    calls: ['ec2:ModifySnapshotAttribute'],
    by: [snapshot, allows('createVolumePermission', 'add')],
    name: 'snapshot {0} for {1}',
    text: 'shared snapshot {0} with {1}',
    undo: [
      {
        calls: ['ec2:ModifySnapshotAttribute'],
        by: [snapshot, allows('createVolumePermission', 'remove')],
        how: 'taken back',
      },
      { calls: ['ec2:ResetSnapshotAttribute'], by: [snapshot], how: 'taken back' },
      { ...endsWith('snapshot', 'ec2:DeleteSnapshot', snapshot, 0), isFinal: true },
    ],
    needsNames: true,
    scope,
  },
  {
    kind: 'imageShared',
    calls: ['ec2:ModifyImageAttribute'],
    by: [image, allows('launchPermission', 'add')],
    name: 'image {0} for {1}',
    text: 'shared image {0} with {1}',
    undo: [
      { calls: ['ec2:ModifyImageAttribute'], by: [image, allows('launchPermission', 'remove')], how: 'taken back' },
      { calls: ['ec2:ResetImageAttribute'], by: [image], how: 'taken back' },
      { ...endsWith('image', 'ec2:DeregisterImage', image, 0), isFinal: true },
    ],
    needsNames: true,
    scope,
  },
  sharedDatabase('ModifyDBSnapshotAttribute', 'rds:DeleteDBSnapshot', dbSnapshot),
  sharedDatabase('ModifyDBClusterSnapshotAttribute', 'rds:DeleteDBClusterSnapshot', dbClusterSnapshot),
  {
    kind: 'other',
    calls: ['ssm:ModifyDocumentPermission'],
    by: ['request.name', 'request.accountIdsToAdd[]'],
    name: 'document {0} for {1}',
    text: 'shared SSM document {0} with {1}',
    undo: [
      {
        calls: ['ssm:ModifyDocumentPermission'],
        by: ['request.name', 'request.accountIdsToRemove[]'],
        how: 'taken back',
      },
      {
        calls: ['ssm:DeleteDocument'],
        by: (record) => (hasVersion(record) ? [] : valuesAt(record, 'request.name').map((name) => [name])),
        at: [0],
        how: 'deleted with its document',
      },
    ],
    needsNames: true,
    scope,
  },
  made(
    'other',
    ['ram:CreateResourceShare', 'ram:DeleteResourceShare'],
    ['response.resourceShare.resourceShareArn', 'request.resourceShareArn'],
    'resource share',
  ),
];

function sharedDatabase(call: string, deletion: string, path: string): RemnantRule {
  return {
    kind: 'snapshotShared',
    calls: [`rds:${call}`],
    by: [path, 'request.valuesToAdd[]'],
    name: 'database snapshot {0} for {1}',
    text: 'shared database snapshot {0} with {1}',
    undo: [
      { calls: [`rds:${call}`], by: [path, 'request.valuesToRemove[]'], how: 'taken back' },
      endsWith('snapshot', deletion, path, 0),
    ],
    needsNames: true,
    scope,
  };
}

const bucket = 'request.bucketName';
const bucketEnd = endsWith('bucket', 's3:DeleteBucket', bucket, 0);

function bucketSetting(what: string, put: readonly string[], deletion?: string): RemnantRule {
  const undo = deletion === undefined ? [] : [{ calls: [deletion], by: [bucket], how: 'deleted' }];
  return setting('bucketPolicy', put, bucket, `${what} of bucket`, [...undo, bucketEnd], { scope: 'global' });
}

const listBuckets = (record: OriginalRecord): readonly (readonly string[])[] =>
  valuesAt(record, bucket).map((name) => [name]);
/** Anything less lets some public access through. */
function blocksAll(record: OriginalRecord): boolean {
  return ['BlockPublicAcls', 'IgnorePublicAcls', 'BlockPublicPolicy', 'RestrictPublicBuckets'].every((name) =>
    valuesAt(record, `request.PublicAccessBlockConfiguration.${name}`).includes('true'),
  );
}

/** Names of buckets are the same everywhere. */
const buckets: readonly RemnantRule[] = [
  {
    ...bucketSetting('policy', ['s3:PutBucketPolicy'], 's3:DeleteBucketPolicy'),
    detail: toPolicyDetail('bucketPolicy'),
  },
  bucketSetting('access control list', ['s3:PutBucketAcl']),
  bucketSetting('replication', ['s3:PutBucketReplication'], 's3:DeleteBucketReplication'),
  bucketSetting('website', ['s3:PutBucketWebsite'], 's3:DeleteBucketWebsite'),
  bucketSetting('cross-origin rules', ['s3:PutBucketCors'], 's3:DeleteBucketCors'),
  bucketSetting('notifications', ['s3:PutBucketNotification']),
  {
    kind: 'bucketPolicy',
    calls: ['s3:DeleteBucketPublicAccessBlock'],
    by: [bucket],
    name: 'block of public access of bucket {0}',
    text: 'removed the block of public access of bucket {0}',
    undo: [
      {
        calls: ['s3:PutBucketPublicAccessBlock'],
        by: (record) => (blocksAll(record) ? listBuckets(record) : []),
        how: 'set again',
        redo: {
          calls: ['s3:DeleteBucketPublicAccessBlock', 's3:PutBucketPublicAccessBlock'],
          by: (record) => (blocksAll(record) ? [] : listBuckets(record)),
          how: 'removed again',
        },
      },
      bucketEnd,
    ],
    scope: 'global',
  },
  // To delete the block opens the bucket further: it takes nothing back.
  setting(
    'bucketPolicy',
    ['s3:PutBucketPublicAccessBlock'],
    bucket,
    'block of public access of bucket',
    [changedAgain(['s3:DeleteBucketPublicAccessBlock'], [bucket]), bucketEnd],
    { scope: 'global' },
  ),
  made('other', ['s3:CreateBucket', 's3:DeleteBucket'], [bucket, bucket], 'bucket', { scope: 'global' }),
];

/** Of a function the whole of it, by its name. */
const functionName = (record: OriginalRecord): readonly (readonly string[])[] => {
  const names = toFunction(record);
  return names === undefined || names.qualifier !== undefined ? [] : [[names.name]];
};
/** As `[f:live, f]`; without a version or an alias `[f, f]`. */
const qualifiedFunction = (record: OriginalRecord): readonly (readonly string[])[] => {
  const names = toFunction(record);
  return names === undefined ? [] : [[names.qualified, names.name]];
};
/** As `[f:live, statement, f]`: policies of a function's versions and aliases are others than its own. */
const functionStatement = (record: OriginalRecord): readonly (readonly string[])[] =>
  qualifiedFunction(record).flatMap(([qualified = '', name = '']) =>
    valuesAt(record, 'request.statementId').map((statement) => [qualified, statement, name]),
  );
const cutNames = (things: readonly (readonly string[])[], count: number): readonly (readonly string[])[] =>
  things.map((names) => names.slice(0, count));
/** A function ends with all that belongs to it; a version of it with its own. */
const functionEnds = (at: number): readonly UndoRule[] => [
  { calls: ['lambda:DeleteFunction'], by: functionName, at: [at], how: 'deleted with its function' },
];
const versionEnd: UndoRule = {
  calls: ['lambda:DeleteFunction'],
  by: (record) => {
    const names = toFunction(record);
    return names?.qualifier === undefined ? [] : [[names.qualified]];
  },
  at: [0],
  how: 'deleted with its version',
};

/** Of functions that were called by their ARN the name counts. */
const functions: readonly RemnantRule[] = [
  {
    kind: 'function',
    calls: ['lambda:CreateFunction'],
    by: functionName,
    name: 'function {0}',
    text: 'created function {0}',
    undo: [{ calls: ['lambda:DeleteFunction'], by: functionName, how: 'deleted' }],
    scope,
  },
  setting('function', ['lambda:UpdateFunctionCode'], functionName, 'code of function', functionEnds(0)),
  inPart(
    setting(
      'function',
      ['lambda:UpdateFunctionConfiguration'],
      functionName,
      'configuration of function',
      functionEnds(0),
    ),
  ),
  {
    kind: 'resourcePolicy',
    calls: ['lambda:AddPermission'],
    by: functionStatement,
    name: 'permission {1} of function {0}',
    text: 'added permission {1} to function {0}',
    detail: (record) => {
      const [principal] = valuesAt(record, 'request.principal');
      return principal === undefined ? undefined : `it lets in ${principal}`;
    },
    undo: [
      {
        calls: ['lambda:RemovePermission'],
        by: (record) => cutNames(functionStatement(record), 2),
        how: 'removed',
        at: [0, 1],
      },
      ...functionEnds(2),
      versionEnd,
    ],
    scope,
  },
  {
    kind: 'resourcePolicy',
    calls: ['lambda:AddLayerVersionPermission'],
    by: ['request.layerName#name', 'request.versionNumber', 'request.statementId'],
    name: 'permission {2} of layer {0}',
    text: 'added permission {2} to version {1} of layer {0}',
    undo: [
      {
        calls: ['lambda:RemoveLayerVersionPermission'],
        by: ['request.layerName#name', 'request.versionNumber', 'request.statementId'],
        how: 'removed',
      },
    ],
    scope,
  },
  {
    kind: 'function',
    calls: ['lambda:CreateFunctionUrlConfig'],
    by: qualifiedFunction,
    name: 'address of function {0}',
    text: 'gave function {0} an address on the internet',
    undo: [
      {
        calls: ['lambda:DeleteFunctionUrlConfig'],
        by: (record) => cutNames(qualifiedFunction(record), 1),
        at: [0],
        how: 'deleted',
      },
      ...functionEnds(1),
    ],
    scope,
  },
  {
    kind: 'function',
    calls: ['lambda:CreateEventSourceMapping'],
    by: ['response.uUID|response.uuid', 'request.functionName#name'],
    name: 'event source {0} of function {1}',
    text: 'connected function {1} to an event source ({0})',
    undo: [{ calls: ['lambda:DeleteEventSourceMapping'], by: ['request.uUID|request.uuid'], how: 'deleted' }],
    scope,
    isUnique: true,
  },
];

const key = 'request.keyId#name';

/** Keys of KMS, secrets, queues, topics. */
const policies: readonly RemnantRule[] = [
  setting('resourcePolicy', ['kms:PutKeyPolicy'], key, 'policy of KMS key', [], { detail: toPolicyDetail('policy') }),
  {
    kind: 'resourcePolicy',
    calls: ['kms:CreateGrant'],
    by: ['response.grantId', key, 'request.granteePrincipal'],
    name: 'grant on KMS key {1} for {2}',
    text: 'granted use of KMS key {1} to {2}',
    undo: [
      { calls: ['kms:RevokeGrant'], by: ['request.grantId'], how: 'revoked' },
      { calls: ['kms:RetireGrant'], by: ['request.grantId'], how: 'retired' },
    ],
    scope,
    isUnique: true,
  },
  {
    kind: 'other',
    calls: ['kms:ScheduleKeyDeletion'],
    by: [key],
    name: 'deletion of KMS key {0}',
    text: 'scheduled KMS key {0} for deletion',
    undo: [
      {
        calls: ['kms:CancelKeyDeletion'],
        by: [key],
        how: 'cancelled',
        redo: { calls: ['kms:ScheduleKeyDeletion'], by: [key], how: 'scheduled again' },
      },
    ],
    scope,
  },
  {
    kind: 'other',
    calls: ['kms:DisableKey'],
    by: [key],
    name: 'KMS key {0}',
    text: 'disabled KMS key {0}',
    undo: [
      {
        calls: ['kms:EnableKey'],
        by: [key],
        how: 'enabled again',
        redo: { calls: ['kms:DisableKey'], by: [key], how: 'disabled again' },
      },
    ],
    scope,
  },
  setting(
    'resourcePolicy',
    ['secretsmanager:PutResourcePolicy'],
    'request.secretId',
    'policy of secret',
    [{ calls: ['secretsmanager:DeleteResourcePolicy'], by: ['request.secretId'], how: 'deleted' }],
    { detail: toPolicyDetail('resourcePolicy') },
  ),
  setting('resourcePolicy', ['ecr:SetRepositoryPolicy'], 'request.repositoryName', 'policy of repository', [
    { calls: ['ecr:DeleteRepositoryPolicy'], by: ['request.repositoryName'], how: 'deleted' },
  ]),
  ...(['sns', 'sqs'] as const).map((service): RemnantRule => {
    const path = service === 'sns' ? 'request.topicArn' : 'request.queueUrl';
    return {
      kind: 'resourcePolicy',
      calls: [`${service}:AddPermission`],
      by: [path, 'request.label'],
      name: 'permission {1} of {0}',
      text: 'added permission {1} to {0}',
      undo: [{ calls: [`${service}:RemovePermission`], by: [path, 'request.label'], how: 'removed' }],
      scope,
    };
  }),
  made(
    'other',
    ['sns:Subscribe', 'sns:Unsubscribe'],
    ['response.subscriptionArn', 'request.subscriptionArn'],
    'subscription',
  ),
];

/** What gives away, opens or runs something: shares, policies of resources, functions. */
export const resourceRemnants: readonly RemnantRule[] = [...sharing, ...buckets, ...functions, ...policies];
