import { toDisplayText } from '../base/displayText';
import { UserError } from '../base/errors';
import { readKeyFile } from '../validation/keyFileReader';
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
