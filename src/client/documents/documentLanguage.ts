import { languages, workspace, type Disposable, type TextDocument } from 'vscode';
import type { Log } from '../../base/log';
import { documentScheme } from '../../protocol/documentUri';
import { parseDocumentUri } from './documentUri';

export const logLanguageId = 'cloudtrail-log';

/** Gives every `cloudtrail:` document its language, once: whoever chooses another one afterwards keeps it. */
export function setDocumentLanguages(log: Log): Disposable {
  const seen = new WeakSet<TextDocument>();
  const set = (document: TextDocument): void => {
    if (document.uri.scheme !== documentScheme || seen.has(document)) return;
    seen.add(document);
    const languageId = parseDocumentUri(document.uri)?.isRaw === true ? 'json' : logLanguageId;
    if (document.languageId === languageId) return;
    languages.setTextDocumentLanguage(document, languageId).then(undefined, (error: unknown) => {
      log.warn(`Cannot set the language of ${document.uri.toString()}: ${String(error)}`);
    });
  };
  workspace.textDocuments.forEach(set);
  return workspace.onDidOpenTextDocument(set);
}
