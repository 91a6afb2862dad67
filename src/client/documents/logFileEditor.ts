import {
  TabInputCustom,
  window,
  type CustomDocument,
  type CustomReadonlyEditorProvider,
  type Tab,
  type Uri,
  type ViewColumn,
  type WebviewPanel,
} from 'vscode';
import { documentScheme } from '../../protocol/documentUri';
import type { DocumentCache } from './documentCache';
import { toLocalDocumentUri } from './documentUri';
import { openLog } from './openLog';

export const logFileEditorId = 'trailcase.logFile';

/**
 * What a gzipped log on disk opens with, instead of VS Code's page for binary files: it opens the log's text in its
 * place and goes away.
 */
export class LogFileEditor implements CustomReadonlyEditorProvider {
  constructor(
    private readonly documents: DocumentCache,
    private readonly report: (error: unknown, uri: Uri) => void,
  ) {}

  openCustomDocument(uri: Uri): CustomDocument {
    return { uri, dispose: () => undefined };
  }

  async resolveCustomEditor({ uri }: CustomDocument, panel: WebviewPanel): Promise<void> {
    const viewColumn = panel.viewColumn;
    // One click in the Explorer previews and leaves the focus there; a double click or Enter means the editor.
    const isPreview = findTab(uri, viewColumn)?.isPreview ?? true;
    const target = uri.scheme === documentScheme ? uri : toLocalDocumentUri(uri);
    try {
      await openLog(this.documents, target, { isPreview, preserveFocus: isPreview, viewColumn });
    } catch (error) {
      this.report(error, target);
    } finally {
      // A preview was replaced already; disposing twice does nothing.
      panel.dispose();
    }
  }
}

function findTab(uri: Uri, viewColumn: ViewColumn | undefined): Tab | undefined {
  const groups = window.tabGroups.all.filter((group) => viewColumn === undefined || group.viewColumn === viewColumn);
  return groups
    .flatMap((group) => group.tabs)
    .find(({ input }) => input instanceof TabInputCustom && input.uri.toString() === uri.toString());
}
