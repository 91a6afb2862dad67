import type { LogOutputChannel } from 'vscode';
import type { Settings } from '../settings';
import type { ServerProgress } from './progressListeners';

export interface LanguageServerOptions {
  /** dist/server.js */
  readonly serverModule: string;
  readonly progress: ServerProgress;
  readonly channel: LogOutputChannel;
  readonly readSettings: () => Settings;
}
