import { UserError } from '../../base/errors';
import { findObjectElement } from '../integrity/integrityArgument';
import { openDocument } from '../integrity/digestNeighbours';
import { getObjectValidation } from '../integrity/objectValidation';
import type { CommandFactory } from './command';

/** The digest that names a log: `(uri: string)` from a CodeLens, a finding's object or hour, or the log in the editor. */
export const openDigest: CommandFactory = (services) => async (arg) => {
  const uri =
    typeof arg === 'string'
      ? arg
      : (findObjectElement(services, arg)?.digestUri ??
        (await getObjectValidation(services, arg)).object.digestDocumentUri);
  if (uri === undefined) throw new UserError('notFound', 'No digest that was validated names it.');
  await openDocument(services, uri);
};
