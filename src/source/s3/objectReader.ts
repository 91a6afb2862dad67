import { Readable } from 'node:stream';
import { GetObjectCommand, type GetObjectCommandOutput, type S3Client } from '@aws-sdk/client-s3';
import { newAbortError, UserError } from '../../base/errors';
import { toSizeText } from '../../base/byteSize';
import { toDisplayText } from '../../base/displayText';
import type { StoredObject } from '../../engine/ports';
import type { RetryNotice } from './awsServices';
import { toS3Uri } from './s3Location';

/** A log file has a few MB; this only keeps a mistake from filling the memory. */
export const maxObjectBytes = 512 * 1024 * 1024;
/** The SDK retries until an answer begins; a body that breaks off later is ours to ask for again. */
const maxBodyAttempts = 3;

export interface ObjectAddress {
  readonly bucket: string;
  readonly key: string;
}

/**
 * Reads a whole object exactly as stored (gzip stays gzip). Its length is checked against Content-Length, its bytes
 * against the checksum if S3 has one. Rejects with the SDK's error, or a UserError `tooLarge` or `incomplete`.
 */
export async function readStoredObject(
  client: S3Client,
  address: ObjectAddress,
  onRetry: (notice: RetryNotice) => void,
  signal: AbortSignal,
): Promise<StoredObject> {
  // Said here, since AWS_RESPONSE_CHECKSUM_VALIDATION may have switched the SDK's default off.
  const command = { Bucket: address.bucket, Key: address.key, ChecksumMode: 'ENABLED' } as const;
  for (let attempt = 1; ; attempt++) {
    const output = await client.send(new GetObjectCommand(command), { abortSignal: signal });
    try {
      return toStoredObject(address.key, output, await readBody(output, address));
    } catch (error) {
      if (signal.aborted) throw newAbortError();
      if (error instanceof UserError) throw error;
      if (attempt === maxBodyAttempts) throw newIncompleteError(address, error);
      onRetry({ operation: 's3:GetObject', reason: 'the object did not arrive whole', attempt: attempt + 1 });
    }
  }
}

async function readBody(output: GetObjectCommandOutput, address: ObjectAddress): Promise<Uint8Array> {
  const { Body: body, ContentLength: sizeBytes } = output;
  if (body === undefined) return new Uint8Array();
  if (!(body instanceof Readable)) throw new Error('The body is not a Node stream'); // it always is under Node
  if (sizeBytes !== undefined && sizeBytes > maxObjectBytes) {
    body.destroy();
    throw newTooLargeError(address, sizeBytes);
  }
  const chunks: Uint8Array[] = [];
  let total = 0;
  for await (const chunk of body) {
    const bytes = chunk as Uint8Array; // a stream of an HTTP answer, never told an encoding, gives Buffers
    total += bytes.length;
    if (total > maxObjectBytes) throw newTooLargeError(address, total);
    chunks.push(bytes);
  }
  if (sizeBytes !== undefined && total !== sizeBytes) {
    throw new Error(`${total} of ${sizeBytes} bytes arrived`);
  }
  return Buffer.concat(chunks, total);
}

function toStoredObject(key: string, output: GetObjectCommandOutput, bytes: Uint8Array): StoredObject {
  const etag = toBareEtag(output.ETag);
  const lastModified = output.LastModified?.getTime();
  return {
    key,
    bytes,
    metadata: output.Metadata ?? {},
    ...(etag === undefined ? {} : { etag }),
    ...(output.VersionId === undefined ? {} : { versionId: output.VersionId }),
    ...(lastModified === undefined || Number.isNaN(lastModified) ? {} : { lastModified }),
    // S3 leaves the header out for STANDARD, and only for that.
    storageClass: output.StorageClass ?? 'STANDARD',
    ...(output.ServerSideEncryption === undefined ? {} : { serverSideEncryption: output.ServerSideEncryption }),
  };
}

/** S3 writes ETags in quotes. */
export function toBareEtag(etag: string | undefined): string | undefined {
  return etag?.replace(/^"(.*)"$/, '$1');
}

function newTooLargeError({ bucket, key }: ObjectAddress, sizeBytes: number): UserError {
  const uri = toDisplayText(toS3Uri(bucket, key));
  return new UserError(
    'tooLarge',
    `${uri} has ${toSizeText(sizeBytes)}: more than ${toSizeText(maxObjectBytes)} is not read.`,
    {
      operation: 's3:GetObject',
      nextStep: 'It is hardly a CloudTrail log file. Download it with the AWS CLI if you need it.',
    },
  );
}

function newIncompleteError({ bucket, key }: ObjectAddress, cause: unknown): UserError {
  const uri = toDisplayText(toS3Uri(bucket, key));
  return new UserError(
    'incomplete',
    `${uri} did not arrive whole in ${maxBodyAttempts} attempts: its length or checksum differs from what S3 announced.`,
    {
      operation: 's3:GetObject',
      nextStep: 'Check the network and a proxy that may alter answers, then retry.',
      cause,
    },
  );
}
