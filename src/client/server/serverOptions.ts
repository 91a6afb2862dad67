import type { LogOutputChannel } from 'vscode';
import type { Settings } from '../settings';
import type { ServerProgress } from './progressListeners';

export interface LanguageServerOptions {
  /** dist/server.js */
  readonly serverModule: string;
  /** Absolute path of the folder for the index and the cached originals. */
  readonly storageFolder: string;
  readonly progress: ServerProgress;
  readonly channel: LogOutputChannel;
  readonly readSettings: () => Settings;
}
