import { env, Uri, ViewColumn, window, type Memento, type WebviewPanel } from 'vscode';
import { toDisplayText } from '../../base/displayText';
import { DisposableStore, type Disposable } from '../../base/lifecycle';
import type { Log } from '../../base/log';
import type { CopyFormat, ResultGroup, TableIdentity, TableViewMessage } from '../../protocol/resultTableMessages';
import type { ResultSort, SearchResult, SearchScope, SqlResult } from '../../protocol/searchRequests';
import type { RequestSender } from '../server/requestTypes';
import { defaultSort, parseSavedTable, parseShownColumns, toTableIdentity } from './savedTable';
import { statementOrder } from './sqlRows';
import { TableSession, type TablePorts } from './tableSession';
import { newNonce, toWebviewPage } from './webviewPage';

/** Also in package.json: `onWebviewPanel:trailcase.resultTable` wakes the extension when the editor restores a table. */
export const resultTableViewType = 'trailcase.resultTable';

const columnsKey = 'trailcase.resultTable.columns';

/** What tables cannot do by themselves. A function that fails says so in the table it was called for. */
export interface ResultTablesContext extends Pick<
  TablePorts,
  'openHit' | 'exportResult' | 'exportCsv' | 'editQuery' | 'rerun' | 'rerunSql' | 'hold' | 'showTimeline'
> {
  readonly extensionUri: Uri;
  readonly server: RequestSender;
  readonly log: Log;
  /** The arrangement of columns is the same in all tables and windows: `globalState`. */
  readonly memento: Memento;
}

export interface TableToOpen {
  readonly result: SearchResult;
  readonly query: string;
  readonly scope: SearchScope;
  /** Of the editor's tab. */
  readonly title: string;
  /** Only the records of one group. */
  readonly group?: ResultGroup;
  readonly sort?: ResultSort;
}

export interface RowsToOpen {
  readonly result: SqlResult;
  readonly statement: string;
  readonly sourceId: string;
  /** Of the editor's tab. */
  readonly title: string;
}

interface OpenTable {
  readonly panel: WebviewPanel;
  readonly session: TableSession;
}

/** The tables of results in the editor area. */
export class ResultTables implements Disposable {
  private readonly store = new DisposableStore();
  private readonly tables = new Set<OpenTable>();
  private copies = 0;

  constructor(private readonly context: ResultTablesContext) {
    this.store.add(
      window.registerWebviewPanelSerializer(resultTableViewType, {
        deserializeWebviewPanel: (panel, stored: unknown) => {
          this.restore(panel, stored);
          return Promise.resolve();
        },
      }),
    );
  }

  /** The table of the same query, place and group is used again. */
  open({ result, query, scope, title, group, sort = defaultSort }: TableToOpen): void {
    const identity = toTableIdentity({ query, scope, title, ...(group === undefined ? {} : { group }) });
    const open = [...this.tables].find(({ session }) => isSame(session.identity, identity));
    if (open !== undefined) {
      open.session.setResult(identity, result);
      open.panel.reveal();
      return;
    }
    const panel = window.createWebviewPanel(resultTableViewType, toTitle(identity), ViewColumn.Active);
    this.attach(panel, identity, sort).setResult(identity, result);
  }

  /** Rows of a statement, beside it: the answer to the next one over the same source takes their place. */
  openRows({ result, statement, sourceId, title }: RowsToOpen): void {
    const identity = toTableIdentity({ query: statement, scope: { sourceId }, title, language: 'sql' });
    const isOfSource = ({ language, scope }: TableIdentity): boolean =>
      language === 'sql' && scope.sourceId === sourceId;
    const open = [...this.tables].find(({ session }) => isOfSource(session.identity));
    if (open !== undefined) {
      open.session.setRows(identity, result);
      open.panel.reveal(undefined, true);
      return;
    }
    const place = { viewColumn: ViewColumn.Beside, preserveFocus: true };
    const panel = window.createWebviewPanel(resultTableViewType, toTitle(identity), place);
    this.attach(panel, identity, statementOrder).setRows(identity, result);
  }

  /** Copies what is chosen in the table that has the focus, if one has. */
  copySelection(format: CopyFormat): void {
    this.findActive()?.copySelection(format);
  }

  /** What the table that has the focus shows, if one has. */
  get active(): TableIdentity | undefined {
    return this.findActive()?.identity;
  }

  /** The panels stay: the editor restores them when its window was only reloaded. */
  dispose(): void {
    for (const { session } of this.tables) session.dispose();
    this.tables.clear();
    this.store.dispose();
  }

  private findActive(): TableSession | undefined {
    return [...this.tables].find(({ panel }) => panel.active)?.session;
  }

  private restore(panel: WebviewPanel, stored: unknown): void {
    const saved = parseSavedTable(stored);
    if (saved === undefined) {
      this.context.log.warn('A table of an earlier window cannot be restored');
      panel.dispose();
      return;
    }
    void this.attach(panel, saved.identity, saved.sort).run();
  }

  private attach(panel: WebviewPanel, identity: TableIdentity, sort: ResultSort): TableSession {
    const { extensionUri } = this.context;
    const { webview } = panel;
    const session = new TableSession(this.toPorts(panel), identity, sort);
    const table = { panel, session };
    this.tables.add(table);
    panel.title = toTitle(identity);
    panel.iconPath = {
      light: Uri.joinPath(extensionUri, 'media', 'table-light.svg'),
      dark: Uri.joinPath(extensionUri, 'media', 'table-dark.svg'),
    };
    webview.onDidReceiveMessage((message: TableViewMessage) => {
      // Only our own script can post: the page's policy lets no other run.
      void session.receive(message);
    });
    panel.onDidDispose(() => {
      this.tables.delete(table);
      session.dispose();
    });
    const folders = { dist: Uri.joinPath(extensionUri, 'dist', 'webview'), media: Uri.joinPath(extensionUri, 'media') };
    webview.options = { enableScripts: true, localResourceRoots: [folders.dist, folders.media] };
    webview.html = toWebviewPage({
      cspSource: webview.cspSource,
      scriptUri: webview.asWebviewUri(Uri.joinPath(folders.dist, 'resultTable.js')).toString(),
      styleUri: webview.asWebviewUri(Uri.joinPath(folders.media, 'webview', 'resultTable.css')).toString(),
      nonce: newNonce(),
      title: toTitle(identity),
    });
    return session;
  }

  private toPorts(panel: WebviewPanel): TablePorts {
    const { server, memento, log, ...ports } = this.context;
    return {
      post: (message) => {
        panel.webview.postMessage(message).then(undefined, (error: unknown) => {
          log.debug(`A table was closed before it got its message: ${String(error)}`);
        });
      },
      page: (params, signal) => server.ask('resultPage', params, signal),
      exportText: (params, signal) =>
        server.ask('exportResult', { ...params, progressId: `table-copy-${++this.copies}` }, signal),
      writeClipboard: async (text) => {
        await env.clipboard.writeText(text);
      },
      readColumns: () => parseShownColumns(memento.get(columnsKey)),
      writeColumns: (shown) => {
        memento.update(columnsKey, shown).then(undefined, (error: unknown) => {
          log.warn(`Cannot keep the columns of tables: ${String(error)}`);
        });
      },
      onIdentity: (identity) => {
        panel.title = toTitle(identity);
      },
      ...ports,
      log,
    };
  }
}

function toTitle({ title, group }: TableIdentity): string {
  const name = toDisplayText(title, 60);
  return group === undefined ? name : `${name}: ${toDisplayText(group.value ?? '(none)', 40)}`;
}

function isSame(a: TableIdentity, b: TableIdentity): boolean {
  const toText = ({ query, scope, group, language }: TableIdentity): string =>
    JSON.stringify([query, scope, group ?? null, language ?? null]);
  return toText(a) === toText(b);
}
