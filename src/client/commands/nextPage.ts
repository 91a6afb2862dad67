import type { CommandFactory } from './command';
import { turnPage } from './openPage';

export const nextPage: CommandFactory = (services) => (arg) => turnPage(services, 1, arg);
