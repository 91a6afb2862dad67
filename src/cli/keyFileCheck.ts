import { readFile } from 'node:fs/promises';
import { toDisplayText } from '../base/displayText';
import { UserError } from '../base/errors';
import { parseKeyFile, type KeyFileResult } from '../engine/digest/keyFile';
import { printNote } from './terminal';

const maxToldProblems = 20;
const nextStep = 'trailcase keys save writes a key file, and so does aws cloudtrail list-public-keys.';

/** Says at once what is wrong with a key file. Rejects with a UserError `invalidInput` when there is no key in it. */
export async function checkKeyFile(file: string): Promise<void> {
  const { keys, problems } = await readKeyFile(file);
  for (const problem of problems.slice(0, maxToldProblems)) printNote(`${toDisplayText(file, 2000)}: ${problem}`);
  if (keys.length > 0) return;
  throw new UserError('invalidInput', `There is no public key in ${toDisplayText(file, 2000)}.`, { nextStep });
}

/** Rejects with a UserError `invalidInput` for a file that cannot be read. */
export async function readKeyFile(file: string): Promise<KeyFileResult> {
  try {
    return parseKeyFile(await readFile(file, 'utf8'), file);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new UserError('invalidInput', `The key file cannot be read: ${toDisplayText(reason, 2000)}.`, {
      cause: error,
      nextStep,
    });
  }
}
