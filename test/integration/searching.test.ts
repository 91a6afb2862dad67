import * as assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import * as path from 'node:path';
import { gunzipSync } from 'node:zlib';
import * as vscode from 'vscode';
import { until } from './until';

const folder = process.env['TRAILCASE_TEST_FOLDER'] ?? '';
const day = path.join(folder, 'AWSLogs/o-exampleorg1/111122223333/CloudTrail/us-east-1/2026/01/14');

interface Record {
  readonly eventID: string;
  readonly eventName: string;
}

function readRecords(file: string): readonly Record[] {
  // The demo case is Trailcase's own.
  return (JSON.parse(gunzipSync(readFileSync(file)).toString('utf8')) as { Records: Record[] }).Records;
}

/** Titles of the tables that are open. */
function tableTabs(): readonly string[] {
  return vscode.window.tabGroups.all
    .flatMap(({ tabs }) => tabs)
    .filter(({ input }) => input instanceof vscode.TabInputWebview && input.viewType.includes('trailcase.resultTable'))
    .map(({ label }) => label);
}

async function openLog(file: string): Promise<vscode.TextEditor> {
  const uri = vscode.Uri.from({ scheme: 'cloudtrail', authority: 'file', path: file });
  return await vscode.window.showTextDocument(await vscode.workspace.openTextDocument(uri));
}

/** What the commands of these tests show is the editor's: they run as a user's would, but nothing asks them back. */
describe('searching', () => {
  const file = path.join(day, readdirSync(day).find((name) => name.includes('T2151Z')) ?? '');
  const records = readRecords(file);
  const record = records[records.length >> 1]!;
  let sourceId = '';

  before(async () => {
    await openLog(file);
    await vscode.commands.executeCommand('trailcase.openSql');
    const editor = await until('an SQL editor', () =>
      vscode.window.activeTextEditor?.document.languageId === 'sql' ? vscode.window.activeTextEditor : undefined,
    );
    sourceId = /\(([a-z0-9-]+)\)$/.exec(editor.document.lineAt(0).text)?.[1] ?? '';
    assert.notEqual(sourceId, '', 'the first line names the source of the log that was in front');
    const root = { sourceId, label: 'Demo case', location: folder, isLocal: true, prefix: '', config: { uri: folder } };
    const place = { root, scope: { sourceId }, title: 'Demo case' };
    await vscode.commands.executeCommand('trailcase.indexRange', place, 'asChosen');
  });

  afterEach(async () => {
    await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
  });

  it('opens the log of an event ID at its record', async () => {
    await openLog(path.join(day, readdirSync(day).find((name) => name.includes('T2222Z')) ?? ''));
    await vscode.commands.executeCommand('trailcase.goToRecord', record.eventID);
    const editor = await until('the log', () => {
      const active = vscode.window.activeTextEditor;
      return active?.document.uri.path.endsWith(path.basename(file)) === true && !active.selection.isEmpty
        ? active
        : undefined;
    });
    const selected = JSON.parse(editor.document.getText(editor.selection)) as Record;
    assert.equal(selected.eventID, record.eventID);
  });

  it('finds the value under the cursor, and shows what it found as a table', async () => {
    const editor = await openLog(file);
    const offset = editor.document.getText().indexOf(record.eventID) + 3;
    const position = editor.document.positionAt(offset);
    editor.selection = new vscode.Selection(position, position);
    await vscode.commands.executeCommand('trailcase.findSelection');
    await vscode.commands.executeCommand('trailcase.openTable');
    await until('a table', () => (tableTabs().length > 0 ? true : undefined));
    assert.deepEqual(tableTabs(), [`eventID:"${record.eventID}"`]);
  });

  it('shows the rows of an SQL statement in a table, beside it', async () => {
    const content = `-- Trailcase SQL over Demo case (${sourceId})\nSELECT count(*) AS n FROM records`;
    const document = await vscode.workspace.openTextDocument({ language: 'sql', content });
    await vscode.window.showTextDocument(document);
    await vscode.commands.executeCommand('trailcase.runSql', document.uri);
    await until('a table', () => (tableTabs().includes('SQL: Demo case') ? true : undefined));
    assert.equal(vscode.window.activeTextEditor?.document, document, 'the statement keeps the keyboard');
  });

  it('refuses what is no statement that reads, and opens no table for it', async () => {
    const content = `-- Trailcase SQL over Demo case (${sourceId})\nCOPY records TO '${path.join(folder, 'x.csv')}'`;
    const document = await vscode.workspace.openTextDocument({ language: 'sql', content });
    await vscode.window.showTextDocument(document);
    await vscode.commands.executeCommand('trailcase.runSql', document.uri);
    assert.deepEqual(tableTabs(), []);
    assert.ok(!readdirSync(folder).includes('x.csv'));
  });
});
