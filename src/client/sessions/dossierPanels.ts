import { ViewColumn, window, type WebviewPanel } from 'vscode';
import { DisposableStore, type Disposable } from '../../base/lifecycle';
import type { DossierViewMessage, SavedDossier } from '../../protocol/sessionMessages';
import { DossierSession } from './dossierSession';
import { parseSavedDossier } from './savedSession';
import { toDossierTitle } from './sessionTitle';
import { newPost, setUpWebview, type SessionPanelsContext } from './sessionWebview';

/** Also in package.json: `onWebviewPanel:trailcase.dossier` wakes the extension when the editor restores a dossier. */
export const dossierViewType = 'trailcase.dossier';

interface OpenDossier {
  readonly panel: WebviewPanel;
  readonly session: DossierSession;
}

/** The dossiers of access keys in the editor area. */
export class DossierPanels implements Disposable {
  private readonly store = new DisposableStore();
  private readonly dossiers = new Set<OpenDossier>();

  constructor(private readonly context: SessionPanelsContext) {
    this.store.add(
      window.registerWebviewPanelSerializer(dossierViewType, {
        deserializeWebviewPanel: (panel, stored: unknown) => {
          this.restore(panel, stored);
          return Promise.resolve();
        },
      }),
    );
  }

  /** The dossier of the same key is shown again. */
  open(sourceId: string, accessKeyId: string, withAssumed = false): void {
    const open = [...this.dossiers].find(
      ({ session: { saved } }) => saved.sourceId === sourceId && saved.accessKeyId === accessKeyId,
    );
    if (open !== undefined) {
      open.panel.reveal();
      // More may be indexed by now.
      if (withAssumed && !open.session.saved.withAssumed)
        void open.session.receive({ kind: 'setWithAssumed', withAssumed });
      else void open.session.run();
      return;
    }
    const panel = window.createWebviewPanel(dossierViewType, toDossierTitle(accessKeyId), ViewColumn.Active, {
      enableFindWidget: true,
    });
    this.attach(panel, { sourceId, accessKeyId, withAssumed });
  }

  /** The panels stay: the editor restores them when its window was only reloaded. */
  dispose(): void {
    for (const { session } of this.dossiers) session.dispose();
    this.dossiers.clear();
    this.store.dispose();
  }

  private restore(panel: WebviewPanel, stored: unknown): void {
    const saved = parseSavedDossier(stored);
    if (saved === undefined) {
      this.context.log.warn('A dossier of an earlier window cannot be restored');
      panel.dispose();
      return;
    }
    this.attach(panel, saved);
  }

  private attach(panel: WebviewPanel, saved: SavedDossier): void {
    const { extensionUri, log } = this.context;
    const session = new DossierSession({ ...this.context, post: newPost(panel, log) }, saved);
    const dossier = { panel, session };
    this.dossiers.add(dossier);
    panel.onDidDispose(() => {
      this.dossiers.delete(dossier);
      session.dispose();
    });
    setUpWebview<DossierViewMessage>(panel, extensionUri, {
      name: 'dossier',
      icon: 'dossier',
      title: toDossierTitle(saved.accessKeyId),
      onMessage: (message) => {
        void session.receive(message);
      },
    });
    void session.run();
  }
}
