import { homedir } from 'node:os';
import { sep } from 'node:path';
import { Uri, window, workspace } from 'vscode';
import { newAbortError, UserError } from '../../base/errors';
import type { SourceRoot } from '../../protocol/requests';
import type { ClientServices } from '../services';
import { listRoots } from './target';

export interface FileToSave {
  readonly title: string;
  /** What the button says. */
  readonly saveLabel: string;
  /** Without its extension; the time is added, so that nothing is overwritten by accident. */
  readonly name: string;
  /** Without a dot. */
  readonly extension: string;
}

/** Asks for a file on the machine that runs Trailcase. Throws an AbortError on Escape. */
export async function askSaveFile(services: ClientServices, what: FileToSave): Promise<Uri> {
  const { title, saveLabel, name, extension } = what;
  const folder = await findFolder(services);
  const time = new Date().toISOString().slice(0, 16).replace(/[:T]/g, '-');
  const file = await window.showSaveDialog({
    title,
    saveLabel,
    defaultUri: Uri.joinPath(folder, `${name}-${time}.${extension}`),
    filters: { [extension.toUpperCase()]: [extension] },
  });
  if (file === undefined) throw newAbortError();
  if (file.scheme === 'file') return file;
  throw new UserError('invalidInput', 'Files can be written only to the machine that runs Trailcase.');
}

/** Never the evidence: what lies among logs would be taken for one the next time they are read. */
async function findFolder(services: ClientServices): Promise<Uri> {
  const isEvidence = (folder: Uri, { isLocal, location }: SourceRoot): boolean =>
    isLocal && `${folder.fsPath}${sep}`.startsWith(location.endsWith(sep) ? location : `${location}${sep}`);
  const roots = await listRoots(services);
  const folders = workspace.workspaceFolders?.map(({ uri }) => uri).filter(({ scheme }) => scheme === 'file') ?? [];
  return folders.find((folder) => !roots.some((root) => isEvidence(folder, root))) ?? Uri.file(homedir());
}

/** Says that a file was written, and opens it when that is wanted. Does not wait for the user. */
export function showWritten(done: string, file: Uri, open: (file: Uri) => Thenable<unknown> = showText): void {
  void window.showInformationMessage(done, 'Open').then(async (choice) => {
    if (choice !== undefined) await open(file);
  });
}

function showText(file: Uri): Thenable<unknown> {
  return window.showTextDocument(file);
}
