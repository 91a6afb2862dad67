import type { Uri } from 'vscode';
import { window } from 'vscode';
import { UserError } from '../../base/errors';
import type { DigestNeighbours } from '../../protocol/validationRequests';
import { findDocumentUri, findTarget } from '../commands/target';
import { toDocumentUri } from '../documents/documentUri';
import { isDigestName } from '../documents/logName';
import { openLog } from '../documents/openLog';
import { withCancellableProgress } from '../progress';
import type { ClientServices } from '../services';

/** The document of the digest that a node, a CodeLens (as text) or the editor stands for. */
export function getDigestUri(services: ClientServices, arg: unknown): Uri {
  const target = findTarget(services, arg);
  if (target !== undefined && isDigestName(target.key)) return toDocumentUri(target);
  throw new UserError('invalidInput', 'Select a digest in the trails, or open one, and try again.');
}

export async function getDigestNeighbours({ server }: ClientServices, uri: Uri): Promise<DigestNeighbours> {
  return await withCancellableProgress('Looking at the digest', (signal) =>
    server.ask('digestNeighbours', { uri: uri.toString() }, signal),
  );
}

/** Opens the digest beside another one in its chain, or says that there is none. */
export async function openNeighbour(
  services: ClientServices,
  arg: unknown,
  side: 'previousUri' | 'nextUri',
): Promise<void> {
  const text = (await getDigestNeighbours(services, getDigestUri(services, arg)))[side];
  if (text === undefined) {
    const which = side === 'previousUri' ? 'the first digest of its chain' : 'the newest digest of its chain';
    window.setStatusBarMessage(`Trailcase: this is ${which}`, 4000);
    return;
  }
  await openDocument(services, text);
}

/** Opens a document that is given as text: other programs may call the command, too. */
export async function openDocument(services: ClientServices, text: unknown): Promise<void> {
  const uri = typeof text === 'string' ? findDocumentUri(text) : undefined;
  if (uri === undefined) throw new UserError('invalidInput', 'This is not a log that Trailcase can open.');
  await openLog(services.documents, uri, { isPreview: true });
}
