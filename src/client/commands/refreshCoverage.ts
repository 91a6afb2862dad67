import type { CommandFactory } from './command';

export const refreshCoverage: CommandFactory = (services) => () => {
  services.coverage.reload();
  return Promise.resolve();
};
