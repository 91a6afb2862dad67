import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { CodeLens, Hover } from 'vscode-languageserver-protocol/node';
import { formatKeyFile } from '../../../src/engine/digest/keyFile';
import type { ValidationHeader } from '../../../src/engine/digest/validation';
import { parseUriText, toUriParts, toUriText } from '../../../src/protocol/documentUri';
import { publishProblemsRequest, readDocumentRequest } from '../../../src/protocol/requests';
import * as requests from '../../../src/protocol/validationRequests';
import { buildPrograms, type BuiltPrograms } from '../../support/builtPrograms';
import { newSignedTrail, type SignedTrail } from '../../support/signedTrail/signedTrail';
import { TrailBucket } from '../../support/signedTrail/trailBucket';
import { writeToFolder } from '../../support/signedTrail/trailPlaces';
import { BuiltServer } from './builtServer';

describe('validating with the server', function () {
  this.timeout(120_000);
  let programs: BuiltPrograms;
  let folder: string;
  let server: BuiltServer;
  let trail: SignedTrail;
  let bucket: TrailBucket;
  let sourceId: string;

  before(async () => {
    programs = await buildPrograms('server', 'checkWorker');
    trail = newSignedTrail({ hours: 4, logsPerHour: 3, prefix: 'trails' });
  });
  after(() => programs.remove());

  beforeEach(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'trailcase-validation-'));
    bucket = new TrailBucket(trail);
    await writeFile(path.join(folder, 'keys.json'), formatKeyFile(trail.publicKeys));
    server = await BuiltServer.start(programs.folder, path.join(folder, 'state'));
  });
  afterEach(async () => {
    await server.stop();
    await rm(folder, { recursive: true, force: true });
  });

  /** Writes the bucket as an evidence copy and has it as the only source. */
  async function openCopy(): Promise<void> {
    const copy = path.join(folder, 'copy');
    await rm(copy, { recursive: true, force: true });
    await writeToFolder(copy, bucket.list());
    const [id = ''] = await server.setSources({ uri: copy, publicKeys: path.join(folder, 'keys.json') });
    sourceId = id;
  }

  function validate(more: Partial<requests.ValidateParams> = {}): Promise<ValidationHeader> {
    const params = { scope: { sourceId }, isResuming: true, progressId: 'v1', ...more };
    return server.ask(requests.validateRequest, params);
  }

  const uriOf = (key: string): string => toUriText(toUriParts({ sourceId, key }));
  /** Places in the copy: it holds what stood below the prefix. */
  const digest = (index: number) => trail.digests[index]!;

  function lensesOf(uri: string): Promise<readonly CodeLens[]> {
    return server.connection.sendRequest('textDocument/codeLens', { textDocument: { uri } });
  }

  async function titlesOf(uri: string): Promise<readonly string[]> {
    return (await lensesOf(uri)).map(({ command }) => command?.title ?? '');
  }

  it('proves an untouched copy with the keys and the location of its source, and keeps the run', async () => {
    await openCopy();
    const header = await validate();
    assert.equal(header.verdict, 'proven', JSON.stringify(header.problems));
    assert.equal(header.summary.log.valid, 12);
    assert.equal(header.summary.digest.valid, 4);
    assert.equal(header.copyOf?.isInferred, true);
    assert.equal(header.keys[0]?.origin, path.join(folder, 'keys.json'));
    assert.deepEqual(await server.ask(requests.validationRunsRequest, { sourceId }), [header]);
    assert.deepEqual(await server.ask(requests.validationFindingsRequest, { sourceId, runId: header.runId }), []);
    assert.deepEqual([...server.diagnostics], []);
    const places = ['', `${path.posix.dirname(digest(0).key)}/`, digest(0).key, digest(0).logs[0]!.key, 'nowhere/'];
    const badges = await server.ask(requests.validationBadgesRequest, { sourceId, places });
    assert.deepEqual(
      badges.map((badge) => badge?.status),
      ['valid', 'valid', 'valid', 'valid', undefined],
    );
  });

  it('says at each document what it found, and takes it back when a newer run does', async () => {
    const [bad, gone] = [digest(2).logs[0]!, digest(2).logs[1]!];
    bucket.editText(bad.key, (text) => text.replace('eventName', 'eventname'));
    bucket.remove(gone.key);
    await openCopy();
    const changed = new Promise<{ readonly sourceId: string }>((resolve) => {
      server.connection.onNotification(requests.validationChangedNotification, resolve);
    });
    const header = await validate();
    assert.deepEqual(await changed, { sourceId });
    assert.equal(header.verdict, 'wrong');
    const found = await server.ask(requests.validationFindingsRequest, { sourceId, runId: header.runId });
    assert.deepEqual(
      found.map(({ weight, count, isHours }) => ({ weight, count, isHours })),
      [
        { weight: 'wrong', count: 1, isHours: false },
        { weight: 'wrong', count: 1, isHours: false },
      ],
    );
    const page = { sourceId, runId: header.runId, offset: 0, limit: 10 };
    const modified = await server.ask(requests.validationObjectsRequest, { ...page, findingId: found[0]!.id });
    assert.equal(modified.total, 1);
    assert.equal(modified.objects[0]?.key, bad.key);
    assert.equal(modified.objects[0].expectedHash, bad.sha256);
    assert.equal(modified.objects[0].documentUri, uriOf(bad.key));
    assert.equal(modified.objects[0].digestDocumentUri, uriOf(digest(2).key));
    const missing = await server.ask(requests.validationObjectsRequest, { ...page, findingId: found[1]!.id });
    assert.equal(missing.objects[0]?.key, gone.key);
    assert.equal(missing.objects[0].documentUri, undefined, 'there is nothing to open');
    assert.deepEqual(
      (await server.ask(requests.validationObjectsRequest, { ...page, findingId: found[1]!.id, offset: 1 })).objects,
      [],
    );

    // Problems of documents that nobody opened.
    assert.deepEqual([...server.diagnostics.keys()].sort(), [uriOf(bad.key), uriOf(digest(2).key)].sort());
    assert.match(server.diagnostics.get(uriOf(bad.key))?.[0]?.message ?? '', /modified: hash value doesn't match/);
    assert.ok(server.lensRefreshes >= 1);
    const [status] = await titlesOf(uriOf(bad.key));
    assert.match(status ?? '', /^\$\(error\) modified: hash value doesn't match · validated /);
    const known = await server.ask(requests.objectValidationRequest, { uri: uriOf(bad.key) });
    assert.equal(known?.object.status, 'modified');
    assert.equal(known.runId, header.runId);

    // Opening it keeps that at its top.
    await server.ask(publishProblemsRequest, { uri: uriOf(bad.key) });
    assert.equal(server.diagnostics.get(uriOf(bad.key))?.length, 1);

    // The evidence was restored.
    bucket.put(bad);
    bucket.put(gone);
    await writeToFolder(path.join(folder, 'copy'), bucket.list());
    assert.equal((await validate({ isResuming: false })).verdict, 'proven');
    assert.deepEqual([...server.diagnostics], []);
    assert.match(
      (await titlesOf(uriOf(bad.key)))[0] ?? '',
      /^\$\(verified\) validated .* signed by key [0-9a-f]{12}…$/,
    );
    const runs = await server.ask(requests.validationRunsRequest, { sourceId });
    assert.equal(runs.length, 2);

    // Without the newer run, the older one counts again.
    await server.ask(requests.deleteValidationRequest, { sourceId, runId: runs[0]!.runId });
    assert.match((await titlesOf(uriOf(bad.key)))[0] ?? '', /^\$\(error\)/);
    assert.equal(server.diagnostics.get(uriOf(bad.key))?.length, 1, 'it is still open');
    await assert.rejects(
      server.ask(requests.validationFindingsRequest, { sourceId, runId: runs[0]!.runId }),
      /no longer kept/,
    );
  });

  it('opens digests with the way along their chain, their logs and what their members mean', async () => {
    await openCopy();
    const uri = uriOf(digest(1).key);
    const before = await titlesOf(uri);
    assert.deepEqual(before, [
      '$(shield) Verify this digest',
      '$(arrow-up) Previous digest',
      '$(arrow-down) Next digest',
      ...digest(1).logs.map(() => '$(go-to-file) Open log'),
    ]);
    const neighbours = await server.ask(requests.digestNeighboursRequest, { uri });
    assert.equal(neighbours.previousUri, uriOf(digest(0).key));
    assert.equal(neighbours.nextUri, uriOf(digest(2).key));
    assert.equal(neighbours.trail, 'management');

    // What "Verify this digest" does.
    const header = await validate({ scope: neighbours.scope, trail: 'management' });
    assert.equal(header.verdict, 'proven', JSON.stringify(header));
    const seen = await Promise.all(
      trail.digests.map(
        async ({ key }) => (await server.ask(requests.objectValidationRequest, { uri: uriOf(key) }))?.object.status,
      ),
    );
    assert.deepEqual(seen, ['valid', 'valid', undefined, undefined], 'it, and the one that its pointer names');
    const after = await titlesOf(uri);
    assert.match(after[0] ?? '', /^\$\(verified\) validated [^,]*, signed by key [0-9a-f]{12}…$/);
    assert.deepEqual(
      after.slice(4),
      digest(1).logs.map(() => '$(go-to-file) Open log · ✓ valid'),
    );

    const { text } = await server.ask(readDocumentRequest, { uri });
    const hoverOf = async (member: string): Promise<string> => {
      const line = text.split('\n').findIndex((candidate) => candidate.includes(`"${member}"`));
      const position = { line, character: (text.split('\n')[line] ?? '').indexOf(`"${member}"`) + 1 };
      const hover = await server.connection.sendRequest<Hover>('textDocument/hover', {
        textDocument: { uri },
        position,
      });
      return JSON.stringify(hover.contents);
    };
    assert.match(await hoverOf('hashValue'), /Matched: `✓/);
    assert.match(await hoverOf('previousDigestHashValue'), /Matched: `✓/);
    assert.match(await hoverOf('digestPublicKeyFingerprint'), /Origin: `.*keys\.json`/);
  });

  it('knows the keys that are on this machine before anything was validated', async () => {
    await openCopy();
    const uri = uriOf(digest(0).key);
    const { text } = await server.ask(readDocumentRequest, { uri });
    const line = text.split('\n').findIndex((candidate) => candidate.includes('digestPublicKeyFingerprint'));
    const hover = await server.connection.sendRequest<Hover>('textDocument/hover', {
      textDocument: { uri },
      position: { line, character: 6 },
    });
    assert.match(JSON.stringify(hover.contents), /✓ The key’s bytes have this fingerprint/);
  });

  it('leads from the newest digest nowhere, and refuses what is no digest', async () => {
    await openCopy();
    const last = await server.ask(requests.digestNeighboursRequest, { uri: uriOf(digest(3).key) });
    assert.equal(last.nextUri, undefined);
    assert.equal(last.previousUri, uriOf(digest(2).key));
    const first = await server.ask(requests.digestNeighboursRequest, { uri: uriOf(digest(0).key) });
    assert.equal(first.previousUri, undefined);
    await assert.rejects(
      server.ask(requests.digestNeighboursRequest, { uri: uriOf(digest(0).logs[0]!.key) }),
      /no digest of a configured source/,
    );
  });

  it('knows a file of the copy that was opened by itself', async () => {
    await openCopy();
    await validate();
    const file = path.join(folder, 'copy', ...digest(0).logs[0]!.key.split('/'));
    const uri = toUriText(toUriParts({ sourceId: 'file', key: file }));
    assert.deepEqual(parseUriText(uri)?.key, file);
    assert.match((await titlesOf(uri))[0] ?? '', /^\$\(verified\) validated/);
  });

  it('opens the logs beside a digest that was opened by itself, and validates nothing there', async () => {
    await openCopy();
    await server.setSources();
    const file = path.join(folder, 'copy', ...digest(1).key.split('/'));
    const lenses = await lensesOf(toUriText(toUriParts({ sourceId: 'file', key: file })));
    const log = path.join(folder, 'copy', ...digest(1).logs[0]!.key.split('/'));
    assert.equal(lenses.length, 3);
    assert.deepEqual(lenses[0]?.command?.arguments, [toUriText(toUriParts({ sourceId: 'file', key: log }))]);
  });

  it('writes every report, whole, and answers with its text where no file is named', async () => {
    bucket.remove(digest(2).key);
    await openCopy();
    const { runId } = await validate();
    const ask = (format: requests.ReportParams['format'], file?: string): Promise<{ readonly text?: string }> => {
      const params = { sourceId, runId, format, progressId: 'r1', ...(file === undefined ? {} : { file }) };
      return server.ask(requests.validationReportRequest, params);
    };
    for (const format of ['html', 'markdown', 'json', 'junit'] as const) {
      const file = path.join(folder, `report.${format}`);
      assert.deepEqual(await ask(format, file), {});
      const written = await readFile(file, 'utf8');
      assert.ok(written.includes(digest(2).key), `${format} names what is missing`);
      assert.equal((await ask(format)).text?.length, written.length);
    }
    await assert.rejects(ask('json', path.join(folder, 'nowhere', 'report.json')), /Cannot write/);
  });

  it('takes the location of the original from the request, then from the source', async () => {
    await openCopy();
    const elsewhere = await validate({ originalLocation: 's3://another-bucket/trails' });
    assert.equal(elsewhere.verdict, 'wrong');
    assert.equal(elsewhere.summary.digest.invalid, 4);
    const [id = ''] = await server.setSources({
      uri: path.join(folder, 'copy'),
      publicKeys: path.join(folder, 'keys.json'),
      originalLocation: 's3://trail-logs',
    });
    assert.equal(id, sourceId, 'it is the same source all the same');
    const header = await validate();
    assert.equal(header.verdict, 'proven');
    assert.equal(header.copyOf?.isInferred, false);
  });

  it('saves no keys of a folder, and says what to do', async () => {
    await openCopy();
    const params = { sourceId, regions: ['us-east-1'], from: 0, to: 1, file: path.join(folder, 'saved.json') };
    await assert.rejects(server.ask(requests.saveKeysRequest, params), /nobody to ask/);
  });
});
