import { UserError } from '../../base/errors';
import { localAuthority } from '../../protocol/documentUri';
import { parseDocumentUri } from '../documents/documentUri';
import { findLocalRoot } from '../explorer/localRoot';
import { findObject } from '../explorer/walk';
import { withCancellableProgress } from '../progress';
import type { ClientServices } from '../services';
import type { CommandFactory } from './command';
import { findDocumentUri, findRootElement, listRoots, type Target } from './target';

/** Shows the log of the editor in the tree, listing the levels down to it where that was not done yet. */
export const revealInTrails: CommandFactory = (services) => async (arg) => {
  const uri = findDocumentUri(arg);
  const address = uri === undefined ? undefined : parseDocumentUri(uri);
  if (address === undefined) throw new UserError('invalidInput', 'Open a log with Trailcase first.');
  const target = address.sourceId === localAuthority ? await findInSources(services, address.key) : address;
  const source = target === undefined ? undefined : await findRootElement(services, target.sourceId);
  if (target === undefined || source === undefined) {
    throw new UserError('notFound', 'No source holds this log.', {
      nextStep: 'Add its folder with “Open Folder of CloudTrail Logs”.',
    });
  }
  const element = await withCancellableProgress('Looking for the log in its trail', (signal) =>
    findObject(services.tree, source, target.key, signal),
  );
  if (element === undefined) {
    throw new UserError('notFound', 'The trail does not list this log any more.', { nextStep: 'Refresh the source.' });
  }
  await services.views.reveal(element);
};

async function findInSources(services: ClientServices, path: string): Promise<Target | undefined> {
  const place = findLocalRoot(await listRoots(services), path);
  return place === undefined ? undefined : { sourceId: place.root.sourceId, key: place.key };
}
