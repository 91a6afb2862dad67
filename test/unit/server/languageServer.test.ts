import assert from 'node:assert/strict';
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import {
  createProtocolConnection,
  StreamMessageReader,
  StreamMessageWriter,
  type CodeLens,
  type Hover,
  type InitializeResult,
  type ProtocolConnection,
  type PublishDiagnosticsParams,
} from 'vscode-languageserver-protocol/node';
import { newLogText, newRecord } from '../../support/logFixture';
import { newSignedTrail } from '../../support/signedTrail/signedTrail';

/** The server as another editor would start it. */
describe('the language server over --stdio', function () {
  this.timeout(30_000);
  let server: ChildProcess;
  let connection: ProtocolConnection;
  let diagnostics: Promise<PublishDiagnosticsParams>;
  const uri = 'file:///logs/log.json';

  before(async () => {
    server = spawn(process.execPath, ['--import=tsx', path.resolve('src/server/main.ts'), '--stdio'], {
      stdio: ['pipe', 'pipe', 'inherit'],
    });
    connection = createProtocolConnection(
      new StreamMessageReader(server.stdout!),
      new StreamMessageWriter(server.stdin!),
    );
    connection.listen();
    diagnostics = new Promise((resolve) => {
      connection.onNotification('textDocument/publishDiagnostics', resolve);
    });
    const answer = await connection.sendRequest<InitializeResult>('initialize', {
      processId: process.pid,
      rootUri: null,
      capabilities: {},
    });
    assert.equal(answer.capabilities.textDocumentSync, 1, 'texts of another editor are synchronised whole');
    await connection.sendNotification('initialized', {});
    const text = `${newLogText(newRecord(), newRecord())}\ntrailing`;
    await connection.sendNotification('textDocument/didOpen', {
      textDocument: { uri, languageId: 'json', version: 1, text },
    });
  });
  after(() => {
    connection.dispose();
    server.kill();
  });

  it('gives lenses, hovers and problems for a log that the editor holds', async () => {
    const lenses = await connection.sendRequest<CodeLens[]>('textDocument/codeLens', { textDocument: { uri } });
    assert.equal(lenses.filter((lens) => lens.command?.title.includes('alice')).length, 2);
    const character = newLogText(newRecord()).indexOf('arn:aws:iam') + 3;
    const hover = await connection.sendRequest<Hover>('textDocument/hover', {
      textDocument: { uri },
      position: { line: 0, character },
    });
    assert.match(JSON.stringify(hover.contents), /Partition/);
    const published = await diagnostics;
    assert.deepEqual(
      published.diagnostics.map((diagnostic) => diagnostic.code),
      ['trailingText'],
    );
  });

  it('answers with an error for a log it cannot know, and goes on', async () => {
    await assert.rejects(
      connection.sendRequest('trailcase/readDocument', { uri: 'cloudtrail://gone/x' }),
      /no longer among/,
    );
    assert.deepEqual(
      await connection.sendRequest('textDocument/codeLens', { textDocument: { uri: 'file:///other' } }),
      [],
    );
  });

  it('explains a digest that the editor holds, without a source and without the extension', async () => {
    const digestUri = 'file:///logs/digest.json';
    const text = newSignedTrail({ hours: 1 }).digests[0]!.text;
    await connection.sendNotification('textDocument/didOpen', {
      textDocument: { uri: digestUri, languageId: 'json', version: 1, text },
    });
    const textDocument = { uri: digestUri };
    assert.deepEqual(await connection.sendRequest('textDocument/codeLens', { textDocument }), []);
    const position = { line: 0, character: text.indexOf('"hashValue"') + 3 };
    const hover = await connection.sendRequest<Hover>('textDocument/hover', { textDocument, position });
    assert.match(JSON.stringify(hover.contents), /after gunzip/);
  });

  it('ends when it is told to', async () => {
    const exited = once(server, 'exit');
    await connection.sendRequest('shutdown');
    await connection.sendNotification('exit');
    assert.deepEqual(await exited, [0, null]);
  });
});
