import { Readable } from 'node:stream';
import { GetObjectCommand, type GetObjectCommandOutput, type S3Client } from '@aws-sdk/client-s3';
import { newAbortError, UserError } from '../../base/errors';
import type { StoredObject } from '../../engine/ports';
import type { RetryNotice } from './awsServices';
import {
  maxBodyAttempts,
  maxObjectBytes,
  newIncompleteError,
  newTooLargeError,
  toBareEtag,
  type ObjectAddress,
} from './objectBody';

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
