import type { CommandFactory } from './command';

export const stopListing: CommandFactory = (services) => () => {
  services.tree.stopListing();
  return Promise.resolve();
};
