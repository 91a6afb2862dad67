import { window, type Uri } from 'vscode';
import { toDisplayText } from '../../base/displayText';
import { newAbortError, UserError } from '../../base/errors';
import { offerValidation } from '../integrity/offerValidation';
import { updateSource } from '../configuration';
import { findPlaceArgument } from '../search/placeArgument';
import type { CommandFactory } from './command';
import { getRoot } from './target';

const title = 'Choose Public Keys File';

/** A file of CloudTrail's public keys for a source: with it, validating needs no AWS. */
export const choosePublicKeys: CommandFactory = (services) => async (arg) => {
  const root = findPlaceArgument(arg)?.root ?? (await getRoot(services, arg, title));
  const file = await askFile(root.config.publicKeys);
  await updateSource(root.config, { publicKeys: file.fsPath });
  offerValidation(
    services,
    root,
    `Digests of ${toDisplayText(root.label)} are verified with ${toDisplayText(file.fsPath)}.`,
  );
};

async function askFile(current: string | undefined): Promise<Uri> {
  const picked = await window.showOpenDialog({
    title: current === undefined ? title : `${title}: now ${toDisplayText(current)}`,
    openLabel: 'Use These Keys',
    filters: { 'Public keys, as ListPublicKeys answers': ['json'], 'All files': ['*'] },
  });
  const file = picked?.[0];
  if (file === undefined) throw newAbortError();
  if (file.scheme === 'file') return file;
  throw new UserError('invalidInput', 'Only a file on the machine that runs Trailcase can be used.');
}
