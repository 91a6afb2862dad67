import { gunzipSync, gzipSync } from 'node:zlib';
import type { SignedTrail, TrailObject } from './signedTrail';

/**
 * Objects that can be spoilt: deleted, changed, moved, swapped, added to. Keys are those of `name`; of other buckets,
 * hand their name over too. Everything throws where there is no such object, so that no test alters nothing.
 */
export class TrailBucket {
  /** The bucket of the first object. */
  readonly name: string;
  private readonly objects = new Map<string, TrailObject>();

  constructor(...trails: readonly Pick<SignedTrail, 'objects'>[]) {
    this.name = trails[0]?.objects[0]?.bucket ?? 'trail-logs';
    for (const trail of trails) for (const object of trail.objects) this.put(object);
  }

  /** In the byte order of keys, bucket by bucket. */
  list(): readonly TrailObject[] {
    return [...this.objects.entries()]
      .sort(([a], [b]) => Buffer.compare(Buffer.from(a), Buffer.from(b)))
      .map(([, o]) => o);
  }

  keys(bucket = this.name): readonly string[] {
    return this.list().flatMap((object) => (object.bucket === bucket ? [object.key] : []));
  }

  find(key: string, bucket = this.name): TrailObject | undefined {
    return this.objects.get(toName(bucket, key));
  }

  get(key: string, bucket = this.name): TrailObject {
    const object = this.find(key, bucket);
    if (object === undefined) throw new Error(`No object s3://${bucket}/${key}`);
    return object;
  }

  put(object: TrailObject): void {
    this.objects.set(toName(object.bucket, object.key), object);
  }

  /** An object that nobody delivered. */
  add(key: string, bytes: Uint8Array | string, details: Partial<TrailObject> = {}): void {
    const content = typeof bytes === 'string' ? gzipSync(bytes) : bytes;
    const lastModified = Date.UTC(2026, 0, 20);
    this.put({ bucket: this.name, key, bytes: content, metadata: {}, lastModified, ...details });
  }

  remove(key: string, bucket = this.name): void {
    this.get(key, bucket);
    this.objects.delete(toName(bucket, key));
  }

  /** Changes the stored bytes. */
  edit(key: string, change: (bytes: Uint8Array) => Uint8Array, bucket = this.name): void {
    const object = this.get(key, bucket);
    this.put({ ...object, bytes: change(Buffer.from(object.bytes)) });
  }

  /** Changes the text and gzips it anew. */
  editText(key: string, change: (text: string) => string, bucket = this.name): void {
    this.edit(key, (bytes) => gzipSync(change(gunzipSync(bytes).toString('utf8'))), bucket);
  }

  setMetadata(key: string, metadata: Readonly<Record<string, string>>, bucket = this.name): void {
    this.put({ ...this.get(key, bucket), metadata });
  }

  rename(key: string, newKey: string, bucket = this.name): void {
    const object = this.get(key, bucket);
    this.remove(key, bucket);
    this.put({ ...object, key: newKey });
  }

  copy(key: string, newKey: string, bucket = this.name): void {
    this.put({ ...this.get(key, bucket), key: newKey });
  }

  /** Each gets the other's bytes and metadata. */
  swap(key: string, otherKey: string, bucket = this.name): void {
    const one = this.get(key, bucket);
    const other = this.get(otherKey, bucket);
    this.put({ ...other, key });
    this.put({ ...one, key: otherKey });
  }

  /** What `aws s3 sync` leaves of objects: no metadata. */
  dropMetadata(): void {
    for (const object of this.list()) this.put({ ...object, metadata: {} });
  }
}

/** No bucket's name holds a slash. */
function toName(bucket: string, key: string): string {
  return `${bucket}/${key}`;
}
