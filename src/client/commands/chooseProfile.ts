import { toDisplayText } from '../../base/displayText';
import { UserError } from '../../base/errors';
import type { SourceRoot } from '../../protocol/requests';
import type { SourceConfig } from '../../protocol/sourceConfig';
import { updateSource } from '../configuration';
import type { ClientServices } from '../services';
import { toSourceConfig } from '../settings';
import type { CommandFactory } from './command';
import { pickProfile } from './pickProfile';
import { addAndReveal } from './sourceAdding';
import { findRootElement, getRoot } from './target';

export const chooseProfile: CommandFactory = (services) => async (arg) => {
  await chooseProfileOf(services, await getRoot(services, arg, 'Choose Profile'));
};

/**
 * True when the profile stays the same and its credentials were read anew. Another profile makes another source, whose
 * nodes and documents are new: what failed cannot simply be tried again.
 */
export async function chooseProfileOf(services: ClientServices, root: SourceRoot): Promise<boolean> {
  if (root.isLocal) throw new UserError('invalidInput', 'A folder on this machine needs no profile.');
  const { profile } = await pickProfile(services, `Profile for ${toDisplayText(root.label)}`, root.config.profile);
  if (profile?.name === root.config.profile) {
    await services.tree.reloadRoots();
    await services.tree.refresh(await findRootElement(services, root.sourceId));
    return true;
  }
  await updateSource(root.config, { profile: profile?.name });
  await addAndReveal(services, withProfile(root.config, profile?.name));
  return false;
}

function withProfile(config: SourceConfig, profile: string | undefined): SourceConfig {
  // An absent profile compares as none.
  return toSourceConfig({ ...config, profile });
}
