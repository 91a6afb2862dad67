import { homedir } from 'node:os';
import { Uri, window, workspace } from 'vscode';
import { newAbortError, UserError } from '../../base/errors';
import { localAuthority } from '../../protocol/documentUri';
import { sidecarSuffix } from '../../protocol/sidecar';
import { withCancellableProgress } from '../progress';
import type { CommandFactory } from './command';
import { toFileName } from './fileName';
import { getObjectTarget } from './target';

/** Writes the bytes exactly as stored, and beside them what S3 said of them. */
export const download: CommandFactory = (services) => async (arg) => {
  const target = getObjectTarget(services, arg);
  if (target.sourceId === localAuthority) {
    throw new UserError('invalidInput', `This log is a file on this machine already: ${target.key}`);
  }
  const file = await askFile(toFileName(target.key));
  await withCancellableProgress(`Downloading ${toFileName(target.key)}`, async (signal) => {
    const { bytes, sidecar } = await services.server.ask(
      'download',
      { sourceId: target.sourceId, key: target.key },
      signal,
    );
    await workspace.fs.writeFile(file, Buffer.from(bytes, 'base64'));
    const text = `${JSON.stringify(sidecar, undefined, 2)}\n`;
    await workspace.fs.writeFile(file.with({ path: file.path + sidecarSuffix }), Buffer.from(text, 'utf8'));
  });
  window.setStatusBarMessage('$(check) Trailcase: downloaded, with its sidecar file', 4000);
};

async function askFile(name: string): Promise<Uri> {
  const folder = workspace.workspaceFolders?.find(({ uri }) => uri.scheme === 'file')?.uri ?? Uri.file(homedir());
  const file = await window.showSaveDialog({
    title: 'Download Original Bytes',
    saveLabel: 'Download',
    defaultUri: Uri.joinPath(folder, name),
  });
  if (file === undefined) throw newAbortError();
  return file;
}
