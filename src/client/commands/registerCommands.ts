import { commands } from 'vscode';
import { isAbort } from '../../base/errors';
import { DisposableStore } from '../../base/lifecycle';
import { findPlaceArgument } from '../search/placeArgument';
import type { ClientServices } from '../services';
import { commandIds, type CommandId } from './commandIds';
import { commandTable } from './commandTable';
import type { CommandHandler } from './command';
import { moveArguments } from './movedArguments';
import { showFailure, type FailedWork } from './showFailure';
import { findRoot, findTarget } from './target';

/** Commands whose failure has nothing to do with what is selected. */
const withoutSource: ReadonlySet<CommandId> = new Set<CommandId>([
  'trailcase.addS3Location',
  'trailcase.clearCache',
  'trailcase.discoverTrails',
  'trailcase.openDemoCase',
  'trailcase.openFolder',
  'trailcase.openLogFile',
  'trailcase.restartServer',
]);

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
    const work: FailedWork = withoutSource.has(id)
      ? {}
      : {
          root: findPlaceArgument(args[0])?.root ?? (await findRoot(services, args[0])),
          key: findTarget(services, args[0])?.key,
        };
    const retry: FailedWork['retry'] = async (moved) => {
      await run(services, id, handler, moved === undefined ? args : await moveArguments(services, args, moved));
    };
    showFailure(services, error, { ...work, retry });
  }
}
