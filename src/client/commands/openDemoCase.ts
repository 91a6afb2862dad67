import { Uri, workspace } from 'vscode';
import { withCancellableProgress } from '../progress';
import type { CommandFactory } from './command';
import { addAndReveal } from './sourceAdding';

/** Writes the demo trail into Trailcase's own storage; needs neither AWS nor a network. */
export const openDemoCase: CommandFactory = (services) => async () => {
  await workspace.fs.createDirectory(services.globalStorageUri);
  const folder = Uri.joinPath(services.globalStorageUri, 'demo-case').fsPath;
  const made = await withCancellableProgress('Making the demo case', (signal) =>
    services.server.ask('createDemoCase', { folder }, signal),
  );
  await addAndReveal(services, { name: 'Demo case', uri: Uri.file(made.folder).toString() });
};
