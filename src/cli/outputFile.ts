import { randomUUID } from 'node:crypto';
import { open, rename, rm } from 'node:fs/promises';
import { toDisplayText } from '../base/displayText';
import { UserError } from '../base/errors';

/** Text below this is gathered before it is written. */
const writeBytes = 256 * 1024;

/** Writes a file so that it is whole or not there. Rejects with a UserError `writeFailed`. */
export async function writeWhole(file: string, chunks: AsyncIterable<{ readonly text: string }>): Promise<void> {
  const aside = `${file}.${randomUUID()}.part`;
  try {
    await writeChunks(aside, chunks);
    await rename(aside, file);
  } catch (error) {
    await rm(aside, { force: true });
    if (!(error instanceof Error) || !('code' in error)) throw error;
    throw new UserError('writeFailed', `${toDisplayText(file, 2000)} cannot be written: ${error.message}.`, {
      cause: error,
    });
  }
}

async function writeChunks(file: string, chunks: AsyncIterable<{ readonly text: string }>): Promise<void> {
  const handle = await open(file, 'wx');
  try {
    let pending = '';
    for await (const { text } of chunks) {
      pending += text;
      if (pending.length < writeBytes) continue;
      await handle.writeFile(pending);
      pending = '';
    }
    await handle.writeFile(pending);
  } finally {
    await handle.close();
  }
}
