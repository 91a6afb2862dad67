import type { EpochMs } from '../base/time';
import type { Region } from './demoWorld';
import type { Actor } from './identities';
import type { JsonObject, JsonValue, SpelledNumber } from './jsonText';
import { alphanumerics, type Random } from './prng';
import { newRecord, type PendingRecord } from './recordBuilder';

export interface S3Call {
  readonly time: EpochMs;
  readonly actor: Actor;
  readonly region: Region;
  readonly bucket: string;
  readonly bucketOwner: string;
  readonly name: 'GetObject' | 'PutObject' | 'ListObjects' | 'CopyObject' | 'HeadObject';
  readonly key?: string;
  readonly bytesIn?: number;
  readonly bytesOut?: number | SpelledNumber;
  readonly extraRequest?: JsonObject;
  readonly extraAdditional?: JsonObject;
  readonly error?: { readonly code: string; readonly message: string };
  readonly fate?: 'erased' | 'lost';
}

/** A data event of S3: what was done to an object, with the bytes that moved. */
export function newS3Record(random: Random, call: S3Call): PendingRecord {
  const host = `${call.bucket}.s3.${call.region}.amazonaws.com`;
  const bucketArn = `arn:aws:s3:::${call.bucket}`;
  const object: JsonObject =
    call.key === undefined
      ? { type: 'AWS::S3::Object', ARNPrefix: `${bucketArn}/` }
      : { type: 'AWS::S3::Object', ARN: `${bucketArn}/${call.key}` };
  return newRecord(random, {
    time: call.time,
    actor: call.actor,
    region: call.region,
    account: call.bucketOwner,
    service: 's3',
    name: call.name,
    request: { bucketName: call.bucket, Host: host, key: call.key, ...call.extraRequest },
    response: call.name === 'PutObject' ? { 'x-amz-server-side-encryption': 'AES256' } : null,
    additional: {
      SignatureVersion: 'SigV4',
      CipherSuite: 'TLS_AES_128_GCM_SHA256',
      bytesTransferredIn: call.bytesIn ?? 0,
      AuthenticationMethod: 'AuthHeader',
      'x-amz-id-2': `${random.text(alphanumerics, 75)}=`,
      bytesTransferredOut: call.bytesOut ?? 0,
      ...call.extraAdditional,
    } satisfies Record<string, JsonValue | undefined>,
    resources: [object, { accountId: call.bucketOwner, type: 'AWS::S3::Bucket', ARN: bucketArn }],
    isData: true,
    hostHeader: host,
    ...(call.error === undefined ? {} : { error: call.error }),
    ...(call.fate === undefined ? {} : { fate: call.fate }),
  });
}
