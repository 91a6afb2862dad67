import { ViewColumn, window, type WebviewPanel } from 'vscode';
import { DisposableStore, type Disposable } from '../../base/lifecycle';
import type { SessionSubject } from '../../engine/session/session';
import type { ChainViewMessage, SavedChain } from '../../protocol/sessionMessages';
import { ChainSession } from './chainSession';
import { parseSavedChain, parseSessionSubject } from './savedSession';
import { toChainTitle } from './sessionTitle';
import { newPost, setUpWebview, type SessionPanelsContext } from './sessionWebview';

/** Also in package.json: `onWebviewPanel:trailcase.roleChain` wakes the extension when the editor restores a chain. */
export const roleChainViewType = 'trailcase.roleChain';

interface OpenChain {
  readonly panel: WebviewPanel;
  readonly session: ChainSession;
}

/** The role chains in the editor area. */
export class RoleChainPanels implements Disposable {
  private readonly store = new DisposableStore();
  private readonly chains = new Set<OpenChain>();

  constructor(private readonly context: SessionPanelsContext) {
    this.store.add(
      window.registerWebviewPanelSerializer(roleChainViewType, {
        deserializeWebviewPanel: (panel, stored: unknown) => {
          this.restore(panel, stored);
          return Promise.resolve();
        },
      }),
    );
  }

  /** The chain of the same subject is shown again. `title`: of the editor's tab. */
  open(sourceId: string, subject: SessionSubject, title = toChainTitle(subject)): void {
    const open = [...this.chains].find(({ session }) => isSame(session.saved, { sourceId, subject }));
    if (open !== undefined) {
      open.panel.reveal();
      // More may be indexed by now.
      void open.session.run();
      return;
    }
    const panel = window.createWebviewPanel(roleChainViewType, title, ViewColumn.Active, { enableFindWidget: true });
    this.attach(panel, { sourceId, subject, title });
  }

  /** The panels stay: the editor restores them when its window was only reloaded. */
  dispose(): void {
    for (const { session } of this.chains) session.dispose();
    this.chains.clear();
    this.store.dispose();
  }

  private restore(panel: WebviewPanel, stored: unknown): void {
    const saved = parseSavedChain(stored);
    if (saved === undefined) {
      this.context.log.warn('A role chain of an earlier window cannot be restored');
      panel.dispose();
      return;
    }
    this.attach(panel, saved);
  }

  private attach(panel: WebviewPanel, saved: SavedChain): void {
    const { extensionUri, log } = this.context;
    const onTitle = (title: string): void => {
      panel.title = title;
    };
    const session = new ChainSession({ ...this.context, onTitle, post: newPost(panel, log) }, saved);
    const chain = { panel, session };
    this.chains.add(chain);
    panel.onDidDispose(() => {
      this.chains.delete(chain);
      session.dispose();
    });
    setUpWebview<ChainViewMessage>(panel, extensionUri, {
      name: 'roleChain',
      icon: 'chain',
      title: saved.title,
      onMessage: (message) => {
        void session.receive(message);
      },
    });
    void session.run();
  }
}

function isSame(a: Pick<SavedChain, 'sourceId' | 'subject'>, b: Pick<SavedChain, 'sourceId' | 'subject'>): boolean {
  const toText = ({ sourceId, subject }: Pick<SavedChain, 'sourceId' | 'subject'>): string =>
    JSON.stringify([sourceId, parseSessionSubject(subject)]);
  return toText(a) === toText(b);
}
