import { UserError } from '../base/errors';
import type { KeyDossier } from '../engine/dossier/dossier';
import { collectKeyDossier, type DossierProgress, type DossierQuestion } from './keyDossierParts';
import { findRoleChain } from './roleChain';
import type { TrailSearch } from './trailSearch';

export type { DossierProgress, DossierQuestion };

/**
 * Everything that the index and some originals say of an access key. A key that nothing mentions has an empty dossier,
 * which says so. Rejects with an AbortError, and with a UserError where the index cannot be opened.
 */
export async function findKeyDossier(
  trail: TrailSearch,
  question: DossierQuestion,
  onProgress: (progress: DossierProgress) => void,
  signal: AbortSignal,
): Promise<KeyDossier> {
  const { accessKeyId } = question;
  if (accessKeyId.trim() === '') throw new UserError('invalidInput', 'A dossier needs an access key id.');
  const found = await findRoleChain(trail, { kind: 'key', id: accessKeyId }, signal);
  const index = await trail.index(signal);
  const sources = { found, facts: index.keyFacts(), reader: trail.recordReader() };
  return collectKeyDossier(sources, question, onProgress, signal);
}
