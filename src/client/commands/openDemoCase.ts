import { Uri, workspace } from 'vscode';
import type { SourceConfig } from '../../protocol/sourceConfig';
import { readSettings, updateSource } from '../configuration';
import { withCancellableProgress } from '../progress';
import { isSamePlace } from '../settings';
import type { CommandFactory } from './command';
import { addAndReveal } from './sourceAdding';

/** Writes the demo trail into Trailcase's own storage; needs neither AWS nor a network. */
export const openDemoCase: CommandFactory = (services) => async () => {
  await workspace.fs.createDirectory(services.globalStorageUri);
  const folder = Uri.joinPath(services.globalStorageUri, 'demo-case').fsPath;
  const made = await withCancellableProgress('Making the demo case', (signal) =>
    services.server.ask('createDemoCase', { folder }, signal),
  );
  const folderUri = Uri.file(made.folder);
  const publicKeys = Uri.joinPath(folderUri, 'public-keys.json').fsPath;
  const config: SourceConfig = { name: 'Demo case', uri: folderUri.toString(), publicKeys };
  await addAndReveal(services, config);
  await addKeys(config);
};

/** A demo case that was opened before Trailcase knew of keys gets them, too. */
async function addKeys(config: SourceConfig): Promise<void> {
  const known = readSettings().sources.find((source) => isSamePlace(source, config));
  if (known !== undefined && known.publicKeys === undefined) {
    await updateSource(known, { publicKeys: config.publicKeys });
  }
}
