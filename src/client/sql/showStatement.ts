import { window, workspace, type TextDocument } from 'vscode';
import type { SourceRoot } from '../../protocol/requests';
import { findSqlSource, toSqlText } from './sqlText';

/** The editor that a statement was run from, if it is open still; else a new one that holds it. */
export async function showStatement(root: SourceRoot, statement: string): Promise<void> {
  const isItsOwn = (document: TextDocument): boolean =>
    document.languageId === 'sql' &&
    findSqlSource(document.getText()) === root.sourceId &&
    document.getText().includes(statement);
  const open = window.visibleTextEditors.find(({ document }) => isItsOwn(document));
  const document =
    open?.document ??
    workspace.textDocuments.find((candidate) => !candidate.isClosed && isItsOwn(candidate)) ??
    (await workspace.openTextDocument({ language: 'sql', content: toSqlText(root, statement) }));
  await window.showTextDocument(document, {
    preview: false,
    ...(open?.viewColumn === undefined ? {} : { viewColumn: open.viewColumn }),
  });
}
