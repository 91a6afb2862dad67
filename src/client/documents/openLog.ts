import { window, workspace, type TextEditor, type Uri, type ViewColumn } from 'vscode';
import { toDisplayText } from '../../base/displayText';
import { withCancellableProgress } from '../progress';
import type { DocumentCache } from './documentCache';

export interface OpenOptions {
  readonly isPreview: boolean;
  readonly preserveFocus?: boolean;
  readonly viewColumn?: ViewColumn | undefined;
}

/**
 * Shows a `cloudtrail:` document. The text is fetched first, so that waiting can be cancelled and a failure is a
 * UserError with its next step, and not an editor that could not be opened.
 */
export async function openLog(documents: DocumentCache, uri: Uri, options: OpenOptions): Promise<TextEditor> {
  const name = toDisplayText(uri.path.slice(uri.path.lastIndexOf('/') + 1), 80);
  return await withCancellableProgress(`Opening ${name}`, async (signal) => {
    const text = uri.toString();
    const isOpen = workspace.textDocuments.some((document) => document.uri.toString() === text);
    if (!isOpen) await documents.read(text, signal);
    const document = await workspace.openTextDocument(uri, { encoding: 'utf8' });
    signal.throwIfAborted();
    const { isPreview: preview, preserveFocus = false, viewColumn } = options;
    return await window.showTextDocument(document, {
      preview,
      preserveFocus,
      ...(viewColumn === undefined ? {} : { viewColumn }),
    });
  });
}
