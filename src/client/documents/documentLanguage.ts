import { languages, workspace, type Disposable, type TextDocument, type Uri } from 'vscode';
import type { Log } from '../../base/log';
import { documentScheme } from '../../protocol/documentUri';
import { parseDocumentUri } from './documentUri';
import { isJsonName } from './logName';

export const logLanguageId = 'cloudtrail-log';

/** Gives every `cloudtrail:` document its language, once: whoever chooses another one afterwards keeps it. */
export function setDocumentLanguages(log: Log): Disposable {
  const seen = new WeakSet<TextDocument>();
  const set = (document: TextDocument): void => {
    if (document.uri.scheme !== documentScheme || seen.has(document)) return;
    seen.add(document);
    const languageId = findLanguage(document.uri);
    if (languageId === undefined || document.languageId === languageId) return;
    languages.setTextDocumentLanguage(document, languageId).then(undefined, (error: unknown) => {
      log.warn(`Cannot set the language of ${document.uri.toString()}: ${String(error)}`);
    });
  };
  workspace.textDocuments.forEach(set);
  return workspace.onDidOpenTextDocument(set);
}

/** Undefined: the one that VS Code finds by the name. */
function findLanguage(uri: Uri): string | undefined {
  const address = parseDocumentUri(uri);
  if (address?.isRaw !== true) return logLanguageId;
  return isJsonName(address.key) ? 'json' : undefined;
}
