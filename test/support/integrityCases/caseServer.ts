import { isolateAwsEnvironment } from '../s3Server/awsEnvironment';
import { failWith } from '../s3Server/faults';
import { defaultCredential, startS3Server, type S3TestServer } from '../s3Server/s3Server';
import type { CaseFault, IntegrityCase } from './integrityCase';

/** A server that answers S3, CloudTrail, STS and Organizations as the case says. Close it. */
export async function serveCase(served: IntegrityCase): Promise<S3TestServer> {
  const { region, organizationId, trails, buckets, objects, publicKeys, faults } = served;
  const server = await startS3Server({
    region,
    organizationId,
    trails: trails.map((description) => ({ description, status: { IsLogging: true } })),
  });
  for (const bucket of buckets) server.createBucket(bucket);
  for (const { bucket, key, bytes, metadata } of objects) server.put(bucket, key, bytes, { metadata });
  for (const listing of listRegions(served)) server.publicKeys.set(listing, publicKeys);
  for (const fault of faults) addFault(server, fault);
  return server;
}

/** The case's own, and all that digests come from. */
function listRegions({ region, objects }: IntegrityCase): ReadonlySet<string> {
  const sources = objects.flatMap(({ key }) => /\/CloudTrail-Digest\/([^/]+)\//.exec(key)?.[1] ?? []);
  return new Set([region, ...sources]);
}

/** Runs something while the case's own server is all that there is of AWS. */
export async function withCaseServer<T>(
  served: IntegrityCase,
  run: (server: S3TestServer) => Promise<T>,
  attempts = 4,
): Promise<T> {
  const server = await serveCase(served);
  const environment = await isolateAwsEnvironment({
    variables: {
      AWS_ACCESS_KEY_ID: defaultCredential.accessKeyId,
      AWS_SECRET_ACCESS_KEY: defaultCredential.secretAccessKey,
      AWS_ENDPOINT_URL: server.url,
      AWS_MAX_ATTEMPTS: String(attempts),
    },
  });
  try {
    return await run(server);
  } finally {
    await environment.restore();
    await server.close();
  }
}

function addFault(server: S3TestServer, { method, path, query, status, code, message, times }: CaseFault): void {
  const rest = query === undefined ? '' : `.*${escape(query)}`;
  server.addFault({
    method,
    path: new RegExp(`^${escape(path)}(?:\\?|$)${rest}`),
    times: times ?? Infinity,
    effect: failWith(status, code, message),
  });
}

function escape(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&');
}
