import { randomBytes } from 'node:crypto';
import { open, readFile, rename, rm, stat, utimes } from 'node:fs/promises';
import { hostname } from 'node:os';
import path from 'node:path';
import { isDiskRefusal } from './verifiedFiles';

/** A lock whose owner has not been heard of for this long is nobody's. */
const staleMs = 60_000;
const heartbeatMs = 10_000;

export interface IndexLock {
  release(): Promise<void>;
}

/**
 * Keeps two processes from doing the same work twice. Nothing rests on it: where both get it all the same (a process
 * that was asleep, a disk without exact times), the index stays right. Undefined when another one has it, or the folder
 * cannot be written to.
 */
export async function tryLock(indexFolder: string, name: string): Promise<IndexLock | undefined> {
  const file = path.join(indexFolder, `${name}.lock`);
  const owner = JSON.stringify({ process: process.pid, host: hostname(), token: randomBytes(8).toString('hex') });
  if (!(await create(file, owner))) {
    if (!(await isStale(file)) || !(await removeStale(file)) || !(await create(file, owner))) return undefined;
  }
  const timer = setInterval(() => {
    utimes(file, new Date(), new Date()).catch(() => undefined); // the lock was broken: nothing rests on it
  }, heartbeatMs);
  timer.unref();
  return {
    release: async () => {
      clearInterval(timer);
      if ((await readOwner(file)) === owner) await rm(file, { force: true });
    },
  };
}

async function create(file: string, owner: string): Promise<boolean> {
  try {
    const handle = await open(file, 'wx', 0o600);
    try {
      await handle.writeFile(owner);
    } finally {
      await handle.close();
    }
    return true;
  } catch (error) {
    if (isDiskRefusal(error) || (error instanceof Error && 'code' in error && error.code === 'EEXIST')) return false;
    throw error;
  }
}

async function isStale(file: string): Promise<boolean> {
  try {
    if (Date.now() - (await stat(file)).mtimeMs > staleMs) return true;
    const owner: unknown = JSON.parse((await readOwner(file)) ?? '{}');
    if (typeof owner !== 'object' || owner === null || !('process' in owner) || !('host' in owner)) return false;
    return owner.host === hostname() && typeof owner.process === 'number' && !isRunning(owner.process);
  } catch (error) {
    // Being written at this moment, or gone already.
    if (error instanceof SyntaxError || isDiskRefusal(error)) return false;
    throw error;
  }
}

/** Renamed first, so that of two who do this one fails. */
async function removeStale(file: string): Promise<boolean> {
  const aside = `${file}.${randomBytes(4).toString('hex')}`;
  try {
    await rename(file, aside);
    await rm(aside, { force: true });
    return true;
  } catch (error) {
    if (isDiskRefusal(error)) return false;
    throw error;
  }
}

async function readOwner(file: string): Promise<string | undefined> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    if (isDiskRefusal(error)) return undefined;
    throw error;
  }
}

function isRunning(processId: number): boolean {
  try {
    return process.kill(processId, 0);
  } catch (error) {
    // EPERM: it runs, for another user.
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}
