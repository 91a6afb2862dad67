import {
  DidChangeTextDocumentNotification,
  DidCloseTextDocumentNotification,
  DidOpenTextDocumentNotification,
  TextDocumentSyncKind,
} from 'vscode-languageserver/node';
import { documentScheme } from '../protocol/documentUri';
import { findDocumentObject } from './documentObjects';
import { provideDiagnostics } from './features/diagnostics';
import type { ShownLog } from './features/shownLog';
import { toValidationDiagnostic } from './features/validationDiagnostic';
import type { ServerState } from './serverState';

const ownTexts = ['file', 'untitled'].map((scheme) => ({ scheme, language: 'cloudtrail-log' }));

/**
 * Follows documents whose text lives in the editor. Of `cloudtrail:` documents only the closing is followed: their
 * text was made here, and their problems go when they do.
 */
export function registerDocumentSync(state: ServerState, isOwnClient: boolean): void {
  const { connection, textLogs } = state;
  connection.onDidOpenTextDocument(({ textDocument }) => {
    publishProblems(state, textLogs.set(textDocument.uri, textDocument.text));
  });
  connection.onDidChangeTextDocument(({ textDocument, contentChanges }) => {
    const text = contentChanges.at(-1)?.text;
    if (text !== undefined) publishProblems(state, textLogs.set(textDocument.uri, text));
  });
  connection.onDidCloseTextDocument(({ textDocument }) => {
    textLogs.delete(textDocument.uri);
    state.problems.close(textDocument.uri);
  });
  if (!isOwnClient) return;
  connection.onInitialized(() => {
    const { client } = connection;
    const closing = [...ownTexts, { scheme: documentScheme }];
    void client.register(DidOpenTextDocumentNotification.type, { documentSelector: ownTexts });
    void client.register(DidChangeTextDocumentNotification.type, {
      documentSelector: ownTexts,
      syncKind: TextDocumentSyncKind.Full,
    });
    void client.register(DidCloseTextDocumentNotification.type, { documentSelector: closing });
  });
}

/** `uri` as the editor spells it, which may differ from the log's own spelling. */
export function publishProblems(state: ServerState, shown: ShownLog, uri = shown.uri): void {
  state.problems.setRead(uri, provideDiagnostics(shown));
}

/** Puts what the kept runs say of an open document to its top. */
export async function tellValidation(state: ServerState, uri: string): Promise<void> {
  const object = findDocumentObject(state.sources, uri);
  const known = object === undefined ? undefined : await state.validations.findObject(object);
  const diagnostic = known === undefined ? undefined : toValidationDiagnostic(known.object, known.validatedTime);
  state.problems.setValidation(uri, diagnostic === undefined ? [] : [diagnostic]);
}
