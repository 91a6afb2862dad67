import { Uri, window } from 'vscode';
import { UserError } from '../../base/errors';
import type { CommandFactory } from './command';
import { addAndReveal } from './sourceAdding';

export const openFolder: CommandFactory = (services) => async (arg) => {
  const folder = arg instanceof Uri ? arg : await askFolder();
  if (folder === undefined) return;
  if (folder.scheme !== 'file') {
    throw new UserError('invalidInput', 'Only folders on the machine that runs Trailcase can be opened.');
  }
  const name = folder.path.replace(/\/+$/, '').split('/').pop();
  await addAndReveal(services, { ...(name === undefined || name === '' ? {} : { name }), uri: folder.toString() });
};

async function askFolder(): Promise<Uri | undefined> {
  const picked = await window.showOpenDialog({
    title: 'Open Folder of CloudTrail Logs',
    openLabel: 'Open Logs',
    canSelectFiles: false,
    canSelectFolders: true,
  });
  return picked?.[0];
}
