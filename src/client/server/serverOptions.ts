import type { LogOutputChannel } from 'vscode';
import type { Settings } from '../settings';

export interface LanguageServerOptions {
  /** dist/server.js */
  readonly serverModule: string;
  readonly channel: LogOutputChannel;
  readonly readSettings: () => Settings;
}
