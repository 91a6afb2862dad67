import * as assert from 'node:assert/strict';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import * as path from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import * as vscode from 'vscode';
import { until } from './until';

const folder = process.env['TRAILCASE_TEST_FOLDER'] ?? '';
const region = 'AWSLogs/o-exampleorg1/444455556666/CloudTrail/us-east-1/2026/01/14';
const digests = region.replace('CloudTrail/', 'CloudTrail-Digest/');

function findFile(parent: string, part: string): string {
  const name = readdirSync(path.join(folder, parent)).find((candidate) => candidate.includes(part));
  assert.ok(name, `${part} in ${parent}`);
  return `${parent}/${name}`;
}

/** What VS Code's tests see of a document: the texts of its lenses, its diagnostics, a hover. */
async function lensesOf(uri: vscode.Uri, title: RegExp): Promise<readonly string[]> {
  return await until(`a CodeLens ${String(title)}`, async () => {
    const lenses = await vscode.commands.executeCommand<vscode.CodeLens[]>('vscode.executeCodeLensProvider', uri, 200);
    const titles = lenses.map(({ command }) => command?.title ?? '');
    return titles.some((text) => title.test(text)) ? titles : undefined;
  });
}

async function diagnosticOf(uri: vscode.Uri): Promise<vscode.Diagnostic> {
  return await until('a diagnostic of the validation', () =>
    vscode.languages.getDiagnostics(uri).find(({ code }) => typeof code === 'string' && code.startsWith('validation:')),
  );
}

/** The commands run as a user's would; what they show is the editor's, and nobody is there to be asked. */
describe('validating a trail', () => {
  const modified = findFile(region, 'T2236Z');
  const digest = findFile(digests, '20260114T230334Z');
  let sourceId = '';

  const toUri = (key: string): vscode.Uri =>
    vscode.Uri.from({ scheme: 'cloudtrail', authority: sourceId, path: `/${key}` });

  before(async () => {
    const file = path.join(folder, modified);
    const log = vscode.Uri.from({ scheme: 'cloudtrail', authority: 'file', path: file });
    await vscode.window.showTextDocument(await vscode.workspace.openTextDocument(log));
    await vscode.commands.executeCommand('trailcase.openSql');
    const editor = await until('an SQL editor', () =>
      vscode.window.activeTextEditor?.document.languageId === 'sql' ? vscode.window.activeTextEditor : undefined,
    );
    sourceId = /\(([a-z0-9-]+)\)$/.exec(editor.document.lineAt(0).text)?.[1] ?? '';
    await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
    const root = { sourceId, label: 'Demo case', location: folder, isLocal: true, prefix: '', config: { uri: folder } };
    const day = { from: Date.UTC(2026, 0, 14), to: Date.UTC(2026, 0, 15) };
    const scope = { sourceId, prefix: 'AWSLogs/o-exampleorg1/444455556666/', regions: ['us-east-1'], ...day };
    await vscode.commands.executeCommand('trailcase.validateIntegrity', { root, scope, title: 'Demo case' });
  });
  afterEach(async () => {
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
  });

  it('tells a modified log in Problems before it is opened', async () => {
    const diagnostic = await diagnosticOf(toUri(modified));
    assert.equal(diagnostic.severity, vscode.DiagnosticSeverity.Error);
    assert.equal(diagnostic.range.start.line, 0);
    assert.match(diagnostic.message, /this log is modified: hash value doesn't match/);
    assert.match(diagnostic.message, /Expected SHA-256: [0-9a-f]{64}\nFound SHA-256: [0-9a-f]{64}/);
  });

  it('says over a log what was found of it', async () => {
    const uri = toUri(modified);
    await vscode.window.showTextDocument(await vscode.workspace.openTextDocument(uri));
    const wrong = await lensesOf(uri, /modified: hash value doesn't match · validated 20/);
    assert.ok(wrong.includes('Show hashes'));
    const valid = toUri(findFile(region, 'T2242Z'));
    await vscode.window.showTextDocument(await vscode.workspace.openTextDocument(valid));
    await lensesOf(
      valid,
      /validated 20\d\d-.* against digest of org-trail, 2026-01-14 23:03 UTC, signed by key 17b156/,
    );
    assert.deepEqual(vscode.languages.getDiagnostics(valid), []);
  });

  it('shows a digest as indented JSON, with the way along its chain and to its logs', async () => {
    const uri = toUri(digest);
    const document = await vscode.workspace.openTextDocument(uri);
    await vscode.window.showTextDocument(document);
    const stored = gunzipSync(readFileSync(path.join(folder, digest))).toString('utf8');
    assert.equal(document.getText(), JSON.stringify(JSON.parse(stored), undefined, 2));
    const lenses = await lensesOf(uri, /Verify this digest/);
    for (const title of [/Previous digest/, /Next digest/, /Open log · ✓ valid/, /Open log · ✗ modified/])
      assert.ok(
        lenses.some((text) => title.test(text)),
        String(title),
      );
    await vscode.commands.executeCommand('trailcase.nextDigest', uri.toString());
    await until('the next digest', () =>
      vscode.window.activeTextEditor?.document.uri.path.includes('20260115T000334Z') === true ? true : undefined,
    );
  });

  it('explains hashes and fingerprints under the pointer', async () => {
    const uri = toUri(digest);
    const document = await vscode.workspace.openTextDocument(uri);
    const { digestPublicKeyFingerprint: fingerprint, logFiles } = JSON.parse(document.getText()) as {
      readonly digestPublicKeyFingerprint: string;
      readonly logFiles: readonly { readonly hashValue: string }[];
    }; // The demo case is Trailcase's own.
    const hoverAt = async (text: string): Promise<string> => {
      const position = document.positionAt(document.getText().indexOf(text) + 3);
      const hovers = await vscode.commands.executeCommand<vscode.Hover[]>('vscode.executeHoverProvider', uri, position);
      const parts = hovers.flatMap(({ contents }) => contents);
      return parts.map((part) => (part instanceof vscode.MarkdownString ? part.value : '')).join('\n');
    };
    assert.match(await hoverAt(fingerprint), /Public key[^]*us-east-1[^]*have this fingerprint/);
    assert.match(await hoverAt(logFiles[0]?.hashValue ?? ''), /SHA-256/);
  });

  it('validates the hours of one digest, and again when a log has changed', async () => {
    const file = path.join(folder, modified);
    const spoiled = readFileSync(file);
    await vscode.commands.executeCommand('trailcase.verifyDigest', toUri(digest).toString());
    assert.match((await diagnosticOf(toUri(modified))).message, /modified/);
    // Any other content is as wrong: what counts is that it was read anew.
    writeFileSync(file, gzipSync('{"Records":[]}'));
    try {
      const found = (await diagnosticOf(toUri(modified))).message;
      await vscode.commands.executeCommand('trailcase.verifyDigest', toUri(digest).toString());
      await until('another hash', () => {
        const [now] = vscode.languages.getDiagnostics(toUri(modified));
        const hash = /Found SHA-256: (\w+)/;
        return now !== undefined && hash.exec(now.message)?.[1] !== hash.exec(found)?.[1] ? true : undefined;
      });
    } finally {
      writeFileSync(file, spoiled);
    }
  });

  it('takes no place that is none', async () => {
    await vscode.commands.executeCommand('trailcase.openDigestLog', 'javascript:alert(1)');
    await vscode.commands.executeCommand('trailcase.verifyDigest', 'cloudtrail://file/etc/passwd');
    assert.equal(vscode.window.activeTextEditor, undefined);
  });
});
