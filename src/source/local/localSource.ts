import { readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { newAbortError } from '../../base/errors';
import { throwIfAborted } from '../../base/abort';
import { mapConcurrent } from '../../base/concurrency';
import type {
  ListedObject,
  ListingOptions,
  ListingPage,
  LogFileSource,
  RecursivePage,
  StoredObject,
} from '../../engine/ports';
import { sidecarSuffix } from '../../engine/ports';
import { compareKeys } from '../../engine/trail/keyOrder';
import { refuseTooLarge, toFileError } from './fileError';
import { toDiskPath } from './fileName';
import { FlatLayout } from './flatLayout';
import { isShownElsewhere } from './folderLinks';
import { toListedFile } from './listedFile';
import { readFolder, resolveInside, sortName, type FolderEntry } from './localFolder';
import { listTree } from './localTree';
import { readSidecar } from './sidecar';

/** As S3 does it: folders of many files are listed page by page. */
const pageSize = 1000;
const maxStats = 16;

/**
 * Logs in a folder on disk: in AWS's layout, which is walked as it is, or flat, which is shown as if it were in AWS's
 * layout. Keys are paths below the folder with `/`, whatever the platform.
 */
export class LocalSource implements LogFileSource {
  private flat: Promise<FlatLayout | undefined> | undefined;
  /** What the last walk found: URIs have to be told without waiting. */
  private lastFlat: FlatLayout | undefined;

  constructor(
    /** Absolute path. */
    readonly root: string,
    /** `aws`: walked as it is, every key is a path. `unknown`: whether it is flat is found out at the first listing. */
    private readonly knownLayout: 'aws' | 'unknown' = 'unknown',
  ) {}

  async listFolder(prefix: string, options: ListingOptions, signal: AbortSignal): Promise<ListingPage> {
    throwIfAborted(signal);
    if (prefix === '' && options.token === undefined) this.flat = undefined;
    const flat = await this.layout(signal);
    if (flat !== undefined) return flat.list(prefix, options);
    const folder = resolveInside(this.root, prefix);
    const entries = await this.readShown(prefix, folder);
    const after = options.token ?? options.startAfter ?? '';
    // In the order in which they were sorted, or entries at the page's end would be lost.
    const rest = entries.filter((entry) => compareKeys(prefix + sortName(entry), after) > 0);
    const page = rest.slice(0, pageSize);
    const files = page.filter((entry) => !entry.isFolder);
    const objects = await mapConcurrent(files, maxStats, (entry) => this.toListed(prefix + entry.name), signal);
    const last = page.at(-1);
    return {
      folders: page.filter((entry) => entry.isFolder).map((entry) => `${prefix}${entry.name}/`),
      objects,
      ...(rest.length > page.length && last !== undefined ? { nextToken: prefix + sortName(last) } : {}),
    };
  }

  async readObject(key: string, signal: AbortSignal): Promise<StoredObject> {
    throwIfAborted(signal);
    const flat = await this.layout(signal);
    return readLocalFile(flat?.pathOf(key) ?? resolveInside(this.root, key), key, signal);
  }

  async *listRecursive(prefix: string, options: ListingOptions, signal: AbortSignal): AsyncGenerator<RecursivePage> {
    throwIfAborted(signal);
    const flat = await this.layout(signal);
    yield* flat?.listRecursive(prefix, options) ?? listTree(this.root, prefix, options, signal);
  }

  /**
   * Tells for a key the path of its file below the root, with `/` between names, where that is not the key itself. For
   * `ObjectHint.path`.
   */
  async bulkPaths(signal: AbortSignal): Promise<(key: string) => string | undefined> {
    const flat = await this.layout(signal);
    return (key) => flat?.findRelativePath(key);
  }

  /** Of the real file, once a flat folder was walked. Levels that only the tree shows get the path they would have. */
  toUri(key: string): string {
    return pathToFileURL(this.lastFlat?.findPath(key) ?? path.resolve(this.root, ...key.split('/'))).href;
  }

  findIdentity(): Promise<string | undefined> {
    return Promise.resolve(undefined);
  }

  private layout(signal: AbortSignal): Promise<FlatLayout | undefined> {
    if (this.knownLayout === 'aws') return Promise.resolve(undefined);
    this.flat ??= this.detect(signal).catch((error: unknown) => {
      // A walk that failed or was cancelled is done anew the next time it is needed.
      this.flat = undefined;
      throw error;
    });
    return this.flat;
  }

  private async detect(signal: AbortSignal): Promise<FlatLayout | undefined> {
    this.lastFlat = await FlatLayout.detect(this.root, signal);
    return this.lastFlat;
  }

  /** Entries of a folder without sidecars, and without links to folders that are listed in their own place. */
  private async readShown(prefix: string, folder: string): Promise<readonly FolderEntry[]> {
    const shown: FolderEntry[] = [];
    for (const entry of await readFolder(this.root, folder)) {
      const isHidden = entry.isFolder
        ? await isShownElsewhere(this.root, prefix, entry)
        : entry.name.endsWith(sidecarSuffix);
      if (!isHidden) shown.push(entry);
    }
    return shown;
  }

  private toListed(key: string): Promise<ListedObject> {
    return toListedFile(resolveInside(this.root, key), key);
  }
}

/** Reads a file with what its sidecar says of the object it once was. */
export async function readLocalFile(filePath: string, key: string, signal: AbortSignal): Promise<StoredObject> {
  let lastModified: number;
  let bytes: Uint8Array;
  try {
    const status = await stat(toDiskPath(filePath));
    refuseTooLarge(filePath, status.size);
    lastModified = Math.round(status.mtimeMs);
    bytes = await readFile(toDiskPath(filePath), { signal });
  } catch (error) {
    if (signal.aborted) throw newAbortError();
    throw toFileError(error, 'read', filePath);
  }
  return { key, bytes, lastModified, metadata: {}, ...(await readSidecar(filePath)) };
}
