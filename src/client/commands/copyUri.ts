import type { CommandFactory } from './command';
import { copyToClipboard } from './clipboard';
import { getLinks } from './objectLinks';

export const copyUri: CommandFactory = (services) => async (arg) => {
  const { uri } = await getLinks(services, arg);
  await copyToClipboard(uri.startsWith('s3:') ? 'S3 URI' : 'URI', uri);
};
