import { homedir } from 'node:os';
import { FileSystemError, Uri, window, workspace } from 'vscode';
import { toDisplayText } from '../../base/displayText';
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
  const sidecarFile = file.with({ path: file.path + sidecarSuffix });
  await confirmOverwriting(sidecarFile);
  await withCancellableProgress(`Downloading ${toFileName(target.key)}`, async (signal) => {
    const { bytes, sidecar } = await services.server.ask(
      'download',
      { sourceId: target.sourceId, key: target.key },
      signal,
    );
    await workspace.fs.writeFile(file, Buffer.from(bytes, 'base64'));
    const text = `${JSON.stringify(sidecar, undefined, 2)}\n`;
    await workspace.fs.writeFile(sidecarFile, Buffer.from(text, 'utf8'));
  });
  window.setStatusBarMessage('$(check) Trailcase: downloaded, with its sidecar file', 4000);
};

/** The dialog that asks for a file knows nothing of the one beside it, which may hold a digest's only signature. */
async function confirmOverwriting(file: Uri): Promise<void> {
  if (!(await exists(file))) return;
  const name = toDisplayText(file.path.slice(file.path.lastIndexOf('/') + 1));
  const overwrite = 'Overwrite';
  const detail = 'It says what S3 said of another download: ETag, metadata, and a digest’s signature.';
  const message = `The sidecar file “${name}” exists already.`;
  const picked = await window.showWarningMessage(message, { modal: true, detail }, overwrite);
  if (picked !== overwrite) throw newAbortError();
}

async function exists(file: Uri): Promise<boolean> {
  try {
    await workspace.fs.stat(file);
    return true;
  } catch (error) {
    if (error instanceof FileSystemError && error.code === 'FileNotFound') return false;
    throw error;
  }
}

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
