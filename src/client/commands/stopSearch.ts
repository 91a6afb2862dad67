import type { CommandFactory } from './command';

export const stopSearch: CommandFactory = (services) => () => {
  services.results.stop();
  return Promise.resolve();
};
