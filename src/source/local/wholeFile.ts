import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { open, rename, rm, stat } from 'node:fs/promises';
import { toDisplayText } from '../../base/displayText';
import { isAbort, UserError } from '../../base/errors';
import { isErrorOf } from './fileError';

export type WritePart = (part: string | Uint8Array) => Promise<void>;

/** Nobody else reads it, unless it is given another mode: what is found in logs is not for everyone. */
const privateMode = 0o600;

/**
 * Writes a file whole or not at all: beside it first, so that one that is cut off by a cancel or a full disk never looks
 * like a whole one. Rejects with a UserError `writeFailed` where the disk does not take it.
 */
export async function writeWholeFile<T>(
  file: string,
  run: (write: WritePart) => Promise<T>,
  mode = privateMode,
): Promise<T> {
  await refuseOdd(file);
  const aside = toAside(file);
  const stream = createWriteStream(aside, { flags: 'wx', mode });
  try {
    await once(stream, 'open');
    const failed = once(stream, 'error').then(([error]) => {
      throw error as Error; // an `error` event carries one
    });
    failed.catch(() => undefined); // told to whoever writes
    const result = await run(async (part) => {
      if (!stream.write(part)) await Promise.race([once(stream, 'drain'), failed]);
    });
    stream.end();
    await Promise.race([once(stream, 'close'), failed]);
    await rename(aside, file);
    return result;
  } catch (error) {
    stream.destroy();
    await rm(aside, { force: true });
    throw isAbort(error) ? error : toWriteError(error, file);
  }
}

/** Rejects with a UserError `writeFailed` when `writeWholeFile` could not write there; for before much work is done. */
export async function tryWholeFile(file: string): Promise<void> {
  const aside = toAside(file);
  try {
    const handle = await open(aside, 'wx', privateMode);
    await handle.close();
    await rm(aside);
    await refuseOdd(file);
  } catch (error) {
    throw toWriteError(error, file);
  }
}

function toAside(file: string): string {
  return `${file}.${randomUUID()}.part`;
}

/** A device or a pipe would be replaced by the file. */
async function refuseOdd(file: string): Promise<void> {
  try {
    const status = await stat(file);
    if (status.isFile()) return;
    const what = status.isDirectory() ? 'a folder' : 'no regular file';
    throw new UserError('writeFailed', `Cannot write ${toDisplayText(file, 2000)}: it is ${what}`);
  } catch (error) {
    if (!isErrorOf(error, 'ENOENT')) throw toWriteError(error, file);
  }
}

function toWriteError(error: unknown, file: string): unknown {
  if (error instanceof UserError || !(error instanceof Error)) return error;
  const message = `Cannot write ${toDisplayText(file, 2000)}: ${toDisplayText(error.message, 2000)}`;
  return new UserError('writeFailed', message, { cause: error });
}
