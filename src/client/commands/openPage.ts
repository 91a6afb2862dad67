import { Uri, window } from 'vscode';
import { UserError } from '../../base/errors';
import { parseDocumentUri, toDocumentUri } from '../documents/documentUri';
import { openLog } from '../documents/openLog';
import type { ClientServices } from '../services';
import type { CommandFactory } from './command';
import { findDocumentUri } from './target';

/** For the CodeLenses at both ends of a page: `(uri: string, page: number)`. */
export const openPage: CommandFactory = (services) => async (uri, page) => {
  if (typeof uri !== 'string' || typeof page !== 'number' || !Number.isInteger(page) || page < 1) {
    throw new UserError('invalidInput', 'There is no such page.');
  }
  await showPage(services, Uri.parse(uri, true), page);
};

/** The page that lies `step` pages on, of the log that a menu hands over or that is in the active editor. */
export async function turnPage(services: ClientServices, step: 1 | -1, arg: unknown): Promise<void> {
  const uri = findDocumentUri(arg);
  const address = uri === undefined ? undefined : parseDocumentUri(uri);
  if (uri === undefined || address === undefined || address.isRaw) return;
  const page = address.page + step;
  // Not known of a log that was not read yet: the server will say.
  const pageCount = services.documents.findPage(uri.toString())?.pageCount ?? page;
  if (page < 1 || page > pageCount) {
    window.setStatusBarMessage(`Trailcase: this is page ${address.page} of ${pageCount}`, 4000);
    return;
  }
  await showPage(services, uri, page);
}

async function showPage(services: ClientServices, uri: Uri, page: number): Promise<void> {
  const address = parseDocumentUri(uri);
  if (address === undefined) throw new UserError('invalidInput', 'This is not a log that Trailcase opened.');
  const { sourceId, key } = address;
  await openLog(services.documents, toDocumentUri({ sourceId, key, page }), { isPreview: true });
}
