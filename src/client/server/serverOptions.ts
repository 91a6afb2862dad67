import type { LogOutputChannel } from 'vscode';
import type { Settings } from '../settings';
import type { ServerProgress } from './progressListeners';

export interface LanguageServerOptions {
  /** dist/server.js */
  readonly serverModule: string;
  readonly progress: ServerProgress;
  /** A source was validated, or what was found of it was deleted. */
  readonly onValidationChanged: (sourceId: string) => void;
  readonly channel: LogOutputChannel;
  readonly readSettings: () => Settings;
}
