import { EventEmitter, Uri, ViewColumn, window, workspace, type TextDocumentContentProvider } from 'vscode';
import { DisposableStore, type Disposable } from '../../base/lifecycle';
import type { SqlResult } from '../../protocol/searchRequests';
import { toRowsText } from './rowsText';

const scheme = 'trailcase-sql';

/** Answers of SQL statements as read-only text, one document a source. */
export class SqlTables implements TextDocumentContentProvider, Disposable {
  private readonly store = new DisposableStore();
  private readonly changed = this.store.add(new EventEmitter<Uri>());
  readonly onDidChange = this.changed.event;
  private readonly texts = new Map<string, string>();

  constructor() {
    this.store.add(workspace.registerTextDocumentContentProvider(scheme, this));
    this.store.add(
      workspace.onDidCloseTextDocument(({ uri }) => {
        this.texts.delete(uri.toString());
      }),
    );
  }

  /** Beside the statement; the answer to the next one takes its place. */
  async show(sourceId: string, title: string, result: SqlResult): Promise<void> {
    const uri = Uri.from({ scheme, authority: sourceId, path: `/${title}.txt` });
    this.texts.set(uri.toString(), toRowsText(result));
    this.changed.fire(uri);
    await window.showTextDocument(uri, { preview: false, preserveFocus: true, viewColumn: ViewColumn.Beside });
  }

  provideTextDocumentContent(uri: Uri): string {
    return this.texts.get(uri.toString()) ?? 'Run the statement again.';
  }

  dispose(): void {
    this.store.dispose();
  }
}
