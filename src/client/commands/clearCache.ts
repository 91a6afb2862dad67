import { window } from 'vscode';
import { toSizeText } from '../../base/byteSize';
import { withCancellableProgress } from '../progress';
import type { CommandFactory } from './command';

export const clearCache: CommandFactory = (services) => async () => {
  const clear = 'Clear';
  const detail = 'Logs that are opened again are fetched from S3 again. The index stays, and so do the logs in S3.';
  const message = 'Clear the log files that are kept on this machine?';
  if ((await window.showWarningMessage(message, { modal: true, detail }, clear)) !== clear) return;
  const { bytes } = await withCancellableProgress('Clearing the cache', (signal) =>
    services.server.ask('clearCache', undefined, signal),
  );
  void window.showInformationMessage(`The cache is empty: ${toSizeText(bytes)} freed.`);
};
