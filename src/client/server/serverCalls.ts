import { commands, window, type Disposable } from 'vscode';
import type { LanguageClient } from 'vscode-languageclient/node';
import { toDisplayText, toLabelText } from '../../base/displayText';
import { DisposableStore } from '../../base/lifecycle';
import { askMfaCodeRequest, retryingNotification } from '../../protocol/requests';
import { scanProgressNotification, searchProgressNotification } from '../../protocol/searchRequests';
import { validationChangedNotification, validationProgressNotification } from '../../protocol/validationRequests';
import type { LanguageServerOptions } from './serverOptions';

const retryMessageMs = 6000;

/** What the server asks of, or tells, the person in front of the editor. */
export function handleServerCalls(
  client: LanguageClient,
  options: Pick<LanguageServerOptions, 'channel' | 'progress' | 'onValidationChanged'>,
): DisposableStore {
  const { channel } = options;
  const store = handleProgress(client, options);
  let message: Disposable | undefined;
  store.add(
    client.onRequest(askMfaCodeRequest, async ({ mfaSerial, roleArn }, token) => {
      channel.info('The server asks for an MFA code');
      const code = await window.showInputBox(
        {
          title: roleArn === undefined ? 'AWS multi-factor authentication' : `Assume ${toDisplayText(roleArn, 120)}`,
          prompt: `Code from the MFA device ${toDisplayText(mfaSerial)}`,
          placeHolder: '123456',
          password: true,
          ignoreFocusOut: true,
          validateInput: (value) => (/^\d{6}$/.test(value.trim()) ? undefined : 'Six digits'),
        },
        token,
      );
      return code?.trim() ?? null;
    }),
  );
  store.add(
    client.onNotification(retryingNotification, ({ operation, reason, attempt }) => {
      const text = `${toLabelText(operation)} is tried again (${toLabelText(reason)}, attempt ${attempt})`;
      channel.info(text);
      message?.dispose();
      message = window.setStatusBarMessage(`$(sync~spin) Trailcase: ${text}`, retryMessageMs);
    }),
  );
  store.add({
    dispose: () => {
      message?.dispose();
    },
  });
  return store;
}

function handleProgress(
  client: LanguageClient,
  { progress, onValidationChanged }: Pick<LanguageServerOptions, 'progress' | 'onValidationChanged'>,
): DisposableStore {
  const store = new DisposableStore();
  store.add(
    client.onNotification(scanProgressNotification, (scan) => {
      progress.scan.report(scan);
    }),
  );
  store.add(
    client.onNotification(searchProgressNotification, (search) => {
      progress.search.report(search);
    }),
  );
  store.add(
    client.onNotification(validationProgressNotification, (validation) => {
      progress.validation.report(validation);
    }),
  );
  store.add(
    client.onNotification(validationChangedNotification, ({ sourceId }) => {
      onValidationChanged(sourceId);
    }),
  );
  return store;
}

/** The language client would say it only in its log. */
export function showServerRestarts(): void {
  void offer("Trailcase's server stopped by itself and is started again.", { 'Show Log': 'trailcase.showLog' });
}

export function showServerGaveUp(crashCount: number): void {
  const buttons = { 'Restart Server': 'trailcase.restartServer', 'Show Log': 'trailcase.showLog' };
  void offer(`Trailcase's server stopped ${crashCount} times in 3 minutes and is left alone.`, buttons);
}

async function offer(message: string, buttons: Readonly<Record<string, string>>): Promise<void> {
  const choice = await window.showWarningMessage(message, ...Object.keys(buttons));
  const command = choice === undefined ? undefined : buttons[choice];
  if (command !== undefined) await commands.executeCommand(command);
}
