import { TreeElement } from '../explorer/treeElement';
import type { CommandFactory } from './command';

/** One node with what lies under it; from the view's title or the palette, everything. */
export const refresh: CommandFactory = (services) => async (arg) => {
  const element = arg instanceof TreeElement ? arg : undefined;
  await services.views.withViewProgress(() => services.tree.refresh(element));
};
