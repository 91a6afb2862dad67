import { commands } from 'vscode';
import { isAbort } from '../../base/errors';
import { DisposableStore } from '../../base/lifecycle';
import type { ClientServices } from '../services';
import { commandIds, type CommandId } from './commandIds';
import { commandTable } from './commandTable';
import type { CommandHandler } from './command';
import { showFailure } from './showFailure';
import { findRoot } from './target';

export function registerCommands(services: ClientServices): DisposableStore {
  const store = new DisposableStore();
  for (const id of commandIds) {
    const handler = commandTable[id](services);
    store.add(commands.registerCommand(id, (...args: unknown[]) => run(services, id, handler, args)));
  }
  return store;
}

/** Cancelling is silent; every failure is logged, and shown with what can be done about it. */
async function run(
  services: ClientServices,
  id: CommandId,
  handler: CommandHandler,
  args: readonly unknown[],
): Promise<void> {
  try {
    await handler(...args);
  } catch (error) {
    if (isAbort(error)) return;
    services.log.error(`Command failed: ${id}`, error);
    const root = await findRoot(services, args[0]);
    showFailure(services, error, { root, retry: () => run(services, id, handler, args) });
  }
}
