import fs from 'node:fs';
import path from 'node:path';

/** Where things are in this repository. Everything generated lies in folders that git ignores. */
export const root = path.resolve(import.meta.dirname, '..');
export const distFolder = path.join(root, 'dist');
export const vsixFile = path.join(root, 'trailcase.vsix');
/** Logs, screenshots and the VS Code server that tests install. */
export const workFolder = path.join(root, '.vscode-test');
export const logsFolder = path.join(workFolder, 'logs');
export const shotsFolder = path.join(workFolder, 'shots');

export function readJson(file) {
  return JSON.parse(fs.readFileSync(file, 'utf8'));
}
