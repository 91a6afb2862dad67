import { commands } from 'vscode';

/** A key for `when` clauses in package.json. */
export function setContext(key: `trailcase.${string}`, value: boolean): void {
  void commands.executeCommand('setContext', key, value);
}
