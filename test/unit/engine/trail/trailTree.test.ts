import assert from 'node:assert/strict';
import { listChildren } from '../../../../src/engine/trail/trailTree';
import type { TrailChildren, TrailNode } from '../../../../src/engine/trail/trailNode';
import { MemorySource } from '../../../support/memorySource';

const signal = new AbortController().signal;

function logKey(account: string, region: string, day: string, time: string, unique: string, root = ''): string {
  const [year, month, date] = day.split('-');
  return `${root}AWSLogs/${account}/CloudTrail/${region}/${year ?? ''}/${month ?? ''}/${date ?? ''}/${account}_CloudTrail_${region}_${day.replaceAll('-', '')}T${time}Z_${unique.padEnd(16, '0')}.json.gz`;
}

function labels(children: TrailChildren): string[] {
  return children.nodes.map((node) => (node.type === 'problem' ? `! ${node.error.message}` : node.label));
}

function list(source: MemorySource, prefix: string, cursor?: string): Promise<TrailChildren> {
  return listChildren(source, prefix, cursor, signal);
}

/** Follows every "Load more" of a level. */
async function listAll(source: MemorySource, prefix: string): Promise<TrailNode[]> {
  const all: TrailNode[] = [];
  let cursor: string | undefined;
  do {
    const { nodes }: TrailChildren = await list(source, prefix, cursor);
    const more = nodes.find((node) => node.type === 'more');
    all.push(...nodes.filter((node) => node.type !== 'more'));
    cursor = more?.cursor;
  } while (cursor !== undefined);
  return all;
}

const a = '111122223333';
const b = '444455556666';
const trail = [
  logKey(a, 'us-east-1', '2026-01-15', '1405', 'a'),
  logKey(a, 'us-east-1', '2026-01-15', '2310', 'b'),
  logKey(a, 'us-east-1', '2026-01-14', '0005', 'c'),
  logKey(a, 'us-east-1', '2025-12-31', '0005', 'd'),
  logKey(a, 'eu-west-1', '2026-01-15', '0005', 'e'),
  logKey(b, 'us-east-1', '2026-01-15', '0005', 'f'),
  `AWSLogs/${a}/CloudTrail-Digest/us-east-1/2026/01/15/${a}_CloudTrail-Digest_us-east-1_main_us-east-1_20260115T140533Z.json.gz`,
];

describe('listChildren', () => {
  it('shows accounts, then regions with the other kinds beside them', async () => {
    const source = new MemorySource(trail);
    assert.deepEqual(labels(await list(source, '')), [a, b]);
    assert.deepEqual(labels(await list(source, `AWSLogs/${a}/`)), ['eu-west-1', 'us-east-1', 'Digests']);
  });

  it('shows months of all years, days and files, newest first', async () => {
    const source = new MemorySource(trail);
    const region = `AWSLogs/${a}/CloudTrail/us-east-1/`;
    assert.deepEqual(labels(await list(source, region)), ['2026-01', '2025-12']);
    assert.deepEqual(labels(await list(source, `${region}2026/01/`)), ['2026-01-15', '2026-01-14']);
    const day = await list(source, `${region}2026/01/15/`);
    assert.deepEqual(labels(day), ['23:10 UTC', '14:05 UTC']);
    assert.equal(day.parentDescription, '2 files · 200 B');
  });

  it('folds single children into one node, which needs no listing of its own', async () => {
    const source = new MemorySource([logKey(a, 'us-east-1', '2026-01-15', '1405', 'a')]);
    const { nodes } = await list(source, '');
    assert.equal(nodes.length, 1);
    const [only] = nodes;
    assert.ok(only?.type === 'container');
    assert.equal(only.label, `${a} / us-east-1 / 2026-01-15`);
    assert.equal(only.level, 'day');
    assert.deepEqual(labels(only.children!), ['14:05 UTC']);
  });

  it('names every folder of a folded chain, also where one name begins with the other', async () => {
    const source = new MemorySource(['log/logs/a.json', 'log/logs/b.json']);
    assert.deepEqual(labels(await list(source, '')), ['log / logs']);
  });

  it('does not fold where another kind stands beside', async () => {
    const source = new MemorySource(trail.filter((key) => key.includes(a)));
    const [only] = (await list(source, '')).nodes;
    assert.ok(only?.type === 'container');
    assert.equal(only.label, a);
    assert.deepEqual(labels(only.children!), ['eu-west-1', 'us-east-1', 'Digests']);
  });

  for (const [what, root, prefix] of [
    ['an organization trail', '', ''],
    ['a prefix', 'team/x/', 'team/x/'],
    ['Control Tower', 'o-exampleorg1/', 'o-exampleorg1/'],
  ] as const) {
    it(`finds the accounts of ${what}`, async () => {
      const organization = what === 'a prefix' ? '' : 'o-exampleorg1/';
      const keys = [a, b].map((account) =>
        logKey(account, 'us-east-1', '2026-01-15', '0005', 'x', root).replace('AWSLogs/', `AWSLogs/${organization}`),
      );
      assert.deepEqual(labels(await list(new MemorySource(keys), prefix)), [a, b]);
    });
  }

  it('puts a refused level in its place and keeps its siblings', async () => {
    const denied = `AWSLogs/${a}/CloudTrail/us-east-1/2025/`;
    const region = await list(new MemorySource(trail, 1000, [denied]), `AWSLogs/${a}/CloudTrail/us-east-1/`);
    assert.deepEqual(labels(region), ['2026-01', `! Cannot list ${denied}`]);
    const regions = await list(new MemorySource(trail, 1000, [`AWSLogs/${a}/CloudTrail/`]), `AWSLogs/${a}/`);
    assert.deepEqual(labels(regions), [`! Cannot list AWSLogs/${a}/CloudTrail/`, 'Digests']);
  });

  it('says when there is nothing', async () => {
    assert.deepEqual(labels(await list(new MemorySource([]), '')), ['Nothing here']);
  });

  it('shows strays rather than hiding them', async () => {
    const day = `AWSLogs/${a}/CloudTrail/us-east-1/2026/01/15/`;
    const source = new MemorySource([...trail, `${day}_zzzz.json.gz`, `${day}sub/file.json`, `AWSLogs/${a}/note.txt`]);
    assert.deepEqual(labels(await list(source, day)), ['23:10 UTC', '14:05 UTC', '_zzzz.json.gz', 'sub']);
    assert.ok(labels(await list(source, `AWSLogs/${a}/`)).includes('note.txt'));
  });

  it('lists a crowded day from its end, without losing or repeating a file', async () => {
    const day = `AWSLogs/${a}/CloudTrail/us-east-1/2026/01/15/`;
    const keys: string[] = [`${day}000_stray_before`, `${day}zzz_stray_behind`];
    for (let minute = 0; minute < 1440; minute++) {
      if (minute >= 600 && minute < 780) continue; // three quiet hours
      const time = `${String(Math.floor(minute / 60)).padStart(2, '0')}${String(minute % 60).padStart(2, '0')}`;
      for (let file = 0; file < 20; file++)
        keys.push(logKey(a, 'us-east-1', '2026-01-15', time, `a${String(file).padStart(2, '0')}z`));
    }
    const source = new MemorySource(keys);
    const first = await list(source, day);
    assert.equal(labels(first)[0], '23:59 UTC');
    assert.ok(source.listed.length <= 6, `${source.listed.length} listings for the first page`);
    assert.ok(first.nodes.length > 1000 && first.nodes.length < 3000, `${first.nodes.length} files at once`);
    assert.match(first.parentDescription!, /^more than 1,\d\d\d files/);
    const all = await listAll(source, day);
    const found = all.map((node) => (node.type === 'object' ? node.key : ''));
    assert.equal(new Set(found).size, found.length, 'no file twice');
    assert.deepEqual([...found].sort(), [...keys].sort());
    const stamps = labels({ nodes: all }).filter((label) => label.endsWith('UTC'));
    assert.deepEqual(stamps, [...stamps].sort().reverse(), 'newest first over all pages');
  });

  it('shows a day of a few listings whole, with its true total', async () => {
    const day = `AWSLogs/${a}/CloudTrail/us-east-1/2026/01/15/`;
    const keys = Array.from({ length: 1100 }, (_, file) =>
      logKey(a, 'us-east-1', '2026-01-15', '1405', `x${String(file).padStart(4, '0')}z`),
    );
    const whole = await list(new MemorySource([...keys, `${day}recovered/x.json.gz`]), day);
    assert.equal(whole.nodes.length, 1101);
    assert.equal(whole.parentDescription, '1,100 files · 107.4 KB');
  });

  it('pages a crowded folder that is no day in the order of its names', async () => {
    const keys = Array.from({ length: 120 }, (_, index) => `logs/file${String(index).padStart(3, '0')}.json.gz`);
    const all = await listAll(new MemorySource(keys, 50), 'logs/');
    assert.deepEqual(
      all.map((node) => (node.type === 'object' ? node.key : '')),
      keys,
    );
  });

  it('needs few requests for a large trail', async () => {
    const keys: string[] = [];
    for (let region = 0; region < 17; region++) {
      for (let day = 0; day < 400; day++) {
        const date = new Date(Date.UTC(2025, 0, 1 + day)).toISOString().slice(0, 10);
        keys.push(logKey(a, `us-test-${region}`, date, '0005', 'x'));
      }
    }
    const source = new MemorySource(keys);
    await list(source, '');
    // The bucket, AWSLogs/, the account's kinds and its regions: one folded node and its regions are then on screen.
    assert.equal(source.listed.length, 4);
  });
});
