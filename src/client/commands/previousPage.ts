import type { CommandFactory } from './command';
import { turnPage } from './openPage';

export const previousPage: CommandFactory = (services) => (arg) => turnPage(services, -1, arg);
