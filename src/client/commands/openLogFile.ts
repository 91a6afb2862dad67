import { Uri, window } from 'vscode';
import { UserError } from '../../base/errors';
import { toLocalDocumentUri } from '../documents/documentUri';
import { openLog } from '../documents/openLog';
import type { CommandFactory } from './command';

/** Any file on disk, whatever its name: what is in it decides. */
export const openLogFile: CommandFactory = (services) => async (arg, selected) => {
  for (const file of (await toFiles(arg, selected)) ?? []) {
    if (file.scheme !== 'file') {
      throw new UserError('invalidInput', 'Only files on the machine that runs Trailcase can be opened.');
    }
    await openLog(services.documents, toLocalDocumentUri(file), { isPreview: false });
  }
};

async function toFiles(arg: unknown, selected: unknown): Promise<readonly Uri[] | undefined> {
  // From the Explorer: the file that was clicked, and all that are selected.
  if (Array.isArray(selected) && selected.length > 0) return selected.filter((item) => item instanceof Uri);
  if (arg instanceof Uri) return [arg];
  return await window.showOpenDialog({
    title: 'Open CloudTrail Log',
    openLabel: 'Open Log',
    canSelectMany: true,
    filters: { 'CloudTrail logs': ['gz', 'json', 'jsonl', 'ndjson', 'csv'], 'All files': ['*'] },
  });
}
