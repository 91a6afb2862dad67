import * as assert from 'node:assert/strict';
import { silentLog } from '../../../../src/base/log';
import { hitColumns } from '../../../../src/client/results/hit';
import { ResultLeases } from '../../../../src/client/results/resultLeases';
import { sortGroups, type Group } from '../../../../src/client/results/resultOrder';
import { ResultTree, type ResultElement, type ShownSearch } from '../../../../src/client/results/resultTree';
import { toSourcePlace } from '../../../../src/client/search/place';
import type { ParamsOf } from '../../../../src/client/server/requestTypes';
import type { SearchResult } from '../../../../src/protocol/searchRequests';
import { FakeServer } from '../fakeServer';

const root = { sourceId: 's', label: 'S', location: '/x', isLocal: true, prefix: '', config: { uri: '/x' } };
const place = toSourcePlace(root);
const result: SearchResult = {
  resultId: 'r1',
  count: 450,
  copies: 2,
  conflicts: 0,
  coverage: { isComplete: true, text: 'All.' },
  isIndexed: true,
  elapsedMs: 3,
  unread: [],
  isWhole: true,
};
const search = (more: Partial<SearchResult> = {}): ShownSearch => ({
  query: 'q',
  place,
  outcome: { type: 'done', result: { ...result, ...more } },
});
const days: readonly Group[] = [
  { value: '2026-01-15', count: 10 },
  { value: null, count: 1 },
  { value: '2026-01-14', count: 439 },
];

function newTree() {
  const pages: ParamsOf<'resultPage'>[] = [];
  const changes: (ResultElement | undefined)[] = [];
  const server = new FakeServer({
    resultGroups: () => ({ groups: days, total: 3 }),
    resultPage: (params) => {
      pages.push(params);
      const count = Math.max(0, Math.min(params.limit, 450 - params.offset));
      const rows = Array.from({ length: count }, (_, i) => ({
        id: params.offset + i,
        cells: params.columns.map((column) => (column === 'deliveries' && i === 1 ? 3 : null)),
      }));
      return { total: 450, rows };
    },
    locateHit: ({ id }) =>
      [0, 1, 2].map((i) => ({ documentUri: `cloudtrail://s/${i}`, uri: `/x/${i}`, key: `${i}`, record: id })),
    closeResult: () => null,
  });
  const tree = new ResultTree({ server, log: silentLog, onDidChange: (element) => changes.push(element) });
  return { tree, server, pages, changes };
}

const types = (elements: readonly ResultElement[]): string[] => elements.map(({ node }) => node.type);

describe('the tree of results', () => {
  it('is empty before the first search', async () => {
    assert.deepEqual(await newTree().tree.getRoots(), []);
  });

  it('has the summary and the coverage above everything, and days in order', async () => {
    const { tree } = newTree();
    tree.show(search());
    const roots = await tree.getRoots();
    assert.deepEqual(types(roots), ['summary', 'coverage', 'group', 'group', 'group']);
    const groups = roots.flatMap((element) => (element.isA('group') ? [element.node.group.value] : []));
    assert.deepEqual(groups, ['2026-01-14', '2026-01-15', null]);
  });

  it('shows the coverage when nothing was found, and asks for nothing', async () => {
    const { tree, server } = newTree();
    tree.show(search({ count: 0, unread: [{ uri: '/x', reason: 'gone' }] }));
    const roots = await tree.getRoots();
    assert.deepEqual(types(roots), ['summary', 'coverage', 'unreadList']);
    assert.deepEqual(types(await tree.getChildren(roots[2]!)), ['unread']);
    assert.deepEqual(server.asked, []);
  });

  it('asks for the hits of a group by its value, page by page', async () => {
    const { tree, pages, changes } = newTree();
    tree.show(search());
    const group = (await tree.getRoots())[4]!;
    const first = await tree.getChildren(group);
    assert.equal(first.length, 201);
    assert.deepEqual(pages[0]?.group, { by: 'day', value: null });
    assert.deepEqual(pages[0].columns, hitColumns);
    const next = await tree.loadMore(first[200]!);
    assert.deepEqual(changes.at(-1), group);
    const all = await tree.getChildren(group);
    assert.equal(all[200], next);
    assert.equal(all.length, 401);
    await tree.loadMore(all[400]!);
    const last = await tree.getChildren(group);
    assert.equal(last.length, 450);
    assert.equal(new Set(last.map(({ id }) => id)).size, 450);
    assert.ok(last.every((element) => element.parent === group));
  });

  it('is one list when nothing is grouped', async () => {
    const { tree, pages } = newTree();
    tree.show(search());
    tree.setOrder({ grouping: 'none', groups: undefined, areNewestFirst: true });
    const roots = await tree.getRoots();
    assert.equal(roots.length, 203);
    assert.equal(pages[0]?.group, undefined);
    assert.deepEqual(pages[0]?.sort, { column: 'eventTime', descending: true });
    await tree.loadMore(roots[202]!);
    assert.equal((await tree.getRoots()).length, 403);
  });

  it('drops a page that comes after another search', async () => {
    const { tree } = newTree();
    tree.show(search());
    tree.setOrder({ grouping: 'none', groups: undefined, areNewestFirst: false });
    const more = (await tree.getRoots())[202]!;
    const loading = tree.loadMore(more);
    tree.show(search({ count: 0 }));
    assert.equal(await loading, undefined);
    assert.deepEqual(types(await tree.getRoots()), ['summary', 'coverage']);
  });

  it('lists every place of a record that was delivered again', async () => {
    const { tree, server } = newTree();
    tree.show(search());
    const hits = await tree.getChildren((await tree.getRoots())[2]!);
    assert.deepEqual(types(await tree.getChildren(hits[1]!)), ['location', 'location', 'location']);
    assert.deepEqual(await tree.getChildren(hits[0]!), []);
    assert.equal(server.asked.filter((name) => name === 'locateHit').length, 1);
  });

  it('shows what could not be asked in its place, and leaves the coverage', async () => {
    const server = new FakeServer({});
    const tree = new ResultTree({ server, log: silentLog, onDidChange: () => undefined });
    tree.show(search());
    assert.deepEqual(types(await tree.getRoots()), ['summary', 'coverage', 'problem']);
  });

  it('tells the progress of the search that runs, and of no other', async () => {
    const { tree } = newTree();
    const running = { query: 'q', place };
    const progress = { progressId: 'p', hits: 7, logsDone: 1, logsTotal: 2 };
    tree.show({ ...running, outcome: { type: 'running', progress: undefined } });
    const before = (await tree.getRoots())[0]!;
    tree.report(running, progress);
    const [after] = await tree.getRoots();
    assert.equal(after?.id, before.id);
    assert.deepEqual('search' in after.node && after.node.search.outcome, { type: 'running', progress });
    tree.report({ ...running, place: { ...place } }, { ...progress, hits: 8 });
    assert.equal((await tree.getRoots())[0], after);
    tree.show(search());
    tree.report(running, progress);
    assert.equal(tree.result?.count, 450);
  });
});

describe('the order of groups', () => {
  const values = (order: Parameters<typeof sortGroups>[1], groups = days): unknown[] =>
    sortGroups(groups, order).map(({ value }) => value);
  const order = { grouping: 'principal', groups: undefined, areNewestFirst: false } as const;

  it('is by count, but of days by day', () => {
    assert.deepEqual(values(order), ['2026-01-14', '2026-01-15', null]);
    assert.deepEqual(values({ ...order, grouping: 'day' }), ['2026-01-14', '2026-01-15', null]);
    assert.deepEqual(values({ ...order, grouping: 'day', areNewestFirst: true }), ['2026-01-15', '2026-01-14', null]);
  });

  it('can be by name or time', () => {
    const groups: Group[] = [
      { value: 'b', count: 3, firstTime: 20, lastTime: 90 },
      { value: 'a', count: 1, firstTime: 30, lastTime: 40 },
      { value: 'c', count: 9 },
      { value: null, count: 9, firstTime: 10, lastTime: 95 },
    ];
    assert.deepEqual(values({ ...order, groups: 'name' }, groups), ['a', 'b', 'c', null]);
    assert.deepEqual(values({ ...order, groups: 'count' }, groups), ['c', null, 'b', 'a']);
    assert.deepEqual(values({ ...order, groups: 'firstTime' }, groups), [null, 'b', 'a', 'c']);
    assert.deepEqual(values({ ...order, groups: 'lastTime' }, groups), [null, 'b', 'a', 'c']);
  });
});

describe('a result in the server', () => {
  it('is closed when the last one who shows it has let go', () => {
    const { server } = newTree();
    const leases = new ResultLeases(server, silentLog);
    const [view, table] = [leases.hold('r'), leases.hold('r')];
    view.dispose();
    view.dispose();
    assert.deepEqual(server.asked, []);
    table.dispose();
    assert.deepEqual(server.asked, ['closeResult']);
  });
});
