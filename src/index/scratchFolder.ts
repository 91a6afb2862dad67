import { randomBytes } from 'node:crypto';
import { mkdir, mkdtemp, rm, utimes } from 'node:fs/promises';
import { hostname, tmpdir } from 'node:os';
import path from 'node:path';
import { isDiskRefusal } from './verifiedFiles';

/** A folder of this process alone, for what DuckDB spills and for files that are renamed when they are whole. */
export interface ScratchFolder {
  readonly folder: string;
  dispose(): Promise<void>;
}

/** Folders under `tmp/` that nobody touches for a day are taken for leftovers. */
const touchMs = 3600 * 1000;

/** Under `tmp/` of the index; an index on read-only media gets one in the system's temporary folder. */
export async function openScratchFolder(indexFolder: string): Promise<ScratchFolder> {
  const folder = await makeFolder(indexFolder);
  const timer = setInterval(() => {
    utimes(folder, new Date(), new Date()).catch(() => undefined); // it was removed all the same: the next query says so
  }, touchMs);
  timer.unref();
  return {
    folder,
    dispose: async () => {
      clearInterval(timer);
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** Named as `removeLeftovers` expects it: `<name>.<process id>.<host>`. */
async function makeFolder(indexFolder: string): Promise<string> {
  const host = hostname().replace(/[^A-Za-z0-9-]/g, '_');
  const folder = path.join(indexFolder, 'tmp', `reading-${randomBytes(4).toString('hex')}.${process.pid}.${host}`);
  try {
    await mkdir(folder, { recursive: true, mode: 0o700 });
    return folder;
  } catch (error) {
    if (!isDiskRefusal(error)) throw error;
    return mkdtemp(path.join(tmpdir(), 'trailcase-'));
  }
}
