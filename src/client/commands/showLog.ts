import type { CommandFactory } from './command';

export const showLog: CommandFactory = (services) => () => {
  services.log.show();
  return Promise.resolve();
};
