import type { CommandFactory } from './command';

export const clearResults: CommandFactory = (services) => () => {
  services.results.clear();
  return Promise.resolve();
};
