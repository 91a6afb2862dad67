import { open, stat } from 'node:fs/promises';
import { toDisplayText } from '../base/displayText';
import { UserError } from '../base/errors';
import { parseKeyFile, type KeyFileResult } from '../engine/digest/keyFile';

/** A key has some 400 bytes: more than all of AWS's of all times. */
const maxBytes = 16 * 1024 * 1024;
const maxShown = 2000;
const nextStep = 'trailcase keys save writes a key file, and so does aws cloudtrail list-public-keys.';

/**
 * Reads saved public keys. Rejects with a UserError `invalidInput` on what cannot be read, is no file (a pipe would never
 * end) or too large for one.
 */
export async function readKeyFile(file: string): Promise<KeyFileResult> {
  try {
    return parseKeyFile(await readBounded(file), file);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    const message = `The key file ${toDisplayText(file, maxShown)} cannot be read: ${toDisplayText(reason, maxShown)}`;
    throw new UserError('invalidInput', message, { cause: error, nextStep });
  }
}

async function readBounded(file: string): Promise<string> {
  // Opening a pipe may already wait for ever.
  if (!(await stat(file)).isFile()) throw new UserError('invalidInput', 'it is not a file');
  const handle = await open(file);
  try {
    const { size } = await handle.stat();
    if (size > maxBytes) throw new UserError('invalidInput', 'it is too large to hold public keys');
    const bytes = Buffer.alloc(size);
    const { bytesRead } = await handle.read(bytes, 0, size, 0);
    return bytes.toString('utf8', 0, bytesRead);
  } finally {
    await handle.close();
  }
}
