import type { CancellationToken } from 'vscode-languageserver/node';
import { parseUriText } from '../protocol/documentUri';
import { DocumentNumbers } from './documentNumbers';
import { provideCodeLenses, resolveCodeLens, type CodeLensData } from './features/codeLens';
import { provideHover } from './features/hover';
import { provideReferences } from './features/references';
import type { ShownLog } from './features/shownLog';
import { provideDocumentSymbols, provideFoldingRanges } from './features/symbols';
import { handleRequest } from './requestHandling';
import type { ServerState } from './serverState';

/** Answers LSP's questions with the functions of `features/`. */
export function registerFeatures(state: ServerState): void {
  const { connection } = state;
  const documents = new DocumentNumbers();
  const answer = <T>(
    name: string,
    uri: string,
    token: CancellationToken,
    provide: (shown: ShownLog) => T,
    none: T,
  ): Promise<T> =>
    handleRequest(token, state.log, name, async (signal) => {
      const shown = await findShown(state, uri, signal);
      return shown === undefined ? none : provide(shown);
    });
  connection.onCodeLens(({ textDocument: { uri } }, token) =>
    answer('codeLens', uri, token, (shown) => provideCodeLenses({ ...shown, uri }, documents.numberOf(uri)), []),
  );
  connection.onCodeLensResolve((lens, token) => {
    const data = lens.data as CodeLensData; // made by provideCodeLenses, and handed back as it was
    const uri = documents.uriOf(data.document);
    return answer('codeLens', uri, token, (shown) => resolveCodeLens({ ...shown, uri }, lens, data), lens);
  });
  connection.onHover(({ textDocument: { uri }, position }, token) =>
    answer('hover', uri, token, (shown) => provideHover(shown, position) ?? null, null),
  );
  connection.onDocumentSymbol(({ textDocument: { uri } }, token) =>
    answer('documentSymbol', uri, token, provideDocumentSymbols, []),
  );
  connection.onFoldingRanges(({ textDocument: { uri } }, token) =>
    answer('foldingRange', uri, token, provideFoldingRanges, []),
  );
  connection.onReferences(({ textDocument: { uri }, position }, token) =>
    answer('references', uri, token, (shown) => provideReferences(shown, position), []),
  );
}

/** Undefined for documents that hold no log: raw texts, and files that were never opened. */
export async function findShown(state: ServerState, uri: string, signal: AbortSignal): Promise<ShownLog | undefined> {
  const text = state.textLogs.get(uri);
  if (text !== undefined) return text;
  const address = parseUriText(uri);
  return address === undefined || address.isRaw ? undefined : state.openLogs.show(address, signal);
}
