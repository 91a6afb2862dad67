import path from 'node:path';
import { toDisplayText } from '../base/displayText';
import type { ValidationHeader } from '../engine/digest/validation';
import { fileExists } from './fileExists';
import { printNote } from './terminal';

/**
 * Keys that came with the evidence prove nothing by themselves, for who forges a digest can put a key beside it: they are
 * not used unasked, but a folder that was handed over with some, as the demo case is, should not leave anybody at a loss.
 */
export async function hintKeyFile(folder: string, { problems }: ValidationHeader): Promise<void> {
  const file = path.join(folder, 'public-keys.json');
  if (!problems.some(({ code }) => code === 'keysUnavailable') || !(await fileExists(file))) return;
  printNote(
    `If you trust where they come from, use the public keys that lie there: --public-keys ${toDisplayText(file, 2000)}`,
  );
}
