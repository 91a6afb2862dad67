import path from 'node:path';
import { mapConcurrent } from '../../base/concurrency';
import { UserError } from '../../base/errors';
import type { ListedObject, ListingOptions, ListingPage, RecursivePage } from '../../engine/ports';
import { compareKeys } from '../../engine/trail/keyOrder';
import { toFileError } from './fileError';
import { findPlace, isLogName, toUnknownPlace } from './flatPlace';
import { readContents } from './flatWalk';
import { toListedFile } from './listedFile';

const maxReads = 8;
const pageSize = 1000;

interface FlatFile {
  /** The key under which it is shown. */
  readonly key: string;
  readonly path: string;
  /** The path below the root, with `/` between names. */
  readonly relative: string;
  readonly listed: ListedObject;
}

/**
 * A folder of logs without CloudTrail's folders: every file is given the key it would have in AWS's layout, from its
 * name or, failing that, from its first record, so that it is walked like any trail. Files that are no logs keep
 * their own path, and so do folders that cannot be listed. Nothing on disk is moved.
 */
export class FlatLayout {
  /** Keys in order: of files, and of folders that cannot be listed. */
  private readonly keys: readonly string[];

  private constructor(
    private readonly files: ReadonlyMap<string, FlatFile>,
    private readonly refused: ReadonlyMap<string, UserError>,
  ) {
    this.keys = [...files.keys(), ...refused.keys()].sort(compareKeys);
  }

  /** Undefined when the folder holds AWS's layout somewhere, or no logs at all: it is then walked as it is. */
  static async detect(root: string, signal: AbortSignal): Promise<FlatLayout | undefined> {
    const found = await readContents(root, signal);
    if (found === undefined || !found.files.some(isLogName)) return undefined;
    const files = await mapConcurrent(found.files, maxReads, (relative) => placeFile(root, relative), signal);
    return new FlatLayout(new Map(withUniqueKeys(files).map((file) => [file.key, file])), found.refused);
  }

  /** Where the file shown under a key really is. */
  findPath(key: string): string | undefined {
    return this.files.get(key)?.path;
  }

  /** The same below the root, with `/` between names. */
  findRelativePath(key: string): string | undefined {
    return this.files.get(key)?.relative;
  }

  pathOf(key: string): string {
    const found = this.findPath(key);
    if (found === undefined)
      throw new UserError('notFound', `No file of this folder is shown as ${key}.`, { nextStep: 'Refresh the view.' });
    return found;
  }

  /** One delimiter listing over the keys given to the files. */
  list(prefix: string, options: ListingOptions): ListingPage {
    const refusal = this.refused.get(prefix);
    if (refusal !== undefined) throw refusal;
    const after = options.token ?? options.startAfter ?? '';
    const folders: string[] = [];
    const objects: ListedObject[] = [];
    let last = '';
    let exists = prefix === '';
    for (const key of this.keys) {
      if (!key.startsWith(prefix)) continue;
      exists = true;
      if (compareKeys(key, after) <= 0) continue;
      const folder = folderOf(key, prefix);
      if (folder !== undefined && (folder === folders.at(-1) || folder === after)) continue;
      if (folders.length + objects.length === pageSize) return { folders, objects, nextToken: last };
      const listed = this.files.get(key)?.listed;
      if (folder !== undefined) folders.push(folder);
      else if (listed !== undefined) objects.push(listed);
      last = folder ?? key;
    }
    if (!exists) {
      throw new UserError('notFound', `Nothing of this folder is shown below ${prefix}.`, {
        nextStep: 'Refresh the view.',
      });
    }
    return { folders, objects };
  }

  /** Pages of everything below a prefix, in the order of the keys given to the files. */
  *listRecursive(prefix: string, options: ListingOptions): Generator<RecursivePage> {
    const after = options.token ?? options.startAfter ?? '';
    const keys = this.keys.filter((key) => key.startsWith(prefix) && compareKeys(key, after) > 0);
    for (let start = 0; start === 0 || start < keys.length; start += pageSize) {
      const page = keys.slice(start, start + pageSize);
      const last = start + pageSize < keys.length ? page.at(-1) : undefined;
      yield {
        objects: page.flatMap((key) => this.files.get(key)?.listed ?? []),
        refused: page.flatMap((key) => {
          const error = this.refused.get(key);
          return error === undefined ? [] : [{ prefix: key, error }];
        }),
        ...(last === undefined ? {} : { nextToken: last }),
      };
    }
  }
}

function folderOf(key: string, prefix: string): string | undefined {
  const slash = key.indexOf('/', prefix.length);
  return slash < 0 ? undefined : key.slice(0, slash + 1);
}

/** Never fails: a log that cannot be read stands under an unknown account, with the reason. */
async function placeFile(root: string, relative: string): Promise<FlatFile> {
  const filePath = path.join(root, relative);
  const listed = await toListedFile(filePath, relative);
  if (!isLogName(relative)) return { key: relative, path: filePath, relative, listed };
  try {
    return { key: (await findPlace(filePath, relative)) ?? relative, path: filePath, relative, listed };
  } catch (error) {
    const problem = toFileError(error, 'read', filePath).message;
    return { key: toUnknownPlace(relative), path: filePath, relative, listed: { ...listed, problem } };
  }
}

/** The same name may stand in several subfolders: the later ones carry their folder in the name. */
function withUniqueKeys(files: readonly FlatFile[]): FlatFile[] {
  const taken = new Set<string>();
  return files.map((file, index) => {
    let { key } = file;
    if (taken.has(key)) {
      const folder = path.basename(path.dirname(file.path));
      key = key.replace(/[^/]*$/, (name) => `${folder} › ${name}`);
    }
    if (taken.has(key)) key = key.replace(/[^/]*$/, (name) => `${index} › ${name}`);
    taken.add(key);
    return { ...file, key, listed: { ...file.listed, key } };
  });
}
