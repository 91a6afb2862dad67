import type { Connection } from 'vscode-languageserver/node';
import type { Log } from '../base/log';

/** Writes to the client's output channel. */
export function connectionLog(connection: Connection): Log {
  return {
    debug: (message) => {
      connection.console.debug(message);
    },
    info: (message) => {
      connection.console.info(message);
    },
    warn: (message) => {
      connection.console.warn(message);
    },
    error: (message, cause) => {
      const reason = cause instanceof Error ? (cause.stack ?? cause.message) : typeof cause === 'string' ? cause : '';
      connection.console.error(reason === '' ? message : `${message}\n${reason}`);
    },
  };
}
