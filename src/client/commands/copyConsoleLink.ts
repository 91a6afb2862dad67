import type { CommandFactory } from './command';
import { copyToClipboard } from './clipboard';
import { getConsoleUrl } from './objectLinks';

export const copyConsoleLink: CommandFactory = (services) => async (arg) => {
  await copyToClipboard('Console link', await getConsoleUrl(services, arg));
};
