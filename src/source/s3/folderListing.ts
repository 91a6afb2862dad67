import { ListObjectsV2Command, type _Object, type ListObjectsV2CommandOutput, type S3Client } from '@aws-sdk/client-s3';
import type { ListedObject, ListingOptions, ListingPage, RecursivePage } from '../../engine/ports';
import { toBareEtag } from './objectBody';

/** One page of at most 1,000 folders and objects. Rejects with the SDK's error. */
export async function readListingPage(
  client: S3Client,
  bucket: string,
  prefix: string,
  options: ListingOptions,
  signal: AbortSignal,
): Promise<ListingPage> {
  const command = newListingCommand(bucket, prefix, options, '/');
  return toListingPage(await client.send(command, { abortSignal: signal }));
}

/** One page of at most 1,000 objects, in however many folders. Rejects with the SDK's error. */
export async function readRecursivePage(
  client: S3Client,
  bucket: string,
  prefix: string,
  options: ListingOptions,
  signal: AbortSignal,
): Promise<RecursivePage> {
  const command = newListingCommand(bucket, prefix, options);
  const { objects, nextToken } = toListingPage(await client.send(command, { abortSignal: signal }));
  return { objects, refused: [], ...(nextToken === undefined ? {} : { nextToken }) };
}

/** Keys travel URL-encoded, since XML cannot hold every character that a key can. */
function newListingCommand(
  bucket: string,
  prefix: string,
  options: ListingOptions,
  delimiter?: string,
): ListObjectsV2Command {
  return new ListObjectsV2Command({
    Bucket: bucket,
    Prefix: prefix,
    EncodingType: 'url',
    ...(delimiter === undefined ? {} : { Delimiter: delimiter }),
    // S3 ignores StartAfter beside a token.
    ...(options.token === undefined ? {} : { ContinuationToken: options.token }),
    ...(options.token !== undefined || options.startAfter === undefined ? {} : { StartAfter: options.startAfter }),
  });
}

function toListingPage(output: ListObjectsV2CommandOutput): ListingPage {
  // Some stores ignore the wish for encoding: they do not repeat it in the answer.
  const decode = output.EncodingType === 'url' ? decodeKey : (text: string): string => text;
  const nextToken = output.IsTruncated === true ? output.NextContinuationToken : undefined;
  return {
    folders: (output.CommonPrefixes ?? []).flatMap(({ Prefix: folder }) =>
      folder === undefined ? [] : [decode(folder)],
    ),
    objects: (output.Contents ?? []).flatMap((entry) => toListedObject(entry, decode)),
    ...(nextToken === undefined ? {} : { nextToken }),
  };
}

function toListedObject(entry: _Object, decode: (text: string) => string): readonly ListedObject[] {
  if (entry.Key === undefined) return [];
  const etag = toBareEtag(entry.ETag);
  const lastModified = entry.LastModified?.getTime();
  return [
    {
      key: decode(entry.Key),
      sizeBytes: entry.Size ?? 0,
      ...(lastModified === undefined ? {} : { lastModified }),
      ...(etag === undefined ? {} : { etag }),
      ...(entry.StorageClass === undefined ? {} : { storageClass: entry.StorageClass }),
    },
  ];
}

/** S3 encodes as HTML forms do: `+` is a space. What is not valid UTF-8 is shown as it came. */
function decodeKey(text: string): string {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '));
  } catch (error) {
    if (error instanceof URIError) return text;
    throw error;
  }
}
