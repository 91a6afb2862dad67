import { GetObjectCommand, type S3Client } from '@aws-sdk/client-s3';
import type { FinalizeHandler } from '@smithy/types';
import type { BulkAddress } from '../../engine/ports';

const probeKey = 'k';
const probeOptions = { name: 'trailcaseProbe', step: 'finalizeRequest', priority: 'low' } as const;

/** What the SDK is about to send, as far as it says how objects of the bucket are reached. */
interface SignedRequest {
  readonly protocol: string;
  readonly hostname: string;
  readonly port?: number;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
}

/**
 * How the SDK would reach the objects of a bucket: a GetObject is made and signed, but not sent. So every rule for
 * hosts (path style, dotted names, access points, partitions, FIPS, endpoints of the environment) is the SDK's own.
 * Rejects with the SDK's error.
 */
export async function findBulkAddress(
  client: S3Client,
  bucket: string,
  profile: string | undefined,
): Promise<BulkAddress> {
  const { protocol, hostname, port, path, headers } = await signProbe(client, bucket);
  const scope = /Credential=[^,]+\/([^/,]+)\/([^/,]+)\/aws4_request/.exec(headers['authorization'] ?? '');
  return {
    bucket,
    region: scope?.[1] ?? (await client.config.region()),
    signingService: scope?.[2] ?? 's3',
    origin: `${protocol}//${hostname}${port === undefined ? '' : `:${port}`}`,
    pathPrefix: path.slice(0, -`/${probeKey}`.length),
    maxAttempts: await client.config.maxAttempts(),
    ...(profile === undefined ? {} : { profile }),
  };
}

/** The command has a middleware of its own that stands behind the signer and answers in place of S3. */
async function signProbe(client: S3Client, bucket: string): Promise<SignedRequest> {
  let signed: unknown;
  const command = new GetObjectCommand({ Bucket: bucket, Key: probeKey });
  const stack = command.middlewareStack as unknown as ProbedStack; // its own type names every command's input
  stack.add(
    () => (args) => {
      signed = args.request;
      return Promise.resolve({ response: undefined, output: { $metadata: {} } });
    },
    probeOptions,
  );
  await client.send(command);
  return signed as SignedRequest; // the S3 client sends HTTP requests only
}

interface ProbedStack {
  add(middleware: () => FinalizeHandler<object, { readonly $metadata: object }>, options: typeof probeOptions): void;
}
