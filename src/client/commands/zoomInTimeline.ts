import type { CommandFactory } from './command';

/** Half as long a time, around the middle of the timeline that has the focus. */
export const zoomInTimeline: CommandFactory = (services) => () => {
  services.timelines.active?.command('zoomIn');
  return Promise.resolve();
};
