import { withCancellableProgress } from '../progress';
import type { CommandFactory } from './command';

export const restartServer: CommandFactory = (services) => async () => {
  await withCancellableProgress("Restarting Trailcase's server", () => services.server.restart());
  await services.tree.reloadRoots();
};
