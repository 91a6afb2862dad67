import { Uri, type WebviewPanel } from 'vscode';
import type { Log } from '../../base/log';
import type { ChainHostMessage, DossierHostMessage } from '../../protocol/sessionMessages';
import type { ServerProgress } from '../server/progressListeners';
import type { RequestSender } from '../server/requestTypes';
import { newNonce, toWebviewPage } from '../views/webviewPage';
import type { SessionPorts } from './sessionActions';

export interface SessionPanelsContext extends SessionPorts {
  readonly extensionUri: Uri;
  readonly server: RequestSender;
  readonly progress: ServerProgress;
  readonly log: Log;
}

export interface SessionWebview<Message> {
  /** Of its script and style sheet, without extension. */
  readonly name: 'roleChain' | 'dossier';
  readonly icon: 'chain' | 'dossier';
  readonly title: string;
  readonly onMessage: (message: Message) => void;
}

/** Makes a panel's page: one script, one style sheet, and nothing else. */
export function setUpWebview<Message>(panel: WebviewPanel, extensionUri: Uri, view: SessionWebview<Message>): void {
  const { name, icon, title, onMessage } = view;
  const { webview } = panel;
  panel.title = title;
  panel.iconPath = {
    light: Uri.joinPath(extensionUri, 'media', `${icon}-light.svg`),
    dark: Uri.joinPath(extensionUri, 'media', `${icon}-dark.svg`),
  };
  // Only our own script can post: the page's policy lets no other run.
  webview.onDidReceiveMessage(onMessage);
  const folders = { dist: Uri.joinPath(extensionUri, 'dist', 'webview'), media: Uri.joinPath(extensionUri, 'media') };
  webview.options = { enableScripts: true, localResourceRoots: [folders.dist, folders.media] };
  webview.html = toWebviewPage({
    cspSource: webview.cspSource,
    scriptUri: webview.asWebviewUri(Uri.joinPath(folders.dist, `${name}.js`)).toString(),
    styleUri: webview.asWebviewUri(Uri.joinPath(folders.media, 'webview', `${name}.css`)).toString(),
    nonce: newNonce(),
    title,
  });
}

/** A page that is gone needs no message. */
export function newPost(panel: WebviewPanel, log: Log): (message: ChainHostMessage | DossierHostMessage) => void {
  return (message) => {
    panel.webview.postMessage(message).then(undefined, (error: unknown) => {
      log.debug(`A role chain or dossier was closed before it got its message: ${String(error)}`);
    });
  };
}
