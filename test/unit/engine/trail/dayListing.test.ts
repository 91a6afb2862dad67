import assert from 'node:assert/strict';
import { listChildren } from '../../../../src/engine/trail/trailTree';
import type { TrailChildren, TrailNode } from '../../../../src/engine/trail/trailNode';
import { MemorySource } from '../../../support/memorySource';

const { signal } = new AbortController();
const account = '111122223333';
const day = `AWSLogs/${account}/CloudTrail/us-east-1/2026/01/15/`;

/** A file for every n-th minute of the day, as the account names them. */
function dayKeys(ofAccount: string, everyMinutes = 1): string[] {
  const keys: string[] = [];
  for (let minute = 0; minute < 1440; minute += everyMinutes) {
    const time = `${String(Math.floor(minute / 60)).padStart(2, '0')}${String(minute % 60).padStart(2, '0')}`;
    keys.push(`${day}${ofAccount}_CloudTrail_us-east-1_20260115T${time}Z_aBcDeFgHiJkLmNoP.json.gz`);
  }
  return keys;
}

/** Every page of a level, as "Load more" gives them. */
async function listAll(source: MemorySource, prefix: string): Promise<TrailNode[]> {
  const all: TrailNode[] = [];
  let cursor: string | undefined;
  do {
    const { nodes }: TrailChildren = await listChildren(source, prefix, cursor, signal);
    all.push(...nodes.filter((node) => node.type !== 'more'));
    cursor = nodes.find((node) => node.type === 'more')?.cursor;
  } while (cursor !== undefined);
  return all;
}

function places(nodes: readonly TrailNode[]): string[] {
  return nodes.map((node) => (node.type === 'object' ? node.key : node.type === 'container' ? node.prefix : node.type));
}

/** What stands directly under the day: folders for what stands deeper. */
function expectedOf(keys: readonly string[]): string[] {
  return [...new Set(keys.map((key) => /^[^/]*\/?/.exec(key.slice(day.length))?.[0] ?? ''))]
    .map((name) => day + name)
    .sort();
}

describe('a crowded day', () => {
  const stem = `${day}${account}_CloudTrail_us-east-1_20260115T`;
  const cases: readonly (readonly [string, readonly string[]])[] = [
    [
      'subfolders anywhere between the files',
      ['000/a', `${account}_CloudTrail_us-east-1_20260115T12/x`, 'sub/a', 'sub/b', '~/z'],
    ],
    ['strays before and behind the files', ['!first', '000', 'zzz', '\uff5e', '😀']],
    [
      'keys that end where an hour begins',
      [stem, `${stem}00`, `${stem}14`, `${stem}23`].map((key) => key.slice(day.length)),
    ],
    ['an object that stands for a folder', ['sub/', 'sub/a']],
  ];
  for (const [what, strays] of cases) {
    for (const pageSize of [7, 50, 1000]) {
      it(`shows ${what} once (pages of ${pageSize})`, async () => {
        const keys = [...dayKeys(account), ...strays.map((name) => day + name)];
        const found = places(await listAll(new MemorySource(keys, pageSize), day));
        assert.deepEqual([...found].sort(), expectedOf(keys));
      });
    }
  }

  it('loses nothing where several accounts’ files stand in one day', async () => {
    const keys = ['000011112222', account, '999988887777'].flatMap((name) => dayKeys(name, 3));
    const found = places(await listAll(new MemorySource(keys, 50), day));
    assert.deepEqual([...found].sort(), expectedOf(keys));
  });

  it('shows subfolders among names that say nothing of their time', async () => {
    const names = Array.from({ length: 120 }, (_, index) => `file${String(index).padStart(3, '0')}`);
    const keys = ['a/x', ...names, 'file060/x', 'z/x'].map((name) => day + name);
    const found = places(await listAll(new MemorySource(keys, 50), day));
    assert.deepEqual([...found].sort(), expectedOf(keys));
  });

  it('never ends in a note that nothing is there', async () => {
    // All files stand in the last hour: “Load more” before it finds none.
    const keys = dayKeys(account).filter((key) => key.startsWith(`${stem}23`));
    const found = places(await listAll(new MemorySource(keys, 20), day));
    assert.deepEqual([...found].sort(), expectedOf(keys));
  });
});
