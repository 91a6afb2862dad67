import { createHash } from 'node:crypto';
import { UserError } from '../../../src/base/errors';
import type {
  ListedObject,
  ListingOptions,
  ListingPage,
  LogFileSource,
  RecursivePage,
  StoredObject,
} from '../../../src/engine/ports';
import { writeObjects } from '../../../src/source/local/folderWriter';
import { MemorySource } from '../memorySource';
import type { S3TestServer } from '../s3Server/s3Server';
import type { TrailObject } from './signedTrail';

/** Puts every object into its own bucket, with its metadata. */
export function putInServer(server: S3TestServer, objects: Iterable<TrailObject>): void {
  for (const { bucket, key, bytes, metadata, lastModified } of objects) {
    server.put(bucket, key, bytes, {
      metadata,
      lastModified,
      contentType: 'application/json',
      contentEncoding: 'gzip',
    });
  }
}

/** As Trailcase downloads them: keys as paths, metadata in sidecars; of buckets of one name only. */
export async function writeToFolder(folder: string, objects: Iterable<TrailObject>, hasSidecars = true): Promise<void> {
  const written = [...objects].map((object) => (hasSidecars ? object : { ...object, metadata: {} }));
  await writeObjects(folder, written, new AbortController().signal);
}

/** What a listing says of an object; the ETag is S3's. */
export function toListed({ key, bytes, lastModified }: TrailObject): ListedObject {
  return { key, sizeBytes: bytes.length, lastModified, etag: toEtag(bytes), storageClass: 'STANDARD' };
}

/** What reading gives. */
export function toStored({ key, bytes, metadata, lastModified }: TrailObject): StoredObject {
  return { key, bytes, metadata, lastModified, etag: toEtag(bytes) };
}

function toEtag(bytes: Uint8Array): string {
  return `"${createHash('md5').update(bytes).digest('hex')}"`;
}

/** One bucket's objects as a source that can also be read. Counts its listings and reads. */
export class TrailSource implements LogFileSource {
  readonly read: string[] = [];
  /** Keys that are refused: reading rejects with the error. */
  readonly refused = new Map<string, UserError>();
  readonly listing: MemorySource;
  private readonly objects: ReadonlyMap<string, TrailObject>;

  constructor(objects: Iterable<TrailObject>, pageSize = 1000, deniedPrefixes: readonly string[] = []) {
    this.objects = new Map([...objects].map((object) => [object.key, object]));
    this.listing = new MemorySource([...this.objects.keys()], pageSize, deniedPrefixes);
  }

  async listFolder(prefix: string, options: ListingOptions): Promise<ListingPage> {
    const page = await this.listing.listFolder(prefix, options);
    return { ...page, objects: this.toListed(page.objects) };
  }

  async *listRecursive(prefix: string, options: ListingOptions): AsyncGenerator<RecursivePage> {
    for await (const page of this.listing.listRecursive(prefix, options)) {
      yield { ...page, objects: this.toListed(page.objects) };
    }
  }

  readObject(key: string): Promise<StoredObject> {
    this.read.push(key);
    const error = this.refused.get(key);
    const object = this.objects.get(key);
    if (error !== undefined) return Promise.reject(error);
    if (object === undefined) return Promise.reject(new UserError('notFound', `There is no object ${key}.`));
    return Promise.resolve(toStored(object));
  }

  toUri(key: string): string {
    return `s3://${this.objects.get(key)?.bucket ?? 'trail-logs'}/${key}`;
  }

  findIdentity(): Promise<string | undefined> {
    return Promise.resolve(undefined);
  }

  private toListed(listed: readonly ListedObject[]): readonly ListedObject[] {
    return listed.flatMap(({ key }) => {
      const object = this.objects.get(key);
      return object === undefined ? [] : [toListed(object)];
    });
  }
}
