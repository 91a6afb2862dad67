import { gzipSync } from 'node:zlib';
import { parseQuery } from '../src/engine/query/parseQuery';
import { buildRoleChain } from '../src/engine/session/roleChain';
import type { RoleChain } from '../src/engine/session/session';
import { openTrailIndex } from '../src/index/openTrailIndex';
import { SegmentWriter } from '../src/index/segmentWriter';
import type { TrailIndex } from '../src/index/trailIndex';
import { assumeChain } from '../test/support/sessionTrail/issuing';
import { SessionTrail } from '../test/support/sessionTrail/sessionTrail';
import { newRole } from '../test/support/sessionTrail/trailActors';
import { newUser } from '../test/support/sessionTrail/trailPeople';
import { ms, times, type BenchRow } from './benchTable';
import { measurePaired, timeMs } from './paired';

const { signal } = new AbortController();
const accounts = ['100000000001', '100000000002', '100000000003'];
const hops = 6;
const turns = 15;

/** Adds to an index what it may not have: a person who goes through six roles in three accounts. Returns the last key. */
async function addChain(indexFolder: string): Promise<readonly string[]> {
  const trail = new SessionTrail({ seed: 'bench' });
  const roles = Array.from({ length: hops }, (_, at) => newRole(accounts[at % accounts.length] ?? '', `hop-${at + 1}`));
  const sessions = assumeChain(trail, newUser('100000000001', 'bench'), roles);
  for (const actor of sessions) trail.act({ actor, service: 's3', name: 'GetObject' }, 20);
  const limits = { maxLogBytes: 1e8, maxGzipRatio: 300 };
  const writer = new SegmentWriter({ indexFolder, generator: 'trailcase bench', ...limits });
  for (const { key, records } of trail.objects()) {
    const stored = gzipSync(JSON.stringify({ Records: records }));
    writer.add({ key, sizeBytes: stored.length }, stored);
  }
  await writer.publish();
  return sessions.flatMap(({ keys }) => keys);
}

function findChain(index: TrailIndex, key: string): Promise<RoleChain> {
  return buildRoleChain(index.sessionRecords(), { kind: 'key', id: key }, signal);
}

/** The same by hand: for each hop a search for who issued the key, and a look at the record. */
async function searchEach(index: TrailIndex, keys: readonly string[]): Promise<void> {
  for (const key of keys) {
    const { query } = parseQuery(`responseElements.credentials.accessKeyId:"${key}"`, { now: 0 });
    if (query === undefined) throw new Error('the query is wrong');
    const result = await index.search(query, {}, {}, signal);
    await result.whenDone;
    const sort = { column: 'eventTime', descending: false };
    const columns = ['eventTime', 'eventName', 'userIdentity.accessKeyId', 'userIdentity.arn', 'eventID'];
    await result.page({ offset: 0, limit: 10, sort, columns }, signal);
    await result.dispose();
  }
}

/** Role chains of an index in a folder that may be added to. */
export async function benchSessions(indexFolder: string): Promise<readonly BenchRow[]> {
  const keys = await addChain(indexFolder);
  const last = keys.at(-1) ?? '';
  const index = await openTrailIndex(indexFolder);
  try {
    let chain: RoleChain | undefined;
    const first = await timeMs(async () => {
      chain = await findChain(index, last);
    });
    if (chain?.edges.length !== hops) throw new Error(`the chain has ${chain?.edges.length ?? 0} of ${hops} hops`);
    const { oursMs, theirsMs, ratio } = await measurePaired(
      () => findChain(index, last),
      () => searchEach(index, keys),
      turns,
    );
    const what = `chain of ${hops} hops in ${accounts.length} accounts among ${index.status().records} records`;
    return [
      [`${what}, first question of a new process`, ms(first), '', '', '≤ 500 ms'],
      [`${what}, against ${hops} searches`, ms(oursMs), ms(theirsMs), times(ratio), '≤ 500 ms'],
    ];
  } finally {
    await index.dispose();
  }
}
