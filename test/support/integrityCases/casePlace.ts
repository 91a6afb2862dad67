import type { IntegrityCase } from './integrityCase';
import type { ValidatedPlace } from './validator';

/** Where and what the AWS CLI is asked for in a case, in our words: the whole bucket, one trail, account and region. */
export function toPlace({ trails, buckets, args, region }: IntegrityCase): ValidatedPlace {
  const bucket = trails[0]?.S3BucketName ?? buckets[0] ?? 'lab-trail-logs';
  const account = findArgument(args, '--account-id');
  return {
    uri: `s3://${bucket}`,
    scope: {
      from: Date.parse(getArgument(args, '--start-time')),
      to: Date.parse(getArgument(args, '--end-time')),
      trail: getArgument(args, '--trail-arn'),
      regions: [region],
      ...(account === undefined ? {} : { accounts: [account] }),
    },
  };
}

function getArgument(args: readonly string[], name: string): string {
  const value = findArgument(args, name);
  if (value === undefined) throw new Error(`No ${name}`);
  return value;
}

function findArgument(args: readonly string[], name: string): string | undefined {
  const at = args.indexOf(name);
  return at < 0 ? undefined : args[at + 1];
}
