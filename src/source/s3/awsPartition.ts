/** AWS is several separate clouds: names, hosts and credentials of one mean nothing in another. */
export interface AwsPartition {
  /** Second field of an ARN. */
  readonly id: string;
  readonly consoleHost: string;
  readonly dnsSuffix: string;
  /** Where to begin when nobody named a region. */
  readonly defaultRegion: string;
}

const aws: AwsPartition = {
  id: 'aws',
  consoleHost: 'console.aws.amazon.com',
  dnsSuffix: 'amazonaws.com',
  defaultRegion: 'us-east-1',
};

const china: AwsPartition = {
  id: 'aws-cn',
  consoleHost: 'console.amazonaws.cn',
  dnsSuffix: 'amazonaws.com.cn',
  defaultRegion: 'cn-north-1',
};

const govCloud: AwsPartition = {
  id: 'aws-us-gov',
  consoleHost: 'console.amazonaws-us-gov.com',
  dnsSuffix: 'amazonaws.com',
  defaultRegion: 'us-gov-west-1',
};

/** Without a region: the public partition. */
export function getPartition(region: string | undefined): AwsPartition {
  if (region?.startsWith('cn-') === true) return china;
  return region?.startsWith('us-gov-') === true ? govCloud : aws;
}

export function getPartitionOfArn(arn: string): AwsPartition {
  const id = arn.split(':')[1];
  return [china, govCloud].find((partition) => partition.id === id) ?? aws;
}
