import { open, stat } from 'node:fs/promises';
import path from 'node:path';
import { newAbortError, UserError } from '../../base/errors';
import { mapConcurrent } from '../../base/concurrency';
import { readLogText } from '../../engine/record/logText';
import { RecordFields } from '../../engine/record/recordFields';
import { fileNameOf, parseObjectName } from '../../engine/trail/objectKey';
import { sidecarSuffix, type ListedObject, type ListingOptions, type ListingPage } from '../../engine/ports';
import { readFolder } from './localFolder';

const maxDepth = 16;
const maxFiles = 200_000;
const maxReads = 8;
/** Enough for the first records of a log. */
const headBytes = 256 * 1024;
const pageSize = 1000;
const logFile = /\.(json|jsonl|ndjson|csv|log|gz)$/i;

interface FlatFile {
  /** The key under which it is shown. */
  readonly key: string;
  readonly path: string;
  readonly listed: ListedObject;
}

/**
 * A folder of logs without CloudTrail's folders: every file is given the key it would have in AWS's layout, from its
 * name or, failing that, from its first record, so that it is walked like any trail. Files that are no logs keep
 * their own path. Nothing on disk is moved.
 */
export class FlatLayout {
  private constructor(
    /** In order of their keys. */
    private readonly files: readonly FlatFile[],
    private readonly paths: ReadonlyMap<string, string>,
  ) {}

  /** Undefined when the folder holds AWS's layout somewhere, or no logs at all: it is then walked as it is. */
  static async detect(root: string, signal: AbortSignal): Promise<FlatLayout | undefined> {
    const found = await walk(root, signal);
    if (found === undefined || !found.some((relative) => logFile.test(relative))) return undefined;
    const files = await mapConcurrent(found, maxReads, (relative) => placeFile(root, relative), signal);
    const unique = withUniqueKeys(files).sort((a, b) => (a.key < b.key ? -1 : 1));
    return new FlatLayout(unique, new Map(unique.map((file) => [file.key, file.path])));
  }

  pathOf(key: string): string {
    const found = this.paths.get(key);
    if (found === undefined)
      throw new UserError('notFound', `No file of this folder is shown as ${key}.`, { nextStep: 'Refresh the view.' });
    return found;
  }

  /** One delimiter listing over the keys given to the files. */
  list(prefix: string, options: ListingOptions): ListingPage {
    const after = options.token ?? options.startAfter ?? '';
    const folders: string[] = [];
    const objects: ListedObject[] = [];
    let last = '';
    for (const { key, listed } of this.files) {
      if (!key.startsWith(prefix) || key <= after || (after !== '' && folderOf(key, prefix) === after)) continue;
      const folder = folderOf(key, prefix);
      if (folder !== undefined && folder === folders.at(-1)) continue;
      if (folders.length + objects.length === pageSize) return { folders, objects, nextToken: last };
      if (folder === undefined) objects.push(listed);
      else folders.push(folder);
      last = folder ?? key;
    }
    return { folders, objects };
  }
}

function folderOf(key: string, prefix: string): string | undefined {
  const slash = key.indexOf('/', prefix.length);
  return slash < 0 ? undefined : key.slice(0, slash + 1);
}

/** Relative paths of all files; undefined as soon as a folder `AWSLogs` turns up. */
async function walk(root: string, signal: AbortSignal): Promise<string[] | undefined> {
  const files: string[] = [];
  const pending: { readonly relative: string; readonly depth: number }[] = [{ relative: '', depth: 0 }];
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    if (signal.aborted) throw newAbortError();
    for (const entry of await readFolder(root, path.join(root, next.relative))) {
      const relative = next.relative === '' ? entry.name : `${next.relative}/${entry.name}`;
      if (!entry.isFolder) {
        if (!entry.name.endsWith(sidecarSuffix)) files.push(relative);
      } else if (entry.name === 'AWSLogs') return undefined;
      else if (next.depth < maxDepth) pending.push({ relative, depth: next.depth + 1 });
      // Too many to hold as one list: the folder is walked level by level instead, where nothing is left out.
      if (files.length > maxFiles) return undefined;
    }
  }
  return files;
}

async function placeFile(root: string, relative: string): Promise<FlatFile> {
  const filePath = path.join(root, relative);
  const status = await stat(filePath);
  const key = logFile.test(relative) ? await flatKey(filePath, relative) : relative;
  return { key, path: filePath, listed: { key, sizeBytes: status.size, lastModified: Math.round(status.mtimeMs) } };
}

async function flatKey(filePath: string, relative: string): Promise<string> {
  const fileName = fileNameOf(relative);
  const name = parseObjectName(fileName);
  if (name.accountId !== undefined && name.region !== undefined && name.stamp !== undefined) {
    return toKey(name.accountId, name.logKind ?? 'CloudTrail', name.region, name.stamp.slice(0, 8), fileName);
  }
  const place = await readPlace(filePath);
  if (place === undefined) return relative;
  return toKey(place.account, 'CloudTrail', place.region, place.date, fileName);
}

function toKey(account: string, kind: string, region: string, date: string, fileName: string): string {
  const day = date.length === 8 ? `${date.slice(0, 4)}/${date.slice(4, 6)}/${date.slice(6, 8)}/` : '';
  return `AWSLogs/${account}/${kind}/${region}/${day}${fileName}`;
}

interface Place {
  readonly account: string;
  readonly region: string;
  /** `20260115`, or `''` when the record has no time. */
  readonly date: string;
}

/** Account, region and day of a log's first record; undefined when it has no record at all. */
async function readPlace(filePath: string): Promise<Place | undefined> {
  const log = readLogText(await readHead(filePath), { maxLogBytes: 16 * headBytes, maxGzipRatio: 300 });
  const record = log.records[0];
  if (record === undefined) return undefined;
  const fields = new RecordFields(log, record);
  const account = fields.text('recipientAccountId') ?? fields.text('userIdentity', 'accountId') ?? '';
  const region = fields.text('awsRegion') ?? '';
  const date = /^(\d{4})-(\d\d)-(\d\d)/.exec(fields.text('eventTime') ?? '');
  return {
    account: /^\d{12}$/.test(account) ? account : 'unknown-account',
    region: /^[a-z]{2,}(-[a-z]+)+-\d+[a-z]?$/.test(region) ? region : 'unknown-region',
    date: date === null ? '' : date.slice(1).join(''),
  };
}

async function readHead(filePath: string): Promise<Uint8Array> {
  const file = await open(filePath);
  try {
    const buffer = Buffer.alloc(headBytes);
    const { bytesRead } = await file.read(buffer, 0, headBytes, 0);
    return buffer.subarray(0, bytesRead);
  } finally {
    await file.close();
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
    return { key, path: file.path, listed: { ...file.listed, key } };
  });
}
