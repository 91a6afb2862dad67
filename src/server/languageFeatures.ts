import type { CancellationToken } from 'vscode-languageserver/node';
import { parseUriText } from '../protocol/documentUri';
import { findDigestFacts, findLogFacts } from './documentFacts';
import { DocumentNumbers } from './documentNumbers';
import { provideCodeLenses, resolveCodeLens, type CodeLensData } from './features/codeLens';
import { provideDigestHover } from './features/digestHover';
import { provideDigestLenses, resolveDigestLens, type DigestLensData } from './features/digestLens';
import { provideHover } from './features/hover';
import { provideReferences } from './features/references';
import { findDigest } from './features/shownDigest';
import type { ShownLog } from './features/shownLog';
import { provideDocumentSymbols, provideFoldingRanges } from './features/symbols';
import { provideValidationLenses } from './features/validationLens';
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
    provide: (shown: ShownLog, signal: AbortSignal) => Promise<T> | T,
    none: T,
  ): Promise<T> =>
    handleRequest(token, state.log, name, async (signal) => {
      const shown = await findShown(state, uri, signal);
      // `uri` as the editor spells it, which may differ from the log's own spelling.
      return shown === undefined ? none : provide({ ...shown, uri }, signal);
    });
  connection.onCodeLens(({ textDocument: { uri } }, token) =>
    answer('codeLens', uri, token, (shown, signal) => listLenses(state, shown, documents.numberOf(uri), signal), []),
  );
  connection.onCodeLensResolve((lens, token) => {
    // Made by provideCodeLenses or provideDigestLenses, and handed back as it was.
    const data = lens.data as CodeLensData | DigestLensData;
    const uri = documents.uriOf(data.document);
    const resolve = async (shown: ShownLog, signal: AbortSignal): Promise<typeof lens> => {
      if ('record' in data) return resolveCodeLens(shown, lens, data);
      const digest = findDigest(shown);
      if (digest === undefined) return lens;
      return resolveDigestLens(shown, digest, await findDigestFacts(state, uri, digest, signal), lens, data);
    };
    return answer('codeLens', uri, token, resolve, lens);
  });
  connection.onHover(({ textDocument: { uri }, position }, token) => {
    const provide = async (shown: ShownLog, signal: AbortSignal): Promise<ReturnType<typeof provideHover> | null> => {
      const digest = findDigest(shown);
      if (digest === undefined) return provideHover(shown, position, { hasLinks: state.hasOwnClient() }) ?? null;
      return provideDigestHover(shown, digest, await findDigestFacts(state, uri, digest, signal), position) ?? null;
    };
    return answer('hover', uri, token, provide, null);
  });
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

/** What the last validation says comes first, over whatever the first line is. */
async function listLenses(
  state: ServerState,
  shown: ShownLog,
  document: number,
  signal: AbortSignal,
): Promise<ReturnType<typeof provideCodeLenses>> {
  const digest = findDigest(shown);
  if (digest === undefined) {
    const facts = await findLogFacts(state, shown.uri);
    return [...provideValidationLenses(shown.uri, facts), ...provideCodeLenses(shown, document)];
  }
  const facts = await findDigestFacts(state, shown.uri, digest, signal);
  const own = provideValidationLenses(shown.uri, facts);
  return [...own, ...provideDigestLenses(shown, digest, facts, document), ...provideCodeLenses(shown, document)];
}

/** Undefined for documents that hold no log: raw texts, and files that were never opened. */
export async function findShown(state: ServerState, uri: string, signal: AbortSignal): Promise<ShownLog | undefined> {
  const text = state.textLogs.get(uri);
  if (text !== undefined) return text;
  const address = parseUriText(uri);
  return address === undefined || address.isRaw ? undefined : state.openLogs.show(address, signal);
}
