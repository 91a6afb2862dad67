import * as assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import * as path from 'node:path';
import { gunzipSync } from 'node:zlib';
import * as vscode from 'vscode';
import { until } from './until';

/** Of the demo case, which is configured as a source. */
export const folder = process.env['TRAILCASE_TEST_FOLDER'] ?? '';

export interface DemoRecord {
  readonly eventID: string;
  readonly eventName: string;
  readonly eventTime: string;
  readonly userIdentity: { readonly arn?: string; readonly accessKeyId?: string };
}

/** The first log, in order of names, with a record like that; and the record. */
export function findRecord(isWanted: (record: DemoRecord) => boolean): readonly [file: string, record: DemoRecord] {
  const names = readdirSync(path.join(folder, 'AWSLogs'), { recursive: true, encoding: 'utf8' });
  const logs = names.filter((name) => /_CloudTrail_[^/]*\.json\.gz$/.test(name)).sort();
  for (const name of logs) {
    const file = path.join(folder, 'AWSLogs', name);
    // The demo case is Trailcase's own.
    const { Records } = JSON.parse(gunzipSync(readFileSync(file)).toString('utf8')) as { Records: DemoRecord[] };
    const found = Records.find(isWanted);
    if (found !== undefined) return [file, found];
  }
  throw new Error('No record of the demo case is like that');
}

export async function openLog(file: string): Promise<vscode.TextEditor> {
  const uri = vscode.Uri.from({ scheme: 'cloudtrail', authority: 'file', path: file });
  return await vscode.window.showTextDocument(await vscode.workspace.openTextDocument(uri));
}

/** The id of the source of the log in front: an SQL editor of it says so. */
export async function readSourceId(): Promise<string> {
  await vscode.commands.executeCommand('trailcase.openSql');
  const editor = await until('an SQL editor', () =>
    vscode.window.activeTextEditor?.document.languageId === 'sql' ? vscode.window.activeTextEditor : undefined,
  );
  const sourceId = /\(([a-z0-9-]+)\)$/.exec(editor.document.lineAt(0).text)?.[1] ?? '';
  await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
  assert.notEqual(sourceId, '', 'the first line names the source of the log that was in front');
  return sourceId;
}

/** What the views hand to commands. */
export function toPlace(sourceId: string) {
  const root = { sourceId, label: 'Demo case', location: folder, isLocal: true, prefix: '', config: { uri: folder } };
  return { root, scope: { sourceId }, title: 'Demo case' };
}

/** Everything, without a question. */
export async function indexAll(sourceId: string): Promise<void> {
  await vscode.commands.executeCommand('trailcase.indexRange', toPlace(sourceId), 'asChosen');
}

/** Titles of the web views of a type that are open. */
export function listTabs(viewType: string): readonly string[] {
  return vscode.window.tabGroups.all
    .flatMap(({ tabs }) => tabs)
    .filter(({ input }) => input instanceof vscode.TabInputWebview && input.viewType.includes(viewType))
    .map(({ label }) => label);
}

export async function waitForTab(viewType: string, title: string): Promise<void> {
  try {
    await until('a tab', () => (listTabs(viewType).includes(title) ? true : undefined));
  } catch {
    assert.deepEqual(listTabs(viewType), [title]);
  }
}

/** The lens of a command over a record that has this event name. */
export async function findLens(uri: vscode.Uri, command: string, line: number): Promise<vscode.Command> {
  const lens = await until(`the lens of ${command}`, async () => {
    const lenses = await vscode.commands.executeCommand<vscode.CodeLens[]>('vscode.executeCodeLensProvider', uri, 1000);
    const near = lenses.filter(({ range, command: found }) => range.start.line <= line && found?.command === command);
    return near.at(-1);
  });
  assert.ok(lens.command);
  return lens.command;
}

/** The place of a text of the record with that id: an event id is behind what is looked for. */
export function findInRecord(document: vscode.TextDocument, eventId: string, text: string): vscode.Position {
  const all = document.getText();
  const at = all.lastIndexOf(text, all.indexOf(eventId));
  assert.ok(at >= 0, `${text} before ${eventId}`);
  return document.positionAt(at + 1);
}
