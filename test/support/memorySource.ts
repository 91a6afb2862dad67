import { UserError } from '../../src/base/errors';
import type {
  ListedObject,
  ListingOptions,
  ListingPage,
  LogFileSource,
  RecursivePage,
  StoredObject,
} from '../../src/engine/ports';

/** A source over a list of keys, with S3's listing rules and a page size of choice. Counts its listings. */
export class MemorySource implements LogFileSource {
  readonly listed: string[] = [];
  /** Folders that a recursive listing reports as refused, on its first page. */
  readonly refused: string[] = [];
  private readonly keys: readonly string[];

  constructor(
    keys: readonly string[],
    private readonly pageSize = 1000,
    private readonly deniedPrefixes: readonly string[] = [],
  ) {
    this.keys = [...keys].sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)));
  }

  listFolder(prefix: string, options: ListingOptions): Promise<ListingPage> {
    this.listed.push(prefix);
    if (this.deniedPrefixes.includes(prefix)) {
      return Promise.reject(new UserError('accessDenied', `Cannot list ${prefix}`, { operation: 's3:ListBucket' }));
    }
    const after = options.token ?? options.startAfter ?? '';
    const folders: string[] = [];
    const objects: ListedObject[] = [];
    let last = '';
    for (const key of this.keys) {
      if (!key.startsWith(prefix) || !isAfter(key, after)) continue;
      const slash = key.indexOf('/', prefix.length);
      const folder = slash < 0 ? undefined : key.slice(0, slash + 1);
      if (folder !== undefined && (folder === folders.at(-1) || !isAfter(folder, after))) continue;
      if (folders.length + objects.length === this.pageSize)
        return Promise.resolve({ folders, objects, nextToken: last });
      if (folder === undefined) objects.push({ key, sizeBytes: 100 });
      else folders.push(folder);
      last = folder ?? key;
    }
    return Promise.resolve({ folders, objects });
  }

  async *listRecursive(prefix: string, options: ListingOptions): AsyncGenerator<RecursivePage> {
    const after = options.token ?? options.startAfter ?? '';
    const keys = this.keys.filter((key) => key.startsWith(prefix) && isAfter(key, after));
    for (let start = 0; start === 0 || start < keys.length; start += this.pageSize) {
      const page = keys.slice(start, start + this.pageSize);
      const last = start + this.pageSize < keys.length ? page.at(-1) : undefined;
      const objects = page.map((key) => ({ key, sizeBytes: 100 }));
      const refused =
        start === 0
          ? this.refused.map((folder) => ({ prefix: folder, error: new UserError('accessDenied', folder) }))
          : [];
      yield await Promise.resolve({ objects, refused, ...(last === undefined ? {} : { nextToken: last }) });
    }
  }

  readObject(key: string): Promise<StoredObject> {
    return Promise.reject(new UserError('notFound', key));
  }

  toUri(key: string): string {
    return `s3://bucket/${key}`;
  }

  findIdentity(): Promise<string | undefined> {
    return Promise.resolve(undefined);
  }
}

/** Keys stand in the order of their UTF-8. */
function isAfter(key: string, after: string): boolean {
  return Buffer.compare(Buffer.from(key), Buffer.from(after)) > 0;
}
