import type { ClientServices } from '../services';
import type { CommandFactory } from './command';
import { copyToClipboard } from './clipboard';
import { getLinks } from './objectLinks';

export const copyUri: CommandFactory = (services) => (arg) => copyUriOf(services, arg);

export async function copyUriOf(services: ClientServices, arg: unknown): Promise<void> {
  const { uri } = await getLinks(services, arg);
  await copyToClipboard(uri.startsWith('s3:') ? 'S3 URI' : 'URI', uri);
}
