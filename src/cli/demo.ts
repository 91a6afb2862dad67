import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { UserError } from '../base/errors';
import { demoCaseObjects } from '../demo/demoCase';
import { writeObjects } from '../source/local/folderWriter';
import { getOperand, type CliArguments } from './arguments';
import { exitCode } from './exitCode';
import { print } from './terminal';

/** `trailcase demo`: writes the demo case into a folder that is empty or does not exist yet. */
export async function runDemo(args: CliArguments, signal: AbortSignal): Promise<number> {
  const folder = path.resolve(getOperand(args, 'folder'));
  if (await hasFiles(folder)) {
    throw new UserError('invalidInput', `${folder} is not empty: the demo case would mix with what is there.`, {
      nextStep: 'Name a new folder.',
    });
  }
  const count = await writeObjects(folder, demoCaseObjects(), signal);
  await print(`Demo case: ${count} objects in ${folder}\nRead ${path.join(folder, 'CASE.md')} first.\n`);
  return exitCode.success;
}

async function hasFiles(folder: string): Promise<boolean> {
  try {
    return (await readdir(folder)).length > 0;
  } catch (error) {
    // A folder that does not exist is what is wanted; anything else fails when it is written to, with its reason.
    if (error instanceof Error) return false;
    throw error;
  }
}
