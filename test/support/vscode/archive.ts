import { demoCaseObjects, demoPublicKeys } from '../../../src/demo/demoCase';
import type { ServerPublicKey } from '../s3Server/cloudTrailService';
import { accessDeniedTo, failWith } from '../s3Server/faults';
import { defaultCredential, startS3Server, type S3TestServer } from '../s3Server/s3Server';

/** The log-archive bucket of the tests: the demo case in S3, one region of which the analyst may not list. */
export const archiveBucket = 'example-org-cloudtrail-logs';
/** Where the analyst may not ask for CloudTrail's public keys. */
export const keylessRegion = 'eu-central-1';

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
  addPublicKeys(server);
  return server;
}

/** The demo case's own, in the regions of its digests. */
function addPublicKeys(server: S3TestServer): void {
  const { PublicKeyList: keys } = JSON.parse(demoPublicKeys()) as { readonly PublicKeyList: ServerPublicKey[] }; // ListPublicKeys' answer
  for (const region of ['us-east-1', 'eu-west-1', 'ap-southeast-2']) server.publicKeys.set(region, keys);
  server.addFault({
    operation: 'ListPublicKeys',
    authorization: new RegExp(`/${keylessRegion}/cloudtrail/`),
    times: Infinity,
    effect: failWith(
      400,
      'AccessDeniedException',
      `User: ${defaultCredential.arn} is not authorized to perform: cloudtrail:ListPublicKeys because no identity-based policy allows the cloudtrail:ListPublicKeys action`,
    ),
  });
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
