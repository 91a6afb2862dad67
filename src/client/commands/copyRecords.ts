import type { CommandFactory } from './command';

/** The chosen records of the table that has the focus, verbatim. */
export const copyRecords: CommandFactory = (services) => () => {
  services.tables.copySelection('jsonl');
  return Promise.resolve();
};
