import type { CommandFactory } from './command';
import { turnPage } from './openPage';

export const nextPage: CommandFactory = (services) => () => turnPage(services, 1);
