import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { accessDenied, failWith } from '../../../support/s3Server/faults';
import { expectUserError, keyVariables, newSignal, startS3Fixture, type S3Fixture } from './s3Fixture';

describe("a bucket's region", function () {
  this.timeout(20_000); // for busy machines: the SDK's back-off is random, up to a second
  let fixture: S3Fixture;
  before(async () => {
    fixture = await startS3Fixture();
    fixture.server.createBucket('logs-eu', 'eu-central-1');
    fixture.server.put('logs-eu', 'k', 'found');
    fixture.server.put('logs-us', 'k', 'found');
  });
  after(() => fixture.dispose());
  beforeEach(() => {
    fixture.server.reset();
  });

  it('is found by itself, once', async () => {
    const source = fixture.open({ bucket: 'logs-eu' });
    assert.equal(source.region, undefined);
    const signal = newSignal();
    await Promise.all([
      source.readObject('k', signal),
      source.listFolder('', {}, signal),
      source.readObject('k', signal),
    ]);
    assert.equal(source.region, 'eu-central-1');
    assert.equal(fixture.server.count('HeadBucket'), 1);
    assert.equal(fixture.server.count('GetBucketLocation'), 0);
  });

  it('is not asked for when it is configured', async () => {
    await fixture.open({ bucket: 'logs-eu', region: 'eu-central-1' }).readObject('k', newSignal());
    assert.deepEqual(
      fixture.server.requests.map((request) => request.operation),
      ['GetObject'],
    );
  });

  for (const configured of ['us-east-1', 'ap-south-1']) {
    it(`is corrected when ${configured} was configured, and remembered`, async () => {
      const source = fixture.open({ bucket: 'logs-eu', region: configured });
      await source.readObject('k', newSignal());
      await source.readObject('k', newSignal());
      assert.equal(source.region, 'eu-central-1');
      assert.equal(fixture.server.count('GetObject'), 3);
      assert.ok(fixture.logLines.includes(`Bucket logs-eu is in eu-central-1, not in ${configured}`));
    });
  }

  it('is taken from a HEAD that is denied', async () => {
    fixture.server.addFault({ operation: 'HeadBucket', effect: accessDenied('eu-central-1') });
    await fixture.open({ bucket: 'logs-eu' }).readObject('k', newSignal());
    assert.deepEqual(
      fixture.server.requests.map((request) => request.operation),
      ['HeadBucket', 'GetObject'],
    );
  });

  for (const [name, effect] of [
    ['403', accessDenied()],
    ['405', failWith(405, 'MethodNotAllowed')],
  ] as const) {
    it(`does not depend on a HEAD that says only ${name}`, async () => {
      fixture.server.addFault({ operation: 'HeadBucket', effect });
      await fixture.open({ bucket: 'logs-us' }).readObject('k', newSignal());
      assert.equal(fixture.server.count('GetObject'), 1);
    });
  }

  it('is sought again after a search that failed', async () => {
    fixture.server.addFault({ operation: 'HeadBucket', effect: { kind: 'reset' }, times: 2 });
    const source = fixture.open({ bucket: 'logs-eu' });
    await expectUserError(source.readObject('k', newSignal()), 'network');
    await source.readObject('k', newSignal());
    assert.equal(source.region, 'eu-central-1');
  });

  it('is us-east-1 at a custom endpoint, unless the answer says otherwise', async () => {
    const { url } = fixture.server;
    const signal = newSignal();
    await fixture.open({ bucket: 'logs-us', endpoint: url, pathStyle: true }).readObject('k', signal);
    const source = fixture.open({ bucket: 'logs-eu', endpoint: url, pathStyle: true });
    await source.readObject('k', signal);
    assert.equal(source.region, 'eu-central-1');
    assert.equal(fixture.server.count('HeadBucket'), 0);
  });
});

describe('a custom endpoint', function () {
  this.timeout(20_000); // for busy machines: the SDK's back-off is random, up to a second
  it("is not AWS: its keys are never shown to AWS's STS", async () => {
    const fixture = await startS3Fixture();
    try {
      Reflect.deleteProperty(process.env, 'AWS_ENDPOINT_URL');
      // If STS were asked after all, the question would come here and not go to AWS.
      const config = `[default]\nservices = local\n[services local]\nsts =\n  endpoint_url = ${fixture.server.url}\n`;
      await writeFile(fixture.environment.configFile, config);
      fixture.server.put('store', 'k', 'x');
      fixture.server.addFault({ operation: 'GetObject', effect: accessDenied() });
      const source = fixture.open({ bucket: 'store', endpoint: fixture.server.url, pathStyle: true });
      const error = await expectUserError(source.readObject('k', newSignal()), 'accessDenied');
      assert.equal(error.identity, keyVariables.AWS_ACCESS_KEY_ID);
      assert.equal(fixture.server.count('GetCallerIdentity'), 0);
    } finally {
      await fixture.dispose();
    }
  });
});
