import { env, Uri, ViewColumn, window, type WebviewPanel } from 'vscode';
import { toDisplayText } from '../../base/displayText';
import { DisposableStore, type Disposable } from '../../base/lifecycle';
import type { TimelineHostMessage, TimelineIdentity, TimelineViewMessage } from '../../protocol/timelineMessages';
import { toProgressText } from '../results/resultText';
import type { LanguageServer } from '../server/languageServer';
import type { ServerProgress } from '../server/progressListeners';
import { findColumnBeside } from '../views/columnBeside';
import { newNonce, toWebviewPage } from '../views/webviewPage';
import { isSameTimeline, parseSavedTimeline, toTimelineIdentity } from './savedTimeline';
import { TimelineSession, type TimelinePorts } from './timelineSession';

/** Also in package.json: `onWebviewPanel:trailcase.timeline` wakes the extension when the editor restores one. */
export const timelineViewType = 'trailcase.timeline';

/** What timelines cannot do by themselves. A function that fails says so in the timeline it was called for. */
export interface TimelinePanelsContext extends Pick<
  TimelinePorts,
  'hold' | 'exportTimeline' | 'editQuery' | 'openSubject' | 'indexGap' | 'validate' | 'log'
> {
  readonly extensionUri: Uri;
  readonly server: Pick<LanguageServer, 'ask'>;
  readonly progress: ServerProgress;
  readonly openHit: (
    resultId: string,
    id: number,
    options: { readonly preserveFocus: boolean; readonly viewColumn: ViewColumn },
  ) => Promise<void>;
}

interface OpenPanel {
  readonly panel: WebviewPanel;
  readonly session: TimelineSession;
}

/** The timelines in the editor area. */
export class TimelinePanels implements Disposable {
  private readonly store = new DisposableStore();
  private readonly panels = new Set<OpenPanel>();
  private copies = 0;

  constructor(private readonly context: TimelinePanelsContext) {
    this.store.add(
      window.registerWebviewPanelSerializer(timelineViewType, {
        deserializeWebviewPanel: (panel, stored: unknown) => {
          this.restore(panel, stored);
          return Promise.resolve();
        },
      }),
    );
  }

  /** The panel of the same subject and place is used again, and searches anew: more may be indexed by now. */
  open(what: TimelineIdentity): void {
    const identity = toTimelineIdentity(what);
    const open = [...this.panels].find(({ session }) => isSameTimeline(session.identity, identity));
    open?.panel.reveal();
    const session = open?.session ?? this.attach(this.newPanel(identity), identity);
    void session.run();
  }

  /** The timeline that has the focus, if one has. */
  get active(): TimelineSession | undefined {
    return [...this.panels].find(({ panel }) => panel.active)?.session;
  }

  /** The panels stay: the editor restores them when its window was only reloaded. */
  dispose(): void {
    for (const { session } of this.panels) session.dispose();
    this.panels.clear();
    this.store.dispose();
  }

  private newPanel(identity: TimelineIdentity): WebviewPanel {
    return window.createWebviewPanel(timelineViewType, toTabTitle(identity), ViewColumn.Active);
  }

  private restore(panel: WebviewPanel, stored: unknown): void {
    const identity = parseSavedTimeline(stored);
    if (identity === undefined) {
      this.context.log.warn('A timeline of an earlier window cannot be restored');
      panel.dispose();
      return;
    }
    void this.attach(panel, identity).run();
  }

  private attach(panel: WebviewPanel, identity: TimelineIdentity): TimelineSession {
    const { extensionUri } = this.context;
    const { webview } = panel;
    const session = new TimelineSession(this.toPorts(panel), identity);
    const open = { panel, session };
    this.panels.add(open);
    panel.title = toTabTitle(identity);
    panel.iconPath = {
      light: Uri.joinPath(extensionUri, 'media', 'timeline-light.svg'),
      dark: Uri.joinPath(extensionUri, 'media', 'timeline-dark.svg'),
    };
    webview.onDidReceiveMessage((message: TimelineViewMessage) => {
      // Only our own script can post: the page's policy lets no other run.
      void session.receive(message);
    });
    panel.onDidDispose(() => {
      this.panels.delete(open);
      session.dispose();
    });
    const folders = { dist: Uri.joinPath(extensionUri, 'dist', 'webview'), media: Uri.joinPath(extensionUri, 'media') };
    webview.options = { enableScripts: true, localResourceRoots: [folders.dist, folders.media] };
    webview.html = toWebviewPage({
      cspSource: webview.cspSource,
      scriptUri: webview.asWebviewUri(Uri.joinPath(folders.dist, 'timeline.js')).toString(),
      styleUri: webview.asWebviewUri(Uri.joinPath(folders.media, 'webview', 'timeline.css')).toString(),
      nonce: newNonce(),
      title: toTabTitle(identity),
    });
    return session;
  }

  private toPorts(panel: WebviewPanel): TimelinePorts {
    const { server, progress, openHit, hold, exportTimeline, editQuery, openSubject, indexGap, validate, log } =
      this.context;
    return {
      post: (message: TimelineHostMessage) => {
        panel.webview.postMessage(message).then(undefined, (error: unknown) => {
          log.debug(`A timeline was closed before it got its message: ${String(error)}`);
        });
      },
      server,
      open: ({ subject, scope }, report, signal) =>
        progress.search.during(
          (found) => {
            report(toProgressText(found));
          },
          (progressId) => server.ask('openTimeline', { subject, scope, progressId }, signal),
        ),
      exportText: (params, signal) =>
        server.ask('exportResult', { ...params, progressId: `timeline-copy-${++this.copies}` }, signal),
      openHit: (resultId, id, { preserveFocus }) =>
        openHit(resultId, id, { preserveFocus, viewColumn: findColumnBeside() }),
      writeClipboard: async (text) => {
        await env.clipboard.writeText(text);
      },
      onIdentity: (identity) => {
        panel.title = toTabTitle(identity);
      },
      ...{ hold, exportTimeline, editQuery, openSubject, indexGap, validate, log },
    };
  }
}

function toTabTitle({ title }: TimelineIdentity): string {
  return toDisplayText(title, 80);
}
