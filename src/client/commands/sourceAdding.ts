import type { SourceConfig } from '../../protocol/sourceConfig';
import { addSources, readSettings } from '../configuration';
import type { TreeElement } from '../explorer/treeElement';
import type { ClientServices } from '../services';
import { isSamePlace, isSameSource } from '../settings';

/** Adds a source unless it is there already, and shows it in the tree, opened. */
export async function addAndReveal(services: ClientServices, config: SourceConfig): Promise<void> {
  const isKnown = readSettings().sources.some((source) => isSamePlace(source, config));
  if (!isKnown) await addSources([config]);
  const element = await findSourceElement(services, config);
  if (element !== undefined) await services.views.reveal(element, { expand: true });
}

/** The settings' change reloads the roots by itself; only when that has not shown the source are they asked again. */
export async function findSourceElement(
  { tree }: ClientServices,
  config: SourceConfig,
): Promise<TreeElement | undefined> {
  const find = (elements: readonly TreeElement[], isMatch: typeof isSameSource): TreeElement | undefined =>
    elements.find(({ root }) => root !== undefined && isMatch(root.config, config));
  const found = find(await tree.getRoots(), isSameSource);
  if (found !== undefined) return found;
  const reloaded = await tree.reloadRoots();
  return find(reloaded, isSameSource) ?? find(reloaded, isSamePlace);
}
