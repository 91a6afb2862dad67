import assert from 'node:assert/strict';
import { accessDenied } from '../../support/s3Server/faults';
import { newSignedTrail, type SignedTrail } from '../../support/signedTrail/signedTrail';
import { putInServer } from '../../support/signedTrail/trailPlaces';
import { collect, ValidationFixture } from './validationFixture';

const account = 'AWSLogs/111122223333/';

describe('logs in folders that are none of CloudTrail', function () {
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
    putInServer(fixture.server, trail.objects);
  });

  const name = '111122223333_CloudTrail_us-east-1_20260115T0230Z_0123456789abcdef.json.gz';
  const forged = (folder: string, file = name): string => {
    const key = `${account}${folder}${file}`;
    fixture.server.put('trail-logs', key, 'x');
    return key;
  };
  const strays = async (from?: number): Promise<{ keys: unknown[]; verdict: string; problems: readonly string[] }> => {
    const run = await fixture.validate(trail, { scope: from === undefined ? {} : { from, to: trail.end } });
    const objects = (await collect(run.objects())).filter(({ status }) => status === 'stray');
    const { verdict, problems } = run.header;
    return { keys: objects.map(({ key }) => key), verdict, problems: problems.map(({ where }) => where) };
  };

  for (const folder of [
    'cloudtrail/us-east-1/2026/01/15/',
    'CloudTrail2/us-east-1/2026/01/15/',
    'CloudTrail-/us-east-1/2026/01/15/',
    '/CloudTrail/us-east-1/2026/01/15/',
    'archive/2026/',
    'CloudTrail/US-EAST-1/2026/01/15/',
    'CloudTrail/global/2026/01/15/',
    'CloudTrail/us-east-1 /2026/01/15/',
    'CloudTrail//2026/01/15/',
    // Beside the days of the window.
    'CloudTrail/us-east-1/',
    'CloudTrail/us-east-1/2026/',
    'CloudTrail/us-east-1/2026/01/',
    'CloudTrail/us-east-1/2026/1/15/',
    'CloudTrail/us-east-1/2026/13/45/',
    'CloudTrail/us-east-1/2026/01/45/',
    'CloudTrail/us-east-1/2026/01/5/',
    'CloudTrail/us-east-1//2026/01/15/',
    'CloudTrail/us-east-1/02026/01/15/',
  ]) {
    it(`are strays in ${JSON.stringify(folder)}`, async () => {
      const key = forged(folder);
      for (const from of [undefined, trail.start]) {
        assert.deepEqual(await strays(from), { keys: [key], verdict: 'unproven', problems: [] }, `${from}`);
      }
    });
  }

  it('are told, too, where only digests are looked for', async () => {
    const key = forged('CloudTrail-Digest/US-EAST-1/2026/01/15/');
    assert.deepEqual(await strays(trail.start), { keys: [key], verdict: 'proven', problems: [] });
  });

  it('do not count outside of the window', async () => {
    for (const folder of ['cloudtrail/', 'CloudTrail/global/', 'CloudTrail/us-east-1/', 'CloudTrail/us-east-1/2026/']) {
      forged(folder, name.replace('20260115T0230Z', '20250115T0230Z'));
    }
    assert.deepEqual(await strays(trail.start), { keys: [], verdict: 'proven', problems: [] });
  });

  it('leave the folders of other services alone', async () => {
    for (const folder of [
      'Config/',
      'elasticloadbalancing/us-east-1/',
      'GuardDuty/',
      'vpcflowlogs/us-east-1/',
      'WAFLogs/',
    ]) {
      forged(folder, 'some.json.gz');
    }
    forged('NewService/us-east-1/2026/', 'some.json.gz');
    fixture.server.put('trail-logs', account, '');
    assert.deepEqual(await strays(), { keys: [], verdict: 'proven', problems: [] });
    assert.deepEqual(await strays(trail.start), { keys: [], verdict: 'proven', problems: [] });
  });

  it('are not looked for without end', async () => {
    for (let n = 0; n < 40; n++) forged(`cloudtrail${n}/`);
    const found = await strays();
    assert.equal(found.keys.length, 32);
    assert.deepEqual(found.problems, [`s3://trail-logs/${account}`]);
    assert.equal(found.verdict, 'unproven');
  });

  it('are not listed to the end of a large folder, which is then named', async () => {
    for (let n = 0; n < 3001; n++) forged('cloudtrail/', `${String(n).padStart(5, '0')}.json.gz`);
    for (let n = 0; n < 3001; n++) forged('another/', `${String(n).padStart(5, '0')}.json.gz`);
    const found = await strays(trail.start);
    assert.deepEqual(found.problems, [`s3://trail-logs/${account}cloudtrail/`]);
    assert.equal(found.verdict, 'unproven');
  });

  it('are told when such a folder cannot be listed', async () => {
    forged('cloudtrail/');
    const path = /prefix=AWSLogs\/111122223333\/cloudtrail\//;
    fixture.server.addFault({ effect: accessDenied(), operation: 'ListObjectsV2', path, times: Infinity });
    assert.deepEqual((await strays()).problems, [`s3://trail-logs/${account}cloudtrail/`]);
  });

  it('are told when it cannot be seen what lies beside the days', async () => {
    const folder = `${account}CloudTrail/us-east-1/2026/01/`;
    const path = new RegExp(`prefix=${folder}(&|$)`);
    fixture.server.addFault({ effect: accessDenied(), operation: 'ListObjectsV2', path, times: Infinity });
    const found = await strays(trail.start);
    assert.deepEqual([found.problems, found.verdict], [[`s3://trail-logs/${folder}`], 'unproven']);
  });

  it('are found where a trail’s prefix looks like the layout', async () => {
    const nested = newSignedTrail({ hours: 6, seed: '2', prefix: 'AWSLogs/111122223333/CloudTrail', trail: 'nested' });
    fixture.listKeys(nested);
    putInServer(fixture.server, nested.objects);
    const run = await fixture.validate(trail, { scope: { from: trail.start } });
    assert.deepEqual(run.header.chains.map(({ trail: chain }) => chain).sort(), ['management', 'nested']);
    assert.equal(run.header.verdict, 'proven');
  });

  it('say what they are in the judge’s words', async () => {
    forged('CloudTrail/us-east-1/2026/');
    forged('cloudtrail/');
    forged('CloudTrail/us-east-1/2026/', 'note.txt');
    forged('CloudTrail/', 'note.txt');
    const run = await fixture.validate(trail);
    const reasons = (await collect(run.objects())).flatMap(({ status, reason }) =>
      status === 'stray' ? [reason] : [],
    );
    const place = 'its name belongs to another folder than the one it is in';
    const none = 'its name is none that CloudTrail gives';
    assert.deepEqual(reasons.sort(), [place, place, none, none]);
  });
});
