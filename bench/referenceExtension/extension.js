const vscode = require('vscode');

/** The least a CodeLens can cost: no server, no reading, one lens. */
exports.activate = (context) => {
  const range = new vscode.Range(0, 0, 0, 1);
  const lens = new vscode.CodeLens(range, { title: 'reference', command: 'codelensReference.nothing' });
  const provider = { provideCodeLenses: () => [lens] };
  context.subscriptions.push(
    vscode.commands.registerCommand('codelensReference.nothing', () => undefined),
    vscode.languages.registerCodeLensProvider({ scheme: 'file', language: 'json' }, provider),
  );
};
