import assert from 'node:assert/strict';
import { newSignedTrail, type SignedTrail } from '../../support/signedTrail/signedTrail';
import { TrailBucket } from '../../support/signedTrail/trailBucket';
import { putInServer } from '../../support/signedTrail/trailPlaces';
import { accessDenied } from '../../support/s3Server/faults';
import type { StoredRun } from '../../../src/validation/validationStore';
import { collect, countHours, countObjects, ValidationFixture } from './validationFixture';

const hourMs = 3_600_000;

describe('the scope of a validation', function () {
  this.timeout(60_000);
  let fixture: ValidationFixture;
  let two: SignedTrail;
  before(async () => {
    fixture = await ValidationFixture.start();
  });
  after(() => fixture.dispose());
  beforeEach(async () => {
    await fixture.renew();
    fixture.server.createBucket('trail-logs', 'eu-west-1');
    two = newSignedTrail({ hours: 6, regions: ['eu-west-1', 'us-east-1'] });
    fixture.listKeys(two);
  });

  function toProblems({ header }: StoredRun): readonly (readonly [string | undefined, string, string | undefined])[] {
    return header.problems.map(({ code, message, nextStep }) => [code, message, nextStep]);
  }

  function removeHead(bucket: TrailBucket, region: string, count: number): void {
    for (const digest of two.digests.filter(({ at }) => at.region === region).slice(0, count))
      bucket.remove(digest.key);
    for (const log of two.logs) {
      if (log.at.region === region && log.at.index < count) bucket.remove(log.key);
    }
  }

  describe('that names accounts and regions', () => {
    it('is not proven where one of them has nothing at all', async () => {
      putInServer(fixture.server, two.objects);
      const from = two.start;
      const run = await fixture.validate(two, {
        scope: { from, accounts: ['111122223333', '999999999999'], regions: ['us-east-1', 'ap-south-1'] },
      });
      assert.deepEqual(toProblems(run), [
        ['noDigests', 'Nothing of account 999999999999 was found.', 'Accounts that are there: 111122223333.'],
        ['noDigests', 'Nothing of region ap-south-1 was found.', 'Regions that are there: eu-west-1, us-east-1.'],
      ]);
      assert.deepEqual([run.header.verdict, run.header.exitCode], ['unproven', 2]);
      assert.equal(run.header.summary.digest.valid, 6);
    });

    it('says so when there is nothing of them, and of nothing else', async () => {
      putInServer(fixture.server, two.objects);
      const run = await fixture.validate(two, { scope: { accounts: ['999999999999'] } });
      assert.deepEqual(
        run.header.problems.map(({ message }) => message),
        ['Nothing of account 999999999999 was found.'],
      );
      assert.equal(run.header.verdict, 'unproven');
    });

    it('names the account that lacks a region of another', async () => {
      const other = newSignedTrail({ hours: 6, seed: '2', accounts: ['444455556666'], regions: ['us-east-1'] });
      putInServer(fixture.server, [...two.objects, ...other.objects]);
      const run = await fixture.validate(two, {
        scope: { from: two.start, accounts: ['111122223333', '444455556666'], regions: ['us-east-1', 'eu-west-1'] },
      });
      assert.deepEqual(
        run.header.problems.map(({ message }) => message),
        ['Nothing of account 444455556666 in eu-west-1 was found.'],
      );
      assert.equal(run.header.verdict, 'unproven');
    });

    it('does not say that there is nothing where a level could not be listed', async () => {
      putInServer(fixture.server, two.objects);
      const path = /prefix=AWSLogs\/&|prefix=AWSLogs\/$/;
      fixture.server.addFault({ effect: accessDenied(), operation: 'ListObjectsV2', path, times: Infinity });
      const run = await fixture.validate(two, { scope: { accounts: ['111122223333'] } });
      const told = run.header.problems.find(({ message }) => message.startsWith('Nothing of account'));
      assert.equal(told?.code, 'notListed');
      assert.match(told.nextStep ?? '', /could not be listed/);
    });
  });

  it('has some length, even when it begins where it ends', async () => {
    putInServer(fixture.server, two.objects);
    const long = two.end + 100 * hourMs;
    const run = await fixture.validate(two, { scope: { from: long, to: long }, now: long + hourMs });
    assert.deepEqual(run.header.window, { from: long, to: long + 999 });
    assert.equal(run.header.verdict, 'unproven');
    const inside = two.start + 90 * 60_000;
    const proven = await fixture.validate(two, { scope: { from: inside, to: inside } });
    assert.equal(proven.header.verdict, 'proven');
    assert.deepEqual(await countHours(proven), { covered: 2 });
  });

  describe('without a beginning', () => {
    it('begins everywhere with the first delivery of all', async () => {
      const bucket = new TrailBucket(two);
      removeHead(bucket, 'eu-west-1', 3);
      putInServer(fixture.server, bucket.list());
      const run = await fixture.validate(two);
      const { window } = run.header;
      assert.ok(window.from < two.start + hourMs);
      const hours = (await collect(run.hours())).filter(({ region }) => region === 'eu-west-1');
      assert.equal(Math.min(...hours.map(({ from }) => from)), window.from);
      assert.equal(
        hours.reduce((sum, { from, to }) => sum + to - from, 0),
        window.to - window.from,
      );
      // The first digest that is left names the one before it.
      assert.equal(run.header.summary.digest.missing > 0, true);
      assert.deepEqual([run.header.verdict, run.header.exitCode], ['wrong', 1]);
    });

    it('begins so, too, with more lanes than are judged at once', async () => {
      const regions = Array.from({ length: 14 }, (_, n) => `us-east-${n + 1}`);
      const many = newSignedTrail({ hours: 2, regions });
      fixture.listKeys(many);
      const bucket = new TrailBucket(many);
      bucket.remove(many.digests.find(({ at }) => at.region === 'us-east-9')?.key ?? '');
      putInServer(fixture.server, bucket.list());
      const run = await fixture.validate(many);
      assert.equal(run.header.summary.digest.missing, 1);
      assert.equal(run.header.summary.digest.valid, 27);
      const starts = new Set<number>();
      for (const region of regions) {
        const hours = (await collect(run.hours())).filter((hour) => hour.region === region);
        starts.add(Math.min(...hours.map(({ from }) => from)));
      }
      assert.deepEqual([...starts], [run.header.window.from]);
    });

    it('lets a region begin later whose first digest says that it is the first', async () => {
      const late = newSignedTrail({ hours: 3, seed: '2', start: two.start + 3 * hourMs, regions: ['ap-south-1'] });
      fixture.listKeys(late);
      putInServer(fixture.server, [...two.objects, ...late.objects]);
      const run = await fixture.validate(two);
      assert.equal(run.header.verdict, 'proven', JSON.stringify(await countHours(run)));
      assert.ok(((await countHours(run))['gap beforeFirst'] ?? 0) > 0);
    });

    it('does not excuse a log before the first digest', async () => {
      const late = newSignedTrail({ hours: 3, seed: '2', start: two.start + 3 * hourMs, regions: ['ap-south-1'] });
      fixture.listKeys(late);
      const bucket = new TrailBucket(two, late);
      const key = late.logs[0]?.key ?? '';
      bucket.add(key.replace(/T\d{4}Z_\w{16}/, 'T0130Z_0123456789abcdef'), 'x');
      putInServer(fixture.server, bucket.list());
      const run = await fixture.validate(two);
      assert.equal((await countObjects(run))['log uncovered inGap'], 1);
      assert.equal(run.header.verdict, 'unproven');
    });

    it('is not stretched by names that belong to another day', async () => {
      const bucket = new TrailBucket(two);
      const [log] = two.logs;
      bucket.add((log?.key ?? '').replace(/_20260115T\d{4}Z_/, '_19990101T0000Z_'), 'x');
      putInServer(fixture.server, bucket.list());
      const run = await fixture.validate(two);
      assert.ok(run.header.window.from >= two.start);
      assert.equal(run.header.summary.log.stray, 1);
    });

    it('is not proven where nothing was delivered', async () => {
      fixture.server.put('trail-logs', 'AWSLogs/111122223333/CloudTrail/us-east-1/', '');
      const run = await fixture.validate(two);
      assert.equal(run.header.verdict, 'unproven');
      assert.deepEqual(await countHours(run), { 'unproven noDigests': 1 });
    });
  });
});
