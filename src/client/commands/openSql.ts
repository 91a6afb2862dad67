import { Range, window, workspace } from 'vscode';
import { findPlaceArgument } from '../search/placeArgument';
import { toSqlTemplate } from '../sql/sqlText';
import type { CommandFactory } from './command';
import { getRoot } from './target';

/** An SQL editor over one source: its first line says which. */
export const openSql: CommandFactory = (services) => async (arg) => {
  const root = findPlaceArgument(arg)?.root ?? (await getRoot(services, undefined, 'Open SQL'));
  const document = await workspace.openTextDocument({ language: 'sql', content: toSqlTemplate(root) });
  const end = document.lineAt(document.lineCount - 1).range.end;
  await window.showTextDocument(document, { preview: false, selection: new Range(end, end) });
};
