import type { CommandFactory } from './command';

/** The chosen records of the table or timeline that has the focus, verbatim. */
export const copyRecords: CommandFactory = (services) => () => {
  (services.timelines.active ?? services.tables).copySelection('jsonl');
  return Promise.resolve();
};
