import { window, type Disposable } from 'vscode';
import { setContext } from '../setContext';
import type { DocumentCache } from './documentCache';
import { parseDocumentUri } from './documentUri';

/** Keeps the context keys that show the buttons for the next and the previous page of a large log. */
export function trackPages(documents: DocumentCache): Disposable {
  const update = (): void => {
    const uri = window.activeTextEditor?.document.uri;
    const address = uri === undefined ? undefined : parseDocumentUri(uri);
    const pageCount = uri === undefined ? undefined : documents.findPage(uri.toString())?.pageCount;
    const page = address?.isRaw === false ? address.page : 1;
    setContext('trailcase.hasPreviousPage', page > 1);
    setContext('trailcase.hasNextPage', address !== undefined && page < (pageCount ?? 1));
  };
  update();
  return window.onDidChangeActiveTextEditor(update);
}
