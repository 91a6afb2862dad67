import assert from 'node:assert/strict';
import { toLeastPrivilegePolicy, type PolicyScope } from '../../../../src/source/s3/leastPrivilegePolicy';

interface Statement {
  readonly Sid: string;
  readonly Action: unknown;
  readonly Resource: unknown;
  readonly Condition?: unknown;
}

function parse(scope: PolicyScope): readonly Statement[] {
  const policy = JSON.parse(toLeastPrivilegePolicy(scope)) as { Version: string; Statement: Statement[] }; // asserted below
  assert.equal(policy.Version, '2012-10-17');
  return policy.Statement;
}

describe('the least-privilege policy', () => {
  it('allows to walk down to the prefix, to read below it, and to decrypt through S3 only', () => {
    assert.deepEqual(parse({ bucket: 'logs', prefix: 'a/b/', region: 'eu-west-1', kmsKeyArn: 'arn:key' }), [
      {
        Sid: 'ListLogFolders',
        Effect: 'Allow',
        Action: 's3:ListBucket',
        Resource: 'arn:aws:s3:::logs',
        Condition: { StringLike: { 's3:prefix': ['', 'a/', 'a/b/*'] } },
      },
      { Sid: 'ReadLogFiles', Effect: 'Allow', Action: 's3:GetObject', Resource: 'arn:aws:s3:::logs/a/b/*' },
      {
        Sid: 'DecryptLogFiles',
        Effect: 'Allow',
        Action: 'kms:Decrypt',
        Resource: 'arn:key',
        Condition: { StringLike: { 'kms:ViaService': 's3.eu-west-1.amazonaws.com' } },
      },
    ]);
  });

  const partitions = [
    ['eu-west-1', 'arn:aws:s3:::logs', 'arn:aws:kms:eu-west-1:ACCOUNT_ID:key/KEY_ID', 's3.eu-west-1.amazonaws.com'],
    [
      'cn-north-1',
      'arn:aws-cn:s3:::logs',
      'arn:aws-cn:kms:cn-north-1:ACCOUNT_ID:key/KEY_ID',
      's3.cn-north-1.amazonaws.com.cn',
    ],
    [
      'us-gov-west-1',
      'arn:aws-us-gov:s3:::logs',
      'arn:aws-us-gov:kms:us-gov-west-1:ACCOUNT_ID:key/KEY_ID',
      's3.us-gov-west-1.amazonaws.com',
    ],
  ] as const;
  for (const [region, bucketArn, keyArn, viaService] of partitions) {
    it(`uses the names of the partition of ${region}`, () => {
      const [list, read, decrypt] = parse({ bucket: 'logs', prefix: '', region });
      assert.equal(list?.Resource, bucketArn);
      assert.deepEqual(list.Condition, { StringLike: { 's3:prefix': ['*'] } });
      assert.equal(read?.Resource, `${bucketArn}/*`);
      assert.equal(decrypt?.Resource, keyArn);
      assert.deepEqual(decrypt.Condition, { StringLike: { 'kms:ViaService': viaService } });
    });
  }

  it('adds what discovery needs only when asked', () => {
    const scope = { bucket: 'logs', prefix: '' };
    assert.equal(
      parse(scope).some((statement) => statement.Sid === 'DiscoverTrails'),
      false,
    );
    const discover = parse({ ...scope, canDiscover: true }).find((statement) => statement.Sid === 'DiscoverTrails');
    assert.deepEqual(discover?.Action, [
      'cloudtrail:DescribeTrails',
      'cloudtrail:GetTrailStatus',
      'cloudtrail:ListPublicKeys',
    ]);
  });

  it('takes a prefix with wildcards for what it says', () => {
    const [list, read] = parse({ bucket: 'logs', prefix: 'a*/$b?/' });
    assert.deepEqual(list?.Condition, { StringLike: { 's3:prefix': ['', 'a${*}/', 'a${*}/${$}b${?}/*'] } });
    assert.equal(read?.Resource, 'arn:aws:s3:::logs/a${*}/${$}b${?}/*');
  });
});
