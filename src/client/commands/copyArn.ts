import { UserError } from '../../base/errors';
import type { CommandFactory } from './command';
import { copyToClipboard } from './clipboard';
import { getLinks } from './objectLinks';

export const copyArn: CommandFactory = (services) => async (arg) => {
  const { arn } = await getLinks(services, arg);
  if (arn === undefined) throw new UserError('invalidInput', 'A file on this machine has no ARN.');
  await copyToClipboard('ARN', arn);
};
