import { UserError } from '../../base/errors';
import type { ObjectValidation } from '../../protocol/validationRequests';
import { getObjectTarget } from '../commands/target';
import { toDocumentUri } from '../documents/documentUri';
import type { ClientServices } from '../services';

/** What the last validation that saw it found of the log or digest of a node, a CodeLens (as text) or the editor. */
export async function getObjectValidation(services: ClientServices, arg: unknown): Promise<ObjectValidation> {
  const { sourceId, key } = getObjectTarget(services, arg);
  const uri = toDocumentUri({ sourceId, key }).toString();
  const found = await services.server.ask('objectValidation', { uri });
  if (found !== null) return found;
  throw new UserError('notFound', 'No validation that is kept has seen this object.', {
    nextStep: 'Validate its day first (Trailcase: Validate Integrity).',
  });
}
