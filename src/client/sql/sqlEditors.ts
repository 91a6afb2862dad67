import { CodeLens, languages, Range, window, workspace, type TextDocument } from 'vscode';
import { DisposableStore } from '../../base/lifecycle';
import { setContext } from '../setContext';
import { findFirstLine, findSqlSource } from './sqlText';

/** A "Run" above the statement in SQL editors that Trailcase opened, and the context key for their button and keys. */
export function registerSqlEditors(): DisposableStore {
  const store = new DisposableStore();
  store.add(
    languages.registerCodeLensProvider(
      { language: 'sql' },
      {
        provideCodeLenses: (document) => {
          if (!isSqlEditor(document)) return [];
          const command = {
            command: 'trailcase.runSql',
            title: '$(play) Run',
            tooltip: 'Runs the selection, or everything',
            arguments: [document.uri],
          };
          const line = findFirstLine(document.getText());
          return [new CodeLens(new Range(line, 0, line, 0), command)];
        },
      },
    ),
  );
  const update = (): void => {
    const document = window.activeTextEditor?.document;
    setContext('trailcase.isSqlEditor', document !== undefined && isSqlEditor(document));
  };
  update();
  store.add(window.onDidChangeActiveTextEditor(update));
  store.add(
    workspace.onDidChangeTextDocument(({ document, contentChanges }) => {
      const isFirstLine = contentChanges.some(({ range }) => range.start.line === 0);
      if (isFirstLine && document === window.activeTextEditor?.document) update();
    }),
  );
  return store;
}

function isSqlEditor(document: TextDocument): boolean {
  return document.languageId === 'sql' && findSqlSource(document.lineAt(0).text) !== undefined;
}
