import type { CommandFactory } from './command';

/** The chosen rows of the table that has the focus, for a spreadsheet. */
export const copyRows: CommandFactory = (services) => () => {
  services.tables.copySelection('tsv');
  return Promise.resolve();
};
