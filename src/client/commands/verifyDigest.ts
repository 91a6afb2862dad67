import { getDigestNeighbours, getDigestUri } from '../integrity/digestNeighbours';
import { validate } from '../integrity/runValidation';
import { toPlaceScope } from '../integrity/validationScope';
import { toDisplayText } from '../../base/displayText';
import { UserError } from '../../base/errors';
import { toSourcePlace } from '../search/place';
import type { CommandFactory } from './command';
import { findRootById } from './target';

/** The hours that a digest covers: the digest of a node, a CodeLens, or the editor. */
export const verifyDigest: CommandFactory = (services) => async (arg) => {
  const uri = getDigestUri(services, arg);
  const { scope, trail } = await getDigestNeighbours(services, uri);
  const root = await findRootById(services, scope.sourceId);
  if (root === undefined) throw new UserError('notFound', 'The source of this digest is no longer configured.');
  const name = toDisplayText(uri.path.slice(uri.path.lastIndexOf('/') + 1), 120);
  const place = { root, scope: toPlaceScope(scope), title: `${toSourcePlace(root).title} › ${name}` };
  await validate(services, { place, ...(trail === undefined ? {} : { trail }), isResuming: true });
};
