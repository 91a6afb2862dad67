import { Uri } from 'vscode';
import { UserError } from '../../base/errors';
import { localAuthority } from '../../protocol/documentUri';
import type { ObjectLinks } from '../../protocol/requests';
import type { ClientServices } from '../services';
import { findTarget, type Target } from './target';

export async function getLinks(services: ClientServices, arg: unknown): Promise<ObjectLinks> {
  const target = findTarget(services, arg);
  if (target === undefined)
    throw new UserError('invalidInput', 'Select a node in the trails, or open a log, and try again.');
  return await linksOf(services, target);
}

export async function getConsoleUrl(services: ClientServices, arg: unknown): Promise<string> {
  const { consoleUrl } = await getLinks(services, arg);
  if (consoleUrl === undefined)
    throw new UserError('invalidInput', 'Only what lies in a bucket of Amazon S3 can be seen in the AWS console.');
  return consoleUrl;
}

async function linksOf(services: ClientServices, target: Target): Promise<ObjectLinks> {
  // A file that was opened by itself belongs to no source that the server could ask.
  if (target.sourceId === localAuthority) return { uri: Uri.file(target.key).toString() };
  return await services.server.ask('objectLinks', { sourceId: target.sourceId, key: target.key });
}
