import { demoCaseObjects } from '../../../src/demo/demoCase';
import { accessDeniedTo } from '../s3Server/faults';
import { defaultCredential, startS3Server, type S3TestServer } from '../s3Server/s3Server';

/** The log-archive bucket of the tests: the demo case in S3, one region of which the analyst may not list. */
export const archiveBucket = 'example-org-cloudtrail-logs';

export async function startArchive(): Promise<S3TestServer> {
  const server = await startS3Server();
  server.createBucket(archiveBucket, 'eu-west-1');
  for (const { key, bytes, lastModified, metadata } of demoCaseObjects()) {
    server.put(archiveBucket, key, Buffer.from(bytes), { lastModified, metadata });
  }
  const day = 'AWSLogs/o-exampleorg1/444455556666/CloudTrail/us-east-1/2026/01/13/';
  server.put(
    archiveBucket,
    `${day}444455556666_CloudTrail_us-east-1_20260113T2359Z_ArchivedArchived.json.gz`,
    Buffer.from('x'),
    {
      storageClass: 'DEEP_ARCHIVE',
    },
  );
  server.addFault({
    operation: 'ListObjectsV2',
    path: /prefix=[^&]*111122223333\/CloudTrail\/ap-southeast-2\//,
    times: Infinity,
    effect: accessDeniedTo(defaultCredential.arn, 's3:ListBucket', `arn:aws:s3:::${archiveBucket}`),
  });
  return server;
}

/** The environment of an analyst whose keys the archive takes. */
export function toArchiveEnvironment(server: S3TestServer): Record<string, string> {
  return {
    AWS_ACCESS_KEY_ID: defaultCredential.accessKeyId,
    AWS_SECRET_ACCESS_KEY: defaultCredential.secretAccessKey,
    AWS_ENDPOINT_URL_STS: server.url,
    AWS_ENDPOINT_URL_CLOUDTRAIL: server.url,
  };
}
