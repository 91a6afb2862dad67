import { env, Uri } from 'vscode';
import type { CommandFactory } from './command';
import { getConsoleUrl } from './objectLinks';

/** The key is part of the link, but the server escapes it: it stays in the query. */
export const openConsoleLink: CommandFactory = (services) => async (arg) => {
  await env.openExternal(Uri.parse(await getConsoleUrl(services, arg), true));
};
