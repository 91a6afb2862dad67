import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { rename, rm } from 'node:fs/promises';
import { isAbort, UserError } from '../base/errors';

export type WritePart = (part: string | Uint8Array) => Promise<void>;

/**
 * Writes a file whole or not at all: beside it first, so that one that is cut off by a cancel or a full disk never looks
 * like a whole one. Rejects with a UserError `writeFailed` where the disk does not take it.
 */
export async function writeWholeFile<T>(file: string, run: (write: WritePart) => Promise<T>): Promise<T> {
  const aside = `${file}.${randomUUID()}.part`;
  const stream = createWriteStream(aside, { flags: 'wx', mode: 0o600 });
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
    if (isAbort(error) || error instanceof UserError || !(error instanceof Error)) throw error;
    throw new UserError('writeFailed', `Cannot write ${file}: ${error.message}`, { cause: error });
  }
}

/** Text for the clipboard is bounded: more belongs into a file. */
const maxTextBytes = 8 * 1024 * 1024;

/** The same as a text. Rejects with a UserError when that becomes too long. */
export async function writeText<T>(
  run: (write: WritePart) => Promise<T>,
): Promise<{ readonly text: string; readonly result: T }> {
  const parts: Buffer[] = [];
  let total = 0;
  const result = await run((part) => {
    const bytes = Buffer.from(part);
    total += bytes.length;
    if (total > maxTextBytes) {
      throw new UserError('tooLarge', 'This is too much for the clipboard.', { nextStep: 'Export it to a file.' });
    }
    parts.push(bytes);
    return Promise.resolve();
  });
  return { text: Buffer.concat(parts, total).toString('utf8'), result };
}
