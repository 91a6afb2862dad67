import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { newSigningKey } from '../../support/signedTrail/signingKey';
import { accessDenied, failWith, slowDown } from '../../support/s3Server/faults';
import { newSignedTrail, type SignedTrail } from '../../support/signedTrail/signedTrail';
import { TrailBucket } from '../../support/signedTrail/trailBucket';
import { putInServer } from '../../support/signedTrail/trailPlaces';
import { expectUserError } from '../source/s3/s3Fixture';
import { collect, countHours, countObjects, ValidationFixture } from './validationFixture';

const hourMs = 3_600_000;

describe('validating a bucket', function () {
  this.timeout(60_000);
  let fixture: ValidationFixture;
  let trail: SignedTrail;
  before(async () => {
    fixture = await ValidationFixture.start();
  });
  after(() => fixture.dispose());
  beforeEach(async () => {
    await fixture.renew();
    fixture.server.createBucket('trail-logs', 'eu-west-1');
    trail = newSignedTrail({ hours: 6 });
    fixture.listKeys(trail);
  });

  /** In its own bucket, which holds nothing else. */
  function put(objects: Parameters<typeof putInServer>[1] = trail.objects): void {
    putInServer(fixture.server, objects);
  }

  function escape(key: string): RegExp {
    return new RegExp(`${key.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}$`);
  }

  it('proves a clean trail, and keeps the run', async () => {
    put();
    const run = await fixture.validate(trail, { scope: { from: trail.start } });
    assert.deepEqual(await countObjects(run), { 'log valid': 12, 'digest valid': 6 });
    assert.deepEqual(await countHours(run), { covered: 6 });
    const { header } = run;
    assert.deepEqual([header.verdict, header.exitCode, header.isComplete], ['proven', 0, true]);
    assert.deepEqual(header.problems, []);
    assert.deepEqual(header.window, { from: trail.start, to: trail.end });
    assert.deepEqual(
      header.keys.map(({ region, origin, digests }) => [region, origin, digests]),
      [['us-east-1', 'AWS', 6]],
    );
    assert.equal(header.copyOf, undefined);
    assert.equal(header.chains[0]?.trail, 'management');
    assert.equal(header.summary.remembered, 0);
    assert.equal(
      header.summary.storedBytes,
      [...trail.digests, ...trail.logs].reduce((sum, { bytes }) => sum + bytes.length, 0),
    );
  });

  it('begins at the first delivery when no time is asked for', async () => {
    put();
    const run = await fixture.validate(trail);
    const earliest = Math.min(...trail.logs.map(({ minute }) => minute), ...trail.digests.map(({ end }) => end));
    assert.deepEqual(run.header.window, { from: earliest, to: trail.end });
    assert.equal(run.header.verdict, 'proven');
    assert.equal(run.header.summary.log.valid, 12);
  });

  for (const level of ['year', 'month', 'day'] as const) {
    it(`validates a ${level} alone, from either of its folders`, async () => {
      const long = newSignedTrail({ hours: 30, logsPerHour: 1 });
      put(long.objects);
      const depth = { year: 1, month: 2, day: 3 }[level];
      const folder = (kind: string): string =>
        ['AWSLogs', '111122223333', kind, 'us-east-1', ...['2026', '01', '15'].slice(0, depth), ''].join('/');
      for (const kind of ['CloudTrail', 'CloudTrail-Digest']) {
        const run = await fixture.validate(long, { scope: { prefix: folder(kind) } });
        const end = { year: Date.UTC(2027, 0), month: Date.UTC(2026, 1), day: Date.UTC(2026, 0, 16) }[level];
        const start = level === 'day' ? Date.UTC(2026, 0, 15) : Date.UTC(2026, 0);
        assert.deepEqual(run.header.window, { from: start, to: end - 1 });
        // The first digest of the next day covers the end of this one.
        assert.equal(run.header.summary.digest.valid, level === 'day' ? 24 : 30, kind);
        assert.deepEqual(run.header.problems, []);
      }
    });
  }

  it('needs both folders of a region, whichever was asked for', async () => {
    put();
    for (const kind of ['CloudTrail', 'CloudTrail-Digest']) {
      for (const region of ['us-east-1/', '']) {
        const prefix = `AWSLogs/111122223333/${kind}/${region}`;
        const run = await fixture.validate(trail, { scope: { prefix, from: trail.start } });
        assert.deepEqual(await countObjects(run), { 'log valid': 12, 'digest valid': 6 }, prefix);
      }
    }
  });

  it('judges accounts, regions and kinds of an organization in one run', async () => {
    const organization = newSignedTrail({
      hours: 3,
      prefix: 'audit',
      organizationId: 'o-abcdefghij',
      accounts: ['111122223333', '444455556666'],
      regions: ['us-east-1', 'eu-west-1'],
      logKind: ({ logIndex }) => (logIndex === 0 ? 'CloudTrail-Insight' : 'CloudTrail'),
    });
    fixture.listKeys(organization);
    put(organization.objects);
    const run = await fixture.validate(organization, { scope: { from: organization.start } });
    assert.deepEqual(await countObjects(run), { 'log valid': 24, 'digest valid': 12 });
    assert.equal(run.header.verdict, 'proven');
    assert.deepEqual(
      run.header.chains.map(({ account, region, organizationId }) => `${organizationId} ${account} ${region}`),
      [
        'o-abcdefghij 111122223333 eu-west-1',
        'o-abcdefghij 111122223333 us-east-1',
        'o-abcdefghij 444455556666 eu-west-1',
        'o-abcdefghij 444455556666 us-east-1',
      ],
    );
    const part = await fixture.validate(organization, {
      scope: { from: organization.start, accounts: ['444455556666'], regions: ['us-east-1'] },
    });
    assert.deepEqual(await countObjects(part), { 'log valid': 6, 'digest valid': 3 });
  });

  it('reports one trail of two, and says which there are when that one is not', async () => {
    const other = newSignedTrail({ hours: 6, seed: '2', trail: 'other' });
    put([...trail.objects, ...other.objects]);
    const scope = { from: trail.start };
    const one = await fixture.validate(trail, { scope: { ...scope, trail: 'other' } });
    assert.deepEqual(await countObjects(one), { 'log valid': 12, 'digest valid': 6 });
    const arn = await fixture.validate(trail, { scope: { ...scope, trail: trail.arn } });
    assert.equal(arn.header.verdict, 'proven');
    const none = await fixture.validate(trail, { scope: { ...scope, trail: 'third' } });
    assert.equal(none.header.verdict, 'unproven');
    assert.equal(none.header.problems[0]?.message, 'No digest of this trail was found.');
    assert.match(none.header.problems[0].nextStep ?? '', /management \(us-east-1\), other \(us-east-1\)/);
    await expectUserError(fixture.validate(trail, { scope: { trail: 'arn:aws:s3:::bucket' } }), 'invalidInput');
  });

  it('does not say why a trail was not found where digests could not be listed', async () => {
    put();
    const path = /prefix=AWSLogs\/111122223333\/CloudTrail-Digest\/us-east-1\//;
    fixture.server.addFault({ effect: accessDenied(), operation: 'ListObjectsV2', path, times: Infinity });
    const run = await fixture.validate(trail, { scope: { from: trail.start, trail: 'management' } });
    const told = run.header.problems.find(({ where }) => where === 'management');
    assert.equal(told?.message, 'No digest of this trail was found.');
    assert.equal(told.nextStep, 'What could not be listed or read may hold some.');
  });

  it('finds what was altered, and goes on', async () => {
    const bucket = new TrailBucket(trail);
    const [first, second] = trail.logs;
    const middle = trail.digests[2];
    bucket.editText(first?.key ?? '', (text) => text.replace('Records', 'records'));
    bucket.remove(second?.key ?? '');
    bucket.remove(middle?.key ?? '');
    put(bucket.list());
    const run = await fixture.validate(trail, { scope: { from: trail.start } });
    assert.deepEqual(await countObjects(run), {
      'log valid': 8,
      'log modified hash': 1,
      'log missing notFound': 1,
      'log uncovered digestMissing': 2,
      'digest valid': 5,
      'digest missing notFound': 1,
    });
    assert.deepEqual([run.header.verdict, run.header.exitCode], ['wrong', 1]);
  });

  for (const [what, effect, code, times] of [
    ['denied', accessDenied(), 'denied', Infinity],
    ['archived', failWith(403, 'InvalidObjectState', 'The operation is not valid'), 'archived', Infinity],
    ['throttled for good', slowDown(), 'network', Infinity],
    ['reset', { kind: 'reset' }, 'network', Infinity],
    ['cut short', { kind: 'truncate', keepBytes: 20 }, 'network', Infinity],
  ] as const) {
    it(`goes on when an object is ${what}`, async () => {
      put();
      fixture.server.addFault({ effect, operation: 'GetObject', path: escape(trail.logs[3]?.key ?? ''), times });
      fixture.server.addFault({ effect, operation: 'GetObject', path: escape(trail.digests[4]?.key ?? ''), times });
      const run = await fixture.validate(trail, { scope: { from: trail.start } });
      assert.deepEqual(await countObjects(run), {
        'log valid': 9,
        [`log unreadable ${code}`]: 1,
        'log uncovered digestUnreachable': 2,
        'digest valid': 5,
        [`digest unreachable ${code}`]: 1,
      });
      assert.deepEqual([run.header.verdict, run.header.exitCode, run.header.isComplete], ['unproven', 2, true]);
    });
  }

  it('recovers from throttling that ends', async () => {
    put();
    fixture.server.addFault({ effect: slowDown(), operation: 'GetObject', times: 3 });
    const run = await fixture.validate(trail, { scope: { from: trail.start } });
    assert.equal(run.header.verdict, 'proven');
  });

  it('names a folder that cannot be listed, and judges its siblings', async () => {
    const organization = newSignedTrail({ hours: 2, regions: ['eu-west-1', 'us-east-1'] });
    fixture.listKeys(organization);
    put(organization.objects);
    const path = /prefix=AWSLogs\/111122223333\/CloudTrail\/eu-west-1\//;
    fixture.server.addFault({ effect: accessDenied(), operation: 'ListObjectsV2', path, times: Infinity });
    const run = await fixture.validate(organization, { scope: { from: organization.start } });
    // The logs are not listed, but the digests name them.
    assert.deepEqual(await countObjects(run), { 'log valid': 8, 'digest valid': 4 });
    assert.deepEqual(
      run.header.problems.map(({ where, code }) => [where, code]),
      [['s3://trail-logs/AWSLogs/111122223333/CloudTrail/eu-west-1/', 'notListed']],
    );
    assert.equal(run.header.verdict, 'unproven');
  });

  it('names an account that cannot be listed, and judges its siblings', async () => {
    const two = newSignedTrail({ hours: 2, accounts: ['111122223333', '444455556666'] });
    fixture.listKeys(two);
    put(two.objects);
    const path = /prefix=AWSLogs\/444455556666\//;
    fixture.server.addFault({ effect: accessDenied(), operation: 'ListObjectsV2', path, times: Infinity });
    const run = await fixture.validate(two, { scope: { from: two.start } });
    assert.deepEqual(await countObjects(run), { 'log valid': 4, 'digest valid': 2 });
    assert.equal(run.header.problems[0]?.where, 's3://trail-logs/AWSLogs/444455556666/');
    assert.equal(run.header.verdict, 'unproven');
  });

  it('gives a run even when the bucket is missing', async () => {
    const run = await fixture.validate(trail, { uri: 's3://no-such-bucket/', scope: { from: trail.start } });
    assert.deepEqual([run.header.verdict, run.header.exitCode], ['unproven', 2]);
    assert.equal(run.header.problems.length, 1);
    assert.deepEqual(await countObjects(run), {});
  });

  it('says so when there are no logs of CloudTrail', async () => {
    fixture.server.put('trail-logs', 'reports/2026.csv', 'a,b');
    const run = await fixture.validate(trail);
    assert.equal(run.header.verdict, 'unproven');
    assert.match(run.header.problems[0]?.message ?? '', /no folder of CloudTrail/);
  });

  it('keeps what was judged when credentials expire', async () => {
    put();
    const keyOf = (at: number): RegExp => escape(trail.logs[at]?.key ?? '');
    const effect = failWith(400, 'ExpiredToken', 'The provided token has expired.');
    for (const at of [7, 8]) {
      fixture.server.addFault({ effect, operation: 'GetObject', path: keyOf(at), times: Infinity });
    }
    const run = await fixture.validate(trail, { scope: { from: trail.start } });
    assert.deepEqual([run.header.verdict, run.header.isComplete], ['unproven', false]);
    assert.equal(run.header.summary.digest.valid, 6);
    assert.ok(run.header.summary.log.unreadable > 0);
    assert.match(run.header.problems[0]?.message ?? '', /expired/);
  });

  it('reads logs in another bucket, and says which bucket it cannot reach', async () => {
    const moved = newSignedTrail({ hours: 4, bucketOf: ({ index }) => (index < 2 ? 'former-logs' : 'trail-logs') });
    fixture.listKeys(moved);
    put(moved.objects);
    const run = await fixture.validate(moved, { scope: { from: moved.start } });
    assert.equal(run.header.verdict, 'proven', JSON.stringify(await countObjects(run)));
    assert.equal(run.header.summary.digest.valid, 4);
    assert.equal(run.header.summary.log.valid, 8);
    fixture.server.addFault({ effect: accessDenied(), path: /^\/former-logs\//, times: Infinity });
    const denied = await fixture.validate(moved, { scope: { from: moved.start } });
    assert.equal(denied.header.verdict, 'unproven', JSON.stringify(await countObjects(denied)));
  });

  it('counts strays above the accounts’ folders', async () => {
    put();
    const name = trail.logs[0]?.key.split('/').at(-1) ?? '';
    fixture.server.put('trail-logs', `AWSLogs/111122223333/CloudTrail/${name}`, 'x');
    fixture.server.put('trail-logs', 'AWSLogs/111122223333/CloudTrail/note.txt', 'x');
    fixture.server.put('trail-logs', 'AWSLogs/note.txt', 'x');
    fixture.server.put('trail-logs', 'AWSLogs/111122223333/CloudTrail-Digest/', '');
    const open = await fixture.validate(trail);
    assert.deepEqual(await countObjects(open), {
      'log valid': 12,
      'digest valid': 6,
      'log stray place': 1,
      'log stray name': 1,
    });
    const closed = await fixture.validate(trail, { scope: { from: trail.start } });
    assert.equal(closed.header.summary.log.stray, 1);
  });

  it('tells how far it is', async () => {
    put();
    const phases = new Set<string>();
    let last: { lanesDone: number; objectsDone: number; objectsTotal: number } | undefined;
    await fixture.validate(trail, {
      scope: { from: trail.start },
      onProgress: (progress) => {
        phases.add(progress.phase);
        assert.ok(progress.objectsDone <= progress.objectsTotal, JSON.stringify(progress));
        last = progress;
      },
    });
    assert.deepEqual([...phases], ['listing', 'reading', 'finishing']);
    assert.deepEqual([last?.lanesDone, last?.objectsDone, last?.objectsTotal], [1, 18, 18]);
  });

  it('refuses a window that ends before it begins', async () => {
    put();
    const before = { from: trail.end, to: trail.start };
    await expectUserError(fixture.validate(trail, { scope: before }), 'invalidInput');
    await expectUserError(fixture.validate(trail, { scope: { from: trail.end + hourMs } }), 'invalidInput');
  });

  it('never asks for more at once than it may', async () => {
    put(newSignedTrail({ hours: 4, logsPerHour: 30 }).objects);
    await fixture.validate(trail, { scope: { from: trail.start }, maxDownloads: 4 });
    assert.ok(fixture.server.mostUnderWay <= 4 + 3, `${fixture.server.mostUnderWay}`);
  });

  describe('public keys', () => {
    it('are asked for once, and kept', async () => {
      put();
      const scope = { from: trail.start, to: trail.end };
      await fixture.validate(trail, { scope });
      assert.equal(fixture.server.count('ListPublicKeys'), 1);
      const cached = await fixture.validate(trail, { scope });
      assert.equal(fixture.server.count('ListPublicKeys'), 1);
      assert.equal(cached.header.verdict, 'proven');
      assert.equal(cached.header.keys[0]?.origin, 'cache');
    });

    it('that are denied leave everything unproven, and say what to do', async () => {
      put();
      const effect = failWith(400, 'AccessDeniedException', 'no');
      fixture.server.addFault({ effect, operation: 'ListPublicKeys', times: Infinity });
      const run = await fixture.validate(trail, { scope: { from: trail.start } });
      assert.deepEqual(await countObjects(run), {
        'digest unreachable keysUnavailable': 6,
        'log uncovered digestUnreachable': 12,
      });
      assert.equal(run.header.verdict, 'unproven');
      assert.equal(run.header.problems[0]?.code, 'keysUnavailable');
      assert.match(run.header.problems[0].nextStep ?? '', /cloudtrail:ListPublicKeys/);
    });

    it('of another region prove nothing', async () => {
      put();
      fixture.server.publicKeys.set('eu-west-1', fixture.server.publicKeys.get('us-east-1') ?? []);
      fixture.server.publicKeys.delete('us-east-1');
      const run = await fixture.validate(trail, { scope: { from: trail.start } });
      assert.equal(run.header.summary.digest.unreachable, 6);
    });

    it('of digests that were written later are asked for in few calls, whatever the digests say', async () => {
      const generated = trail.end + 48 * hourMs;
      const keys = Array.from({ length: 6 }, (_, n) => newSigningKey(`later ${n}`));
      const late = newSignedTrail({
        hours: 6,
        seed: '2',
        backfill: keys.map((_, index) => ({ index, logs: 1, generatedTime: generated + index * 10 * hourMs })),
        keyOf: ({ isBackfill, index }) => (isBackfill ? (keys[index] ?? newSigningKey()) : newSigningKey()),
      });
      fixture.listKeys(late, [newSigningKey()]);
      put(late.objects);
      await fixture.validate(late, { scope: { from: late.start, to: late.end }, now: generated + 100 * hourMs });
      assert.equal(fixture.server.count('ListPublicKeys'), 2);
    });

    it('are not needed for what is not there to be proven', async () => {
      fixture.server.publicKeys.clear();
      put(trail.logs);
      const run = await fixture.validate(trail, { scope: { from: trail.start } });
      assert.deepEqual(await countObjects(run), { 'log uncovered noDigests': 12 });
      assert.deepEqual(run.header.problems, []);
    });
  });

  describe('hashes of earlier runs', () => {
    it('are taken for objects that are the same', async () => {
      put();
      const scope = { from: trail.start };
      await fixture.validate(trail, { scope });
      const before = fixture.server.count('GetObject');
      const again = await fixture.validate(trail, { scope });
      assert.equal(again.header.verdict, 'proven');
      assert.equal(again.header.summary.remembered, 12);
      assert.equal(fixture.server.count('GetObject') - before, 6);
      const objects = await collect(again.objects());
      assert.ok(objects.every(({ kind, isRemembered }) => isRemembered === (kind === 'log' ? true : undefined)));
    });

    it('are not taken when they are not wanted, nor of what changed', async () => {
      put();
      const scope = { from: trail.start };
      await fixture.validate(trail, { scope });
      const all = await fixture.validate(trail, { scope, isResuming: false });
      assert.equal(all.header.summary.remembered, 0);
      const bucket = new TrailBucket(trail);
      bucket.editText(trail.logs[0]?.key ?? '', (text) => text.replace('Records', 'records'));
      put(bucket.list());
      const changed = await fixture.validate(trail, { scope });
      assert.deepEqual(
        [changed.header.summary.remembered, changed.header.summary.log.modified, changed.header.verdict],
        [11, 1, 'wrong'],
      );
      const again = await fixture.validate(trail, { scope });
      assert.equal(again.header.summary.remembered, 11, 'what was altered is looked at again');
    });

    it('are not trusted when digests say something else now', async () => {
      put();
      const scope = { from: trail.start };
      await fixture.validate(trail, { scope });
      // Validly signed digests that name other hashes for the same objects.
      const other = newSignedTrail({
        hours: 6,
        alterDigest: (content) => ({
          ...content,
          logFiles: content.logFiles.map((log) => ({ ...log, hashValue: '0'.repeat(64) })),
        }),
      });
      put(other.objects);
      const run = await fixture.validate(trail, { scope });
      assert.deepEqual(await countObjects(run), { 'log modified hash': 12, 'digest valid': 6 });
      assert.equal(run.header.summary.remembered, 0);
    });
  });

  describe('a run that is cancelled', () => {
    it('gives what was judged, and goes on from there the next time', async () => {
      put();
      const abort = new AbortController();
      const hanging = trail.logs[11]?.key ?? '';
      fixture.server.addFault({ effect: { kind: 'hang' }, operation: 'GetObject', path: escape(hanging) });
      let done = 0;
      const run = await fixture.validate(trail, {
        scope: { from: trail.start },
        maxDownloads: 2,
        signal: abort.signal,
        onProgress: ({ objectsDone }) => {
          done = objectsDone;
          if (objectsDone >= 12) abort.abort();
        },
      });
      assert.ok(done >= 12);
      const { header } = run;
      assert.deepEqual([header.verdict, header.isComplete], ['unproven', false]);
      assert.equal(header.summary.digest.valid, 6);
      assert.ok(header.summary.log.valid >= 6 && header.summary.log.valid < 12, `${header.summary.log.valid}`);
      assert.equal(header.summary.log.valid + header.summary.log.unreadable, 12);
      fixture.server.reset();
      const next = await fixture.validate(trail, { scope: { from: trail.start } });
      assert.equal(next.header.verdict, 'proven');
      assert.equal(next.header.summary.remembered, header.summary.log.valid);
    });

    it('leaves nothing behind when nothing was read', async () => {
      put();
      const abort = new AbortController();
      fixture.server.addFault({ effect: { kind: 'hang' }, operation: 'ListObjectsV2', times: Infinity });
      const work = fixture.validate(trail, { signal: abort.signal });
      await fixture.server.nextRequest();
      abort.abort();
      await assert.rejects(work, { name: 'AbortError' });
      await assert.rejects(readFile(path.join(fixture.storeFolder, 'runs')), { code: 'ENOENT' });
    });
  });
});
