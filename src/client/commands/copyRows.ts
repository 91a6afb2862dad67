import type { CommandFactory } from './command';

/** The chosen rows of the table or timeline that has the focus, for a spreadsheet. */
export const copyRows: CommandFactory = (services) => () => {
  (services.timelines.active ?? services.tables).copySelection('tsv');
  return Promise.resolve();
};
