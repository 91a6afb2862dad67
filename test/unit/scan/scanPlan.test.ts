import assert from 'node:assert/strict';
import type { PlanServices } from '../../../src/scan/scanPlan';
import type { ListingLine } from '../../../src/index/runLog';
import { planScan, type ScanPlan } from '../../../src/scan/scanPlan';
import type { ScanObject } from '../../../src/scan/pendingObjects';
import type { ScanScope } from '../../../src/scan/scanScope';
import { MemorySource } from '../../support/memorySource';

const account = '111122223333';
const other = '444455556666';

function toKey(day: string, options: { account?: string; region?: string; kind?: string; n?: number } = {}): string {
  const { account: owner = account, region = 'us-east-1', kind = 'CloudTrail', n = 0 } = options;
  const stamp = `${day.replaceAll('/', '')}T1405Z`;
  return `AWSLogs/${owner}/${kind}/${region}/${day}/${owner}_${kind}_${region}_${stamp}_aBcDeFgHiJkLmNo${n}.json.gz`;
}

type Known = PlanServices['known'];
const nothingKnown: Known = { find: () => undefined };
const noCaps = { maxObjects: 1e9, maxBytes: 1e15 };

async function plan(
  source: MemorySource,
  scope: Partial<ScanScope> = {},
  options: { known?: Known; caps?: typeof noCaps; isLive?: boolean } = {},
): Promise<{ plan: ScanPlan; lines: ListingLine[]; keys: string[]; objects: ScanObject[] }> {
  const lines: ListingLine[] = [];
  const result = await planScan(
    {
      source,
      isLive: options.isLive ?? true,
      known: options.known ?? nothingKnown,
      recordListing: (added) => lines.push(...added),
      onProgress: () => undefined,
    },
    { prefix: '', ...scope },
    options.caps ?? noCaps,
    new AbortController().signal,
  );
  const objects: ScanObject[] = [];
  for (let page = result.pending.takePage(); page !== undefined; page = result.pending.takePage())
    objects.push(...page);
  return { plan: result, lines, objects, keys: objects.map(({ key }) => key) };
}

const keys = [
  toKey('2026/01/14'),
  toKey('2026/01/15'),
  toKey('2026/01/15', { n: 1 }),
  toKey('2026/01/17'),
  toKey('2026/01/15', { region: 'eu-west-1' }),
  toKey('2026/01/15', { account: other }),
];

describe('plan of a scan', () => {
  it('lists everything below the location', async () => {
    const { plan: found, keys: pending } = await plan(new MemorySource(keys));
    assert.deepEqual([...pending].sort(), [...keys].sort());
    assert.deepEqual(
      [found.listedObjects, found.listedBytes, found.objectsToRead, found.accounts, found.regions],
      [6, 600, 6, 2, 2],
    );
    assert.deepEqual(found.days, ['2026-01-14', '2026-01-15', '2026-01-17']);
  });

  it('asks nothing of accounts and regions that are not wanted', async () => {
    const source = new MemorySource(keys);
    const { keys: pending } = await plan(source, { accounts: [account], regions: ['eu-west-1'] });
    assert.deepEqual(pending, [toKey('2026/01/15', { region: 'eu-west-1' })]);
    assert.ok(!source.listed.some((prefix) => prefix.includes(other)), String(source.listed));
  });

  it('takes the days of delivery from the first moment up to the last', async () => {
    const from = Date.parse('2026-01-15T00:00:00Z');
    const { keys: pending } = await plan(new MemorySource(keys, 1), {
      accounts: [account],
      regions: ['us-east-1'],
      from,
      to: from + 86_400_000,
    });
    assert.deepEqual(pending, [toKey('2026/01/15'), toKey('2026/01/15', { n: 1 })]);
  });

  it('begins and ends inside one day when the location is one', async () => {
    const prefix = `AWSLogs/${account}/CloudTrail/us-east-1/2026/01/15/`;
    const { keys: pending, lines } = await plan(new MemorySource(keys), { prefix });
    assert.deepEqual(pending, [toKey('2026/01/15'), toKey('2026/01/15', { n: 1 })]);
    assert.deepEqual(
      lines.map(({ day, objects }) => [day, objects]),
      [['2026-01-15', 2]],
    );
  });

  it('goes on beside a level that is refused, and says so in the ledger', async () => {
    const denied = `AWSLogs/${account}/CloudTrail/`;
    const { plan: found, lines, keys: pending } = await plan(new MemorySource(keys, 1000, [denied]));
    assert.deepEqual(pending, [toKey('2026/01/15', { account: other })]);
    assert.deepEqual(
      found.problems.map(({ prefix }) => prefix),
      [denied],
    );
    const line = lines.find(({ problem }) => problem !== undefined);
    assert.deepEqual([line?.account, line?.kind, line?.objects], [account, 'CloudTrail', 0]);
  });

  it('tells quiet days from days nobody looked at', async () => {
    const from = Date.parse('2026-01-13T00:00:00Z');
    const to = Date.parse('2026-01-19T00:00:00Z');
    const { lines } = await plan(new MemorySource(keys), { accounts: [account], regions: ['us-east-1'], from, to });
    const days = lines.map(({ day, lastDay, objects }) => [day, lastDay ?? day, objects]);
    assert.deepEqual(days.sort(), [
      ['2026-01-13', '2026-01-13', 0],
      ['2026-01-14', '2026-01-14', 1],
      ['2026-01-15', '2026-01-15', 2],
      ['2026-01-16', '2026-01-16', 0],
      ['2026-01-17', '2026-01-17', 1],
      ['2026-01-18', '2026-01-18', 0],
    ]);
  });

  it('makes no decades quiet for one stray day', async () => {
    const { lines } = await plan(new MemorySource([toKey('1970/01/01'), ...keys]), {}, { isLive: false });
    assert.ok(!lines.some(({ day, objects }) => objects === 0 && (day ?? '') > '1970-01-01' && (day ?? '') < '2026'));
    assert.ok(lines.some(({ day, objects }) => objects === 0 && day === '2026-01-16'));
  });

  it('calls no day quiet that it could not list', async () => {
    const source = new MemorySource([toKey('2026/01/14'), toKey('2026/01/17')]);
    const refused = `AWSLogs/${account}/CloudTrail/us-east-1/2026/01/15/`;
    source.refused.push(refused);
    const { lines } = await plan(source, {}, { isLive: false });
    const days = lines.map(({ day, lastDay, objects, problem }) => [
      day,
      lastDay ?? day,
      objects,
      problem !== undefined,
    ]);
    assert.deepEqual(days.sort(), [
      ['2026-01-14', '2026-01-14', 1, false],
      ['2026-01-15', '2026-01-15', 0, true],
      ['2026-01-16', '2026-01-16', 0, false],
      ['2026-01-17', '2026-01-17', 1, false],
    ]);
  });

  it('knows how far a copy reaches by what the other regions hold', async () => {
    const copy = [toKey('2026/01/14'), toKey('2026/01/16', { region: 'eu-west-1' })];
    const { lines } = await plan(new MemorySource(copy), {}, { isLive: false });
    assert.deepEqual(lines.map(({ region, day, lastDay, objects }) => [region, day, lastDay ?? day, objects]).sort(), [
      ['eu-west-1', '2026-01-14', '2026-01-15', 0],
      ['eu-west-1', '2026-01-16', '2026-01-16', 1],
      ['us-east-1', '2026-01-14', '2026-01-14', 1],
      ['us-east-1', '2026-01-15', '2026-01-16', 0],
    ]);
  });

  it('reads nothing again, and takes up what came late', async () => {
    const seen = new Set(keys);
    const known: Known = { find: (key) => (seen.has(key) ? { kind: 'current' } : undefined) };
    const late = toKey('2026/01/14', { n: 7 });
    const { plan: found, keys: pending } = await plan(new MemorySource([...keys, late]), {}, { known });
    assert.deepEqual(pending, [late]);
    assert.equal(found.indexedObjects, keys.length);
  });

  it('reads anew what changed or failed, in place of the former row', async () => {
    const known: Known = { find: () => ({ kind: 'changed', segment: 'seg', object: 3 }) };
    const { objects } = await plan(new MemorySource(keys.slice(0, 1)), {}, { known });
    assert.deepEqual(objects[0]?.supersedes, { segment: 'seg', object: 3 });
  });

  it('stops at the caps and says how much is beyond', async () => {
    const { plan: found, keys: pending } = await plan(
      new MemorySource(keys),
      {},
      { caps: { maxObjects: 4, maxBytes: 1e9 } },
    );
    assert.deepEqual([pending.length, found.beyondCap], [4, 2]);
    const byBytes = await plan(new MemorySource(keys), {}, { caps: { maxObjects: 1e9, maxBytes: 250 } });
    assert.deepEqual([byBytes.keys.length, byBytes.plan.beyondCap], [2, 4]);
  });

  it('puts down why an object is left out', async () => {
    const digest = `AWSLogs/${account}/CloudTrail/us-east-1/2026/01/15/${account}_CloudTrail-Digest_us-east-1_trail_us-east-1_20260115T140533Z.json.gz`;
    const strange = `AWSLogs/${account}/CloudTrail/us-east-1/2026/01/15/readme.txt`;
    const stray = `AWSLogs/${account}/CloudTrail/us-east-1/2026/01/15/zzz.json.gz`;
    const elb = `AWSLogs/${account}/elasticloadbalancing/us-east-1/2026/01/15/x.log.gz`;
    const ownDigest = toKey('2026/01/15', { kind: 'CloudTrail-Digest' });
    const { plan: found, objects } = await plan(new MemorySource([digest, strange, stray, elb, ownDigest]));
    const skips = objects.map(({ key, skip }) => [key, skip?.reason]);
    assert.deepEqual(skips, [
      [digest, 'digest file'],
      [strange, 'not the name of a log'],
      [stray, undefined],
    ]);
    assert.equal(found.objectsToRead, 1);
    const reasons = found.skipped.map(({ reason }) => reason);
    assert.ok(
      reasons.includes('not a folder of CloudTrail') && reasons.includes('digest files hold no records'),
      String(reasons),
    );
  });

  it('keeps the order and the fields of a million objects in little memory', async () => {
    const many = Array.from({ length: 3000 }, (_, n) => toKey('2026/01/15', { n }));
    const { objects } = await plan(new MemorySource(many));
    assert.equal(objects.length, 3000);
    assert.equal(new Set(objects.map(({ key }) => key)).size, 3000);
    assert.equal(objects[1234]?.sizeBytes, 100);
  });
});
