import { Uri, window } from 'vscode';
import { UserError } from '../../base/errors';
import { withCancellableProgress } from '../progress';
import { toSourcePlace } from '../search/place';
import type { ClientServices } from '../services';
import { findSqlSource, maxSqlRows, toStatement } from '../sql/sqlText';
import type { CommandFactory } from './command';
import { findRootById, getRoot } from './target';

/** The selected text of an SQL editor, or all of it; the rows open as a table. */
export const runSql: CommandFactory = (services) => async (arg) => {
  const editor = findEditor(arg);
  if (editor === undefined)
    throw new UserError('invalidInput', 'Open an SQL editor first (Trailcase: Open SQL Editor).');
  const { document, selection } = editor;
  const text = toStatement(selection.isEmpty ? document.getText() : document.getText(selection));
  if (text === '') throw new UserError('invalidInput', 'There is no statement to run.');
  const root = await getSqlRoot(services, document.getText());
  const place = toSourcePlace(root);
  const result = await withCancellableProgress(`Running SQL over ${place.title}`, (signal) =>
    services.server.ask('runSql', { sourceId: root.sourceId, text, maxRows: maxSqlRows }, signal),
  );
  services.tables.openRows({ result, statement: text, sourceId: root.sourceId, title: `SQL: ${place.title}` });
};

function findEditor(arg: unknown): typeof window.activeTextEditor {
  const uri = arg instanceof Uri ? arg.toString() : undefined;
  const visible = window.visibleTextEditors.find(({ document }) => document.uri.toString() === uri);
  const editor = visible ?? window.activeTextEditor;
  return editor?.document.languageId === 'sql' ? editor : undefined;
}

async function getSqlRoot(services: ClientServices, text: string): ReturnType<typeof getRoot> {
  const named = await findRootById(services, findSqlSource(text));
  return named ?? (await getRoot(services, undefined, 'Run SQL'));
}
