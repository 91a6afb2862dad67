import { commands, workspace, type Range, type TextDocumentShowOptions, type Uri, type ViewColumn } from 'vscode';
import { toDisplayText } from '../../base/displayText';
import { withCancellableProgress } from '../progress';
import type { DocumentCache } from './documentCache';

export interface OpenOptions {
  readonly isPreview: boolean;
  readonly preserveFocus?: boolean;
  readonly viewColumn?: ViewColumn | undefined;
  /** What is selected, and scrolled to. */
  readonly selection?: Range;
}

/**
 * Shows a `cloudtrail:` document. The text is fetched first, so that waiting can be cancelled and a failure is a
 * UserError with its next step, and not an editor that could not be opened. The editor itself then opens the document:
 * opening it here first would carry a large text to the editor and back before anything is drawn.
 */
export async function openLog(documents: DocumentCache, uri: Uri, options: OpenOptions): Promise<void> {
  const name = toDisplayText(uri.path.slice(uri.path.lastIndexOf('/') + 1), 80);
  await withCancellableProgress(`Opening ${name}`, async (signal) => {
    const text = uri.toString();
    const isOpen = workspace.textDocuments.some((document) => document.uri.toString() === text);
    if (!isOpen) await documents.read(text, signal);
    const { isPreview: preview, preserveFocus = false, viewColumn, selection } = options;
    const showOptions: TextDocumentShowOptions = {
      preview,
      preserveFocus,
      ...(viewColumn === undefined ? {} : { viewColumn }),
      ...(selection === undefined ? {} : { selection }),
    };
    await commands.executeCommand('vscode.open', uri, showOptions);
  });
}
