import type { CommandFactory } from './command';

/** The chosen rows of the table that has the focus, for a report. */
export const copyRowsAsMarkdown: CommandFactory = (services) => () => {
  services.tables.copySelection('markdown');
  return Promise.resolve();
};
