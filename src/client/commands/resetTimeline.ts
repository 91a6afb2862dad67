import type { CommandFactory } from './command';

/** The whole period, in the timeline that has the focus. */
export const resetTimeline: CommandFactory = (services) => () => {
  services.timelines.active?.command('reset');
  return Promise.resolve();
};
