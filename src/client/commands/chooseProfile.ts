import { toDisplayText } from '../../base/displayText';
import { UserError } from '../../base/errors';
import type { SourceRoot } from '../../protocol/requests';
import { updateSource } from '../configuration';
import { isFolder } from '../explorer/treeElement';
import type { ClientServices } from '../services';
import { isSameAccess, toSourceConfig } from '../settings';
import type { CommandFactory } from './command';
import { pickProfile } from './pickProfile';
import { revealPlace } from './revealPlace';
import { findSourceElement } from './sourceAdding';
import { findElement, findRootElement, getRoot, listRoots } from './target';

export const chooseProfile: CommandFactory = (services) => async (arg) => {
  const root = await getRoot(services, arg, 'Choose Profile');
  const moved = await chooseProfileOf(services, root);
  if (moved !== undefined) await revealPlace(services, moved, findPrefix(services, arg) ?? root.prefix);
};

/**
 * The source with the chosen profile: another one, whose nodes and documents are new. When the profile stays the same,
 * the source is the same and its credentials are read anew.
 */
export async function chooseProfileOf(services: ClientServices, root: SourceRoot): Promise<SourceRoot | undefined> {
  if (root.isLocal) throw new UserError('invalidInput', 'A folder on this machine needs no profile.');
  const { profile } = await pickProfile(services, `Profile for ${toDisplayText(root.label)}`, root.config.profile);
  if (profile?.name === root.config.profile) {
    await services.tree.reloadRoots();
    await services.tree.refresh(await findRootElement(services, root.sourceId));
    return root;
  }
  // An absent profile compares as none.
  const config = toSourceConfig({ ...root.config, profile: profile?.name });
  const isTwin = (other: SourceRoot): boolean =>
    other.sourceId !== root.sourceId && isSameAccess(toSourceConfig(other.config), config);
  const twin = (await listRoots(services)).find(isTwin);
  if (twin !== undefined) {
    const how = profile === undefined ? 'without a profile' : `with the profile ${toDisplayText(profile.name)}`;
    throw new UserError('invalidInput', `The source “${toDisplayText(twin.label)}” reads this place ${how} already.`, {
      nextStep: `Use that source; “${toDisplayText(root.label)}” stays as it is.`,
    });
  }
  await updateSource(root.config, { profile: profile?.name });
  return (await findSourceElement(services, config))?.root;
}

/** Where the user was when a problem in the tree offered the choice. */
function findPrefix(services: ClientServices, arg: unknown): string | undefined {
  const element = arg === undefined ? undefined : findElement(services, arg);
  const folder = element === undefined || isFolder(element) ? element : element.parent;
  return folder !== undefined && isFolder(folder) ? folder.node.prefix : undefined;
}
