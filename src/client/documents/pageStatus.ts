import { StatusBarAlignment, window } from 'vscode';
import { DisposableStore } from '../../base/lifecycle';
import type { DocumentCache } from './documentCache';
import { parseDocumentUri } from './documentUri';
import { toPageText } from './pageText';

/** Beside the language, as VS Code's own facts about the editor are. */
const priority = 101;

/** Says in the status bar which part of its log the active editor shows: a page, or the stored text. */
export function showPageStatus(documents: DocumentCache): DisposableStore {
  const store = new DisposableStore();
  const item = store.add(window.createStatusBarItem('trailcase.page', StatusBarAlignment.Right, priority));
  item.name = 'CloudTrail Page';
  const update = (): void => {
    const uri = window.activeTextEditor?.document.uri;
    const address = uri === undefined ? undefined : parseDocumentUri(uri);
    const info = uri === undefined ? undefined : documents.findPage(uri.toString());
    if (address === undefined || info === undefined) {
      item.hide();
      return;
    }
    item.text = toPageText(address, info);
    item.tooltip = address.isRaw
      ? 'The text as it is stored, after gunzip'
      : info.pageCount > 1
        ? 'Next and previous page of records: Alt+PageDown, Alt+PageUp'
        : item.text === 'Digest'
          ? 'What CloudTrail signed: the logs of an hour with their hashes'
          : 'Records of this log';
    item.show();
  };
  update();
  store.add(window.onDidChangeActiveTextEditor(update));
  return store;
}
