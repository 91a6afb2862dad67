import type { CommandFactory } from './command';
import { turnPage } from './openPage';

export const previousPage: CommandFactory = (services) => () => turnPage(services, -1);
