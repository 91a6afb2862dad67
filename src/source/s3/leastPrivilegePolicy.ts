import { getPartition } from './awsPartition';
import { toBucketArn, toObjectArn } from './s3Location';

export interface PolicyScope {
  readonly bucket: string;
  /** `''`, or ending in `/`. */
  readonly prefix: string;
  /** Region of the bucket; decides the partition. */
  readonly region?: string;
  /** Key of an SSE-KMS encrypted trail. Absent: a placeholder stands in the policy. */
  readonly kmsKeyArn?: string;
  /** Also allow what discovering trails and validating digests needs. */
  readonly canDiscover?: boolean;
}

/**
 * The least an identity needs to browse and read log files: an IAM policy as JSON text, to be pasted into the console.
 * Asking for the bucket's region needs no permission: S3 tells it with a 403, too.
 */
export function toLeastPrivilegePolicy(scope: PolicyScope): string {
  const { bucket, region } = scope;
  const statements = [
    {
      Sid: 'ListLogFolders',
      Effect: 'Allow',
      Action: 's3:ListBucket',
      Resource: toBucketArn(bucket, region),
      Condition: { StringLike: { 's3:prefix': toListablePrefixes(scope.prefix) } },
    },
    {
      Sid: 'ReadLogFiles',
      Effect: 'Allow',
      Action: 's3:GetObject',
      Resource: toObjectArn(bucket, `${escapeWildcards(scope.prefix)}*`, region),
    },
    toKmsStatement(scope),
    ...(scope.canDiscover === true
      ? [
          {
            Sid: 'DiscoverTrails',
            Effect: 'Allow',
            Action: ['cloudtrail:DescribeTrails', 'cloudtrail:GetTrailStatus', 'cloudtrail:ListPublicKeys'],
            Resource: '*',
          },
        ]
      : []),
  ];
  return JSON.stringify({ Version: '2012-10-17', Statement: statements }, null, 2);
}

/** `a/b/` → `''`, `a/`, `a/b/*`: enough to walk down to the prefix, and everything below it. */
function toListablePrefixes(prefix: string): readonly string[] {
  const folders = prefix.split('/').slice(0, -1);
  const above = folders.map((_, depth) =>
    folders
      .slice(0, depth)
      .map((folder) => `${folder}/`)
      .join(''),
  );
  return [...above, prefix].map((text, index) => escapeWildcards(text) + (index === folders.length ? '*' : ''));
}

function toKmsStatement({ region, kmsKeyArn }: PolicyScope): object {
  const { id, dnsSuffix } = getPartition(region);
  return {
    Sid: 'DecryptLogFiles',
    Effect: 'Allow',
    Action: 'kms:Decrypt',
    Resource: kmsKeyArn ?? `arn:${id}:kms:${region ?? 'REGION'}:ACCOUNT_ID:key/KEY_ID`,
    Condition: { StringLike: { 'kms:ViaService': `s3.${region ?? '*'}.${dnsSuffix}` } },
  };
}

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html#policy-vars-specialchars */
function escapeWildcards(text: string): string {
  return text.replace(/[*?$]/g, (c) => `\${${c}}`);
}
