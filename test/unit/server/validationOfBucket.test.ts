import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { CancellationTokenSource } from 'vscode-languageserver-protocol/node';
import { parseKeyFile } from '../../../src/engine/digest/keyFile';
import * as requests from '../../../src/protocol/validationRequests';
import { buildPrograms, type BuiltPrograms } from '../../support/builtPrograms';
import { AwsError } from '../../support/s3Server/awsAnswer';
import { isolateAwsEnvironment, type AwsEnvironment } from '../../support/s3Server/awsEnvironment';
import { defaultCredential, startS3Server, type S3TestServer } from '../../support/s3Server/s3Server';
import { newSigningKey, toListedKey } from '../../support/signedTrail/signingKey';
import { newSignedTrail } from '../../support/signedTrail/signedTrail';
import { putInServer } from '../../support/signedTrail/trailPlaces';
import { BuiltServer } from './builtServer';

describe('validating a bucket with the server', function () {
  this.timeout(120_000);
  const trail = newSignedTrail({ hours: 6, logsPerHour: 20, logText: () => '{"Records":[]}' });
  const scope = { from: trail.start, to: trail.end };
  let programs: BuiltPrograms;
  let s3: S3TestServer;
  let environment: AwsEnvironment;
  let folder: string;
  let server: BuiltServer;
  let sourceId: string;

  before(async () => {
    programs = await buildPrograms('server', 'checkWorker');
    s3 = await startS3Server();
    putInServer(s3, trail.objects);
    s3.publicKeys.set('us-east-1', [toListedKey(newSigningKey(), trail.start, trail.end)]);
  });
  after(async () => {
    await s3.close();
    await programs.remove();
  });
  beforeEach(async () => {
    s3.reset();
    environment = await isolateAwsEnvironment({
      variables: {
        AWS_ACCESS_KEY_ID: defaultCredential.accessKeyId,
        AWS_SECRET_ACCESS_KEY: defaultCredential.secretAccessKey,
        AWS_ENDPOINT_URL: s3.url,
        AWS_MAX_ATTEMPTS: '1',
      },
    });
    folder = await mkdtemp(path.join(tmpdir(), 'trailcase-bucket-'));
    server = await BuiltServer.start(programs.folder, path.join(folder, 'state'));
    const source = { uri: 's3://trail-logs', endpoint: s3.url, pathStyle: true, region: 'us-east-1' };
    const [id = ''] = await server.setSources(source);
    sourceId = id;
  });
  afterEach(async () => {
    await server.stop();
    await environment.restore();
    await rm(folder, { recursive: true, force: true });
  });

  it('asks AWS for the keys, tells how far it is, and remembers what it read', async () => {
    const told: requests.ValidationProgress[] = [];
    server.connection.onNotification(requests.validationProgressNotification, (progress) => {
      told.push(progress);
    });
    const params = { scope: { sourceId, ...scope }, isResuming: true, progressId: 'v7' };
    const header = await server.ask(requests.validateRequest, params);
    assert.equal(header.verdict, 'proven', JSON.stringify(header.problems));
    assert.equal(header.keys[0]?.origin, 'AWS');
    assert.equal(header.copyOf, undefined);
    assert.ok(told.length > 0);
    for (const { progressId } of told) assert.equal(progressId, 'v7');
    const again = await server.ask(requests.validateRequest, params);
    assert.equal(again.summary.remembered, 120);
    const anew = await server.ask(requests.validateRequest, { ...params, isResuming: false });
    assert.equal(anew.summary.remembered, 0);
  });

  it('answers with what was judged when it is cancelled, and keeps that', async () => {
    const cancel = new CancellationTokenSource();
    // One log never comes, so that the run cannot end before it is cancelled.
    const { key } = trail.logs[50]!;
    s3.addFault({ operation: 'GetObject', path: new RegExp(key), effect: { kind: 'hang' }, times: Infinity });
    const isAsked = async (): Promise<void> => {
      while (!s3.requests.some((request) => request.key === key)) await s3.nextRequest();
    };
    void isAsked().then(() => {
      cancel.cancel();
    });
    const header = await server.connection.sendRequest(
      requests.validateRequest,
      { scope: { sourceId, ...scope }, isResuming: true, progressId: 'v8' },
      cancel.token,
    );
    assert.equal(header.isComplete, false);
    assert.equal(header.verdict, 'unproven');
    assert.deepEqual(await server.ask(requests.validationRunsRequest, { sourceId }), [header]);
  });

  it('validates with the key file of the request, and says what keys are missing', async () => {
    const file = path.join(folder, 'none.json');
    await writeFile(file, '{"PublicKeyList":[]}');
    const params = { scope: { sourceId, ...scope }, isResuming: true, progressId: 'v9', publicKeysFile: file };
    const header = await server.ask(requests.validateRequest, params);
    assert.equal(header.verdict, 'unproven');
    assert.equal(header.summary.digest.unreachable, 6);
    assert.equal(s3.count('ListPublicKeys'), 0);
    assert.ok(header.problems.some(({ code }) => code === 'keysUnavailable'));
  });

  it('saves the public keys of regions in a file that validates offline', async () => {
    const file = path.join(folder, 'keys.json');
    const params = { sourceId, from: scope.from, to: scope.to, file };
    assert.deepEqual(await server.ask(requests.saveKeysRequest, { ...params, regions: ['us-east-1', 'us-east-1'] }), {
      keys: 1,
    });
    const { keys, problems } = parseKeyFile(await readFile(file, 'utf8'), file);
    assert.deepEqual(problems, []);
    assert.deepEqual(
      keys.map(({ fingerprint, region }) => ({ fingerprint, region })),
      [{ fingerprint: newSigningKey().fingerprint, region: 'us-east-1' }],
    );
    await assert.rejects(server.ask(requests.saveKeysRequest, { ...params, regions: ['eu-west-1'] }), /no public keys/);
    await assert.rejects(server.ask(requests.saveKeysRequest, { ...params, regions: [] }), /No region/);
    const error = new AwsError(403, 'AccessDeniedException', 'Not you');
    s3.addFault({ operation: 'ListPublicKeys', effect: { kind: 'error', error } });
    await assert.rejects(server.ask(requests.saveKeysRequest, { ...params, regions: ['us-east-1'] }), /ListPublicKeys/);
  });
});
