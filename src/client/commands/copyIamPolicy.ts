import { env, window } from 'vscode';
import type { SourceRoot } from '../../protocol/requests';
import { withCancellableProgress } from '../progress';
import type { ClientServices } from '../services';
import type { CommandFactory } from './command';
import { getRoot } from './target';

export const copyIamPolicy: CommandFactory = (services) => async (arg) => {
  await copyIamPolicyOf(services, await getRoot(services, arg, 'Copy IAM Policy'));
};

export async function copyIamPolicyOf(services: ClientServices, root: SourceRoot): Promise<void> {
  const policy = await withCancellableProgress('Writing the IAM policy', (signal) =>
    services.server.ask('iamPolicy', { sourceId: root.sourceId }, signal),
  );
  // Written by the server, with line breaks of its own: not text that an attacker chose.
  await env.clipboard.writeText(policy);
  void window.showInformationMessage('The least-privilege IAM policy for reading this source is on the clipboard.');
}
