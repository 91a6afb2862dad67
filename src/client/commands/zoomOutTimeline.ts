import type { CommandFactory } from './command';

/** Twice as long a time in the timeline that has the focus. */
export const zoomOutTimeline: CommandFactory = (services) => () => {
  services.timelines.active?.command('zoomOut');
  return Promise.resolve();
};
