import { randomBytes } from 'node:crypto';
import { readdir, rename, rm, stat } from 'node:fs/promises';
import path from 'node:path';

/**
 * Deletes an index; answers with the bytes it had. It is moved aside first, so that nobody opens half of one. Who
 * reads it at the time goes on with what it has open, or finds it gone.
 */
export async function deleteIndex(indexFolder: string): Promise<number> {
  const aside = `${indexFolder}.deleted-${randomBytes(4).toString('hex')}`;
  try {
    await rename(indexFolder, aside);
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return 0;
    throw error;
  }
  const bytes = await measureFolder(aside);
  await rm(aside, { recursive: true, force: true });
  return bytes;
}

async function measureFolder(folder: string): Promise<number> {
  let bytes = 0;
  for (const entry of await readdir(folder, { withFileTypes: true })) {
    const full = path.join(folder, entry.name);
    if (entry.isDirectory()) bytes += await measureFolder(full);
    else if (entry.isFile()) bytes += (await stat(full)).size;
  }
  return bytes;
}
