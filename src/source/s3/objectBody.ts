import { toSizeText } from '../../base/byteSize';
import { toDisplayText } from '../../base/displayText';
import { UserError } from '../../base/errors';
import { toS3Uri } from './s3Location';

/** What both ways of reading an object have in common. A log file has a few MB; this only keeps a mistake from filling the memory. */
export const maxObjectBytes = 512 * 1024 * 1024;
/** Calls are made again until an answer begins; a body that breaks off later is asked for again this often. */
export const maxBodyAttempts = 3;

export interface ObjectAddress {
  readonly bucket: string;
  readonly key: string;
}

/** S3 writes ETags in quotes. */
export function toBareEtag(etag: string | undefined): string | undefined {
  return etag?.replace(/^"(.*)"$/, '$1');
}

export function newTooLargeError({ bucket, key }: ObjectAddress, sizeBytes: number): UserError {
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

export function newIncompleteError({ bucket, key }: ObjectAddress, cause: unknown): UserError {
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
