import * as assert from 'node:assert/strict';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import * as path from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import * as vscode from 'vscode';
import { until } from './until';

const folder = process.env['TRAILCASE_TEST_FOLDER'] ?? '';

/** Every log of one region and day of the demo case. */
function listDay(account: string, region: string, day: string): string[] {
  const parent = path.join(folder, 'AWSLogs', 'o-exampleorg1', account, 'CloudTrail', region, ...day.split('-'));
  return readdirSync(parent)
    .filter((name) => name.endsWith('.json.gz'))
    .map((name) => path.join(parent, name));
}

function toLogUri(file: string, query = ''): vscode.Uri {
  return vscode.Uri.from({ scheme: 'cloudtrail', authority: 'file', path: file, query });
}

function lensesOf(uri: vscode.Uri): Promise<vscode.CodeLens[]> {
  return until('CodeLens', async () => {
    const lenses = await vscode.commands.executeCommand<vscode.CodeLens[]>('vscode.executeCodeLensProvider', uri, 1000);
    return lenses.length > 0 ? lenses : undefined;
  });
}

async function hoverAt(uri: vscode.Uri, document: vscode.TextDocument, text: string): Promise<string> {
  const position = document.positionAt(document.getText().indexOf(text) + 3);
  const hovers = await vscode.commands.executeCommand<vscode.Hover[]>('vscode.executeHoverProvider', uri, position);
  return hovers
    .flatMap((hover) => hover.contents.map((part) => (part instanceof vscode.MarkdownString ? part.value : '')))
    .join('\n');
}

describe('reading a log', () => {
  const file = listDay('111122223333', 'us-east-1', '2026-01-14').find((name) => name.includes('T2151Z'))!;
  const original = gunzipSync(readFileSync(file)).toString('utf8');
  const uri = toLogUri(file);
  let document: vscode.TextDocument;
  let temporary: string;

  before(async () => {
    temporary = mkdtempSync(path.join(tmpdir(), 'tc-reading-'));
    document = await vscode.workspace.openTextDocument(uri);
    await vscode.window.showTextDocument(document);
  });
  after(async () => {
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    rmSync(temporary, { recursive: true, force: true });
  });

  it('shows the records as indented JSON, in the language of logs', () => {
    assert.equal(document.getText(), JSON.stringify(JSON.parse(original), undefined, 2));
    assert.equal(document.languageId, 'cloudtrail-log');
  });

  it('cannot be written', () => {
    assert.equal(vscode.workspace.fs.isWritableFileSystem('cloudtrail'), false);
  });

  it('has a CodeLens over every record', async () => {
    const lenses = await lensesOf(uri);
    const records = (JSON.parse(original) as { Records: unknown[] }).Records;
    const principals = lenses.filter((lens) => lens.command?.title.includes('deploy-bot (IAM user)'));
    assert.equal(principals.length, records.length);
    for (const lens of principals) assert.equal(document.lineAt(lens.range.start.line).text, '    {');
  });

  it('peeks the records of a CodeLens’s principal', async () => {
    const [lens] = await lensesOf(uri);
    const command = lens!.command!;
    await vscode.commands.executeCommand(command.command, ...(command.arguments as unknown[]));
    await vscode.commands.executeCommand('closeReferenceSearch');
  });

  it('explains an ARN and an access key id', async () => {
    const arn = await hoverAt(uri, document, 'arn:aws:iam::111122223333:user/deploy-bot');
    assert.match(arn, /- Partition: `aws`/);
    assert.match(arn, /In this log: 21 records/);
    assert.match(await hoverAt(uri, document, 'AKIA'), /long-term access key/);
  });

  it('has an outline of one symbol a record, ranges to fold, and references', async () => {
    const symbols = await vscode.commands.executeCommand<vscode.DocumentSymbol[]>(
      'vscode.executeDocumentSymbolProvider',
      uri,
    );
    assert.equal(symbols.length, 21);
    assert.equal(symbols[0]!.name, '21:47:12 GetCallerIdentity');
    assert.match(symbols.at(-1)!.detail, /deploy-bot/);
    const folds = await vscode.commands.executeCommand<vscode.FoldingRange[]>(
      'vscode.executeFoldingRangeProvider',
      uri,
    );
    assert.ok(folds.length > 60);
    const position = document.positionAt(document.getText().indexOf('203.0.113.77') + 2);
    const references = await vscode.commands.executeCommand<vscode.Location[]>(
      'vscode.executeReferenceProvider',
      uri,
      position,
    );
    assert.equal(references.length, 21);
  });

  it('shows what can be read of a broken log, and says where it stops', async () => {
    const broken = path.join(temporary, 'broken.json.gz');
    const stored = readFileSync(file);
    writeFileSync(broken, stored.subarray(0, stored.length - 300));
    await vscode.workspace.openTextDocument(toLogUri(broken));
    const shown = await until('the language, which a log gets whatever its name', () =>
      vscode.workspace.textDocuments.find(
        (candidate) => candidate.uri.path === broken && candidate.languageId === 'cloudtrail-log',
      ),
    );
    assert.ok(shown.getText().startsWith('{\n  "Records": ['));
    await vscode.window.showTextDocument(shown);
    const [problem] = await until('a problem', () => {
      const problems = vscode.languages.getDiagnostics(shown.uri);
      return problems.length > 0 ? problems : undefined;
    });
    assert.equal(problem!.severity, vscode.DiagnosticSeverity.Error);
    assert.match(problem!.message, /cut off/);
    assert.ok(problem!.range.start.line >= shown.lineCount - 2);
  });

  it('opens a large log in pages that join to the whole', async () => {
    const record = (JSON.parse(original) as { Records: unknown[] }).Records[0];
    const large = path.join(temporary, 'large.json.gz');
    const count = 15_000;
    writeFileSync(large, gzipSync(JSON.stringify({ Records: Array<unknown>(count).fill(record) }), { level: 1 }));
    const texts: string[] = [];
    for (let page = 1; page <= 2; page++) {
      const shown = await vscode.workspace.openTextDocument(toLogUri(large, page > 1 ? `page=${page}` : ''));
      texts.push(shown.getText());
      assert.ok(shown.lineCount <= 280_001, `${shown.lineCount} lines`);
      const titles = (await lensesOf(shown.uri)).map((lens) => lens.command?.title ?? '');
      assert.ok(
        titles.some((title) => title.includes(page === 1 ? 'Next page' : 'Previous page')),
        titles[0],
      );
    }
    assert.equal(texts.join('').match(/"eventVersion"/g)?.length, count);
    assert.match(texts[1]!, /^ {4}\{/);
  }).timeout(60_000);

  it('shows the stored text on request', async () => {
    const raw = await vscode.workspace.openTextDocument(toLogUri(file, 'raw'));
    assert.equal(raw.getText(), original);
  });

  it('keeps the white space of a log that is a document already', async () => {
    const plain = path.join(temporary, 'plain.json');
    const text = `{ "Records" : [${JSON.stringify((JSON.parse(original) as { Records: unknown[] }).Records[0])}]}`;
    writeFileSync(plain, text);
    const opened = await vscode.workspace.openTextDocument(vscode.Uri.file(plain));
    const shown = await vscode.languages.setTextDocumentLanguage(opened, 'cloudtrail-log');
    assert.equal(shown.getText(), text);
    const [lens] = await lensesOf(shown.uri);
    assert.match(lens!.command!.title, /deploy-bot/);
    assert.equal(lens!.range.start.line, 0);
  });

  it('opens as text when a log of the Explorer is opened', async () => {
    const other = listDay('111122223333', 'us-east-1', '2026-01-13')[0]!;
    await vscode.commands.executeCommand('vscode.open', vscode.Uri.file(other));
    const editor = await until('the log', () => {
      const active = vscode.window.activeTextEditor;
      return active?.document.uri.scheme === 'cloudtrail' && active.document.uri.path.endsWith(path.basename(other))
        ? active
        : undefined;
    });
    assert.ok(editor.document.getText().startsWith('{\n  "Records": ['));
  });

  it('says what is wrong with a log that is not there', async () => {
    await assert.rejects(
      async () => vscode.workspace.openTextDocument(toLogUri(path.join(temporary, 'nowhere.json.gz'))),
      /does not exist/,
    );
    await assert.rejects(
      async () =>
        vscode.workspace.openTextDocument(
          vscode.Uri.from({ scheme: 'cloudtrail', authority: 's3-gone-0123456789', path: '/key' }),
        ),
      /no longer among the configured sources/,
    );
  });
});
