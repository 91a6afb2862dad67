import type { CommandFactory } from './command';

/** Times of this machine's time zone, or UTC again, in the timeline that has the focus. */
export const toggleLocalTime: CommandFactory = (services) => () => {
  services.timelines.active?.command('toggleTime');
  return Promise.resolve();
};
