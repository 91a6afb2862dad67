import { access } from 'node:fs/promises';

/** False also for what may not be looked at: whoever reads it next says why. */
export async function fileExists(file: string): Promise<boolean> {
  try {
    await access(file);
    return true;
  } catch (error) {
    if (error instanceof Error) return false;
    throw error;
  }
}
