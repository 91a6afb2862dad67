import type { ClientServices } from '../services';

/** Arguments come from menus, keybindings, CodeLenses and other extensions: each command narrows its own. */
export type CommandHandler = (...args: readonly unknown[]) => Promise<void>;

export type CommandFactory = (services: ClientServices) => CommandHandler;
