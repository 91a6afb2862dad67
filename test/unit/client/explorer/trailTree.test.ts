import * as assert from 'node:assert/strict';
import { silentLog } from '../../../../src/base/log';
import { UserError } from '../../../../src/base/errors';
import { TrailTree } from '../../../../src/client/explorer/trailTree';
import { newChildElements, type FolderElement, type TreeElement } from '../../../../src/client/explorer/treeElement';
import { findContainer, findNearest, findObject } from '../../../../src/client/explorer/walk';
import { toSettings } from '../../../../src/client/settings';
import type { ContainerNode, ObjectNode, TrailChildren, TrailLevel } from '../../../../src/engine/trail/trailNode';
import type { ListChildrenParams, SourceRoot } from '../../../../src/protocol/requests';
import { FakeServer, untilAborted } from '../fakeServer';

const config = { uri: 's3://b' };
const root: SourceRoot = { sourceId: 's', label: 'b', location: 's3://b', isLocal: false, prefix: '', config };

function container(prefix: string, level: TrailLevel = 'folder', children?: TrailChildren): ContainerNode {
  return { type: 'container', level, prefix, label: prefix, ...(children === undefined ? {} : { children }) };
}

function object(key: string): ObjectNode {
  return {
    type: 'object',
    kind: 'log',
    key,
    label: key,
    description: '',
    uri: `s3://b/${key}`,
    sizeBytes: 1,
    isArchived: false,
  };
}

type List = (params: ListChildrenParams, signal: AbortSignal) => TrailChildren | Promise<TrailChildren>;

function newTree(listChildren: List, sources: readonly unknown[] = [config], roots: readonly SourceRoot[] = [root]) {
  const server = new FakeServer({
    setSettings: () => ({ roots, problems: [] }),
    listChildren,
    forget: () => null,
  });
  const changes: (TreeElement | undefined)[] = [];
  const listing: boolean[] = [];
  const tree = new TrailTree({
    server,
    isServerStarted: () => server.asked.length > 0,
    readSettings: () => toSettings({ sources }),
    log: silentLog,
    onDidChange: (element) => changes.push(element),
    onDidChangeListing: (isListing) => listing.push(isListing),
  });
  return { tree, server, changes, listing };
}

async function firstSource(tree: TrailTree): Promise<FolderElement> {
  const [source] = await tree.getRoots();
  assert.ok(source?.isA('source'));
  return source;
}

const signal = new AbortController().signal;

describe('the tree of trails', () => {
  it('does not start the server while there is no source', async () => {
    const { tree, server } = newTree(() => ({ nodes: [] }), []);
    assert.deepEqual(await tree.getRoots(), []);
    assert.deepEqual(server.asked, []);
  });

  it('tells a server that runs of the last source that goes', async () => {
    const sources: unknown[] = [config];
    const roots = [root];
    const { tree, server } = newTree(() => ({ nodes: [] }), sources, roots);
    await tree.getRoots();
    sources.pop();
    roots.pop();
    assert.deepEqual(await tree.reloadRoots(), []);
    assert.deepEqual(server.asked, ['setSettings', 'setSettings']);
  });

  it('lists a node once, for both views at the same time, and again after a refresh', async () => {
    let count = 0;
    const { tree, server, changes } = newTree(() => ({ nodes: [object(`k${count++}`)] }));
    const source = await firstSource(tree);
    const [first, second] = await Promise.all([tree.getChildren(source), tree.getChildren(source)]);
    assert.equal(first, second);
    assert.equal(count, 1);
    await tree.refresh(source);
    assert.ok(server.asked.includes('forget'));
    assert.deepEqual(changes, [source]);
    assert.notEqual(await tree.getChildren(source), first);
    assert.equal(count, 2);
  });

  it('shows what the listing said of the parent, without listing it again', async () => {
    const { tree, server, changes } = newTree(() => ({ nodes: [object('k')], parentDescription: '1 log' }));
    const source = await firstSource(tree);
    const children = await tree.getChildren(source);
    assert.equal(source.listedDescription, '1 log');
    assert.deepEqual(changes, [source]);
    assert.equal(await tree.getChildren(source), children);
    assert.equal(server.asked.filter((name) => name === 'listChildren').length, 1);
  });

  it('puts the next page in the place of "more", keeping the nodes before it', async () => {
    const { tree, changes } = newTree(({ cursor }) =>
      cursor === undefined
        ? { nodes: [object('a'), { type: 'more', prefix: '', cursor: 'c', label: 'Load more…' }] }
        : { nodes: [object('b')] },
    );
    const source = await firstSource(tree);
    const [a, more] = await tree.getChildren(source);
    assert.ok(more?.isA('more'));
    const first = await tree.loadMore(more);
    const children = await tree.getChildren(source);
    assert.equal(first, children[1]);
    assert.equal(children[0], a);
    assert.deepEqual(
      children.map(({ id }) => id),
      ['source s object a', 'source s object b'],
    );
    assert.deepEqual(changes, [source]);
    assert.equal(await tree.loadMore(more), undefined);
    assert.equal(source.children?.length, 2);
  });

  it('keeps "more" when its page fails, so that it can be tried again', async () => {
    const { tree } = newTree(({ cursor }) => {
      if (cursor !== undefined) throw new UserError('network', 'Gone.');
      return { nodes: [{ type: 'more', prefix: '', cursor: 'c', label: 'Load more…' }] };
    });
    const source = await firstSource(tree);
    const [more] = await tree.getChildren(source);
    assert.ok(more?.isA('more'));
    await assert.rejects(tree.loadMore(more), /Gone/);
    assert.deepEqual(await tree.getChildren(source), [more]);
  });

  it('makes a failed listing a node, and takes children that came with a folded one', async () => {
    const { tree } = newTree(({ prefix }) => {
      if (prefix !== '') throw new UserError('accessDenied', 'No.', { operation: 's3:ListBucket' });
      return {
        nodes: [container('a/'), container('b/', 'day', { nodes: [object('b/k')], parentDescription: '1 log' })],
      };
    });
    const [a, b] = await tree.getChildren(await firstSource(tree));
    assert.deepEqual((await tree.getChildren(a!))[0]?.node, {
      type: 'problem',
      prefix: 'a/',
      error: { code: 'accessDenied', message: 'No.', operation: 's3:ListBucket' },
    });
    assert.equal((await tree.getChildren(b!))[0]?.parent, b);
    assert.equal(b?.listedDescription, '1 log');
  });

  it('cancels a listing when its node, or one above it, is refreshed', async () => {
    let wasAborted = false;
    const { tree, listing } = newTree(({ prefix }, aborted) => {
      if (prefix === '') return { nodes: [container('a/')] };
      aborted.addEventListener('abort', () => (wasAborted = true));
      return untilAborted(aborted);
    });
    const source = await firstSource(tree);
    const [a] = await tree.getChildren(source);
    const listed = tree.getChildren(a!);
    await tree.refresh(source);
    assert.deepEqual(await listed, []);
    assert.ok(wasAborted);
    assert.equal(listing.at(-1), false);
  });

  it('says that a listing was stopped', async () => {
    const { tree } = newTree((_, aborted) => untilAborted(aborted));
    const source = await firstSource(tree);
    const listed = tree.getChildren(source);
    tree.stopListing();
    assert.deepEqual(
      (await listed).map(({ node }) => node.type),
      ['note'],
    );
  });

  it('keeps what was listed when other settings change, and drops sources that are gone', async () => {
    const roots = [root, { ...root, sourceId: 't' }];
    const { tree } = newTree(() => ({ nodes: [object('k')] }), [config], roots);
    const source = await firstSource(tree);
    const children = await tree.getChildren(source);
    roots.pop();
    const [reloaded, ...others] = await tree.reloadRoots();
    assert.equal(reloaded, source);
    assert.deepEqual(others, []);
    assert.equal(await tree.getChildren(reloaded), children);
  });

  it('gives the same ids to the same nodes in each listing', () => {
    const parent = { id: 'p', isA: () => true } as unknown as FolderElement; // only its id is asked for
    const ids = () => newChildElements(parent, [container('a/'), object('k')]).map(({ id }) => id);
    assert.deepEqual(ids(), ids());
  });
});

describe('walking down the tree', () => {
  const layout: Readonly<Record<string, TrailChildren>> = {
    '': { nodes: [container('A/1/'), container('A/12/'), container('A/12/r/', 'region')] },
    'A/12/r/': { nodes: [{ type: 'more', prefix: 'A/12/r/', cursor: '1', label: '' }] },
    'A/12/r/ 1': { nodes: [container('A/12/r/2026/01/15/', 'day')] },
    'A/12/r/2026/01/15/': { nodes: [object('A/12/r/2026/01/15/k')] },
    'A/1/': { nodes: [{ type: 'problem', prefix: 'A/1/', error: { code: 'accessDenied', message: 'No.' } }] },
  };
  const list: List = ({ prefix, cursor }) =>
    layout[cursor === undefined ? prefix : `${prefix} ${cursor}`] ?? { nodes: [] };

  it('finds an object, loading more where it must', async () => {
    const { tree } = newTree(list);
    const found = await findObject(tree, await firstSource(tree), 'A/12/r/2026/01/15/k', signal);
    assert.equal(found?.node.key, 'A/12/r/2026/01/15/k');
    assert.equal(found.parent?.parent?.parent, await firstSource(tree));
  });

  it('finds a prefix, and not one that is not there', async () => {
    const { tree } = newTree(list);
    const source = await firstSource(tree);
    assert.equal((await findContainer(tree, source, 'A/12/r/2026/01/15/', signal))?.node.level, 'day');
    assert.equal(await findContainer(tree, source, 'A/12/r/2026/01/16/', signal), undefined);
  });

  it('finds the nearest level above what is not there or cannot be listed', async () => {
    const { tree } = newTree(list);
    const source = await firstSource(tree);
    const nearest = async (prefix: string): Promise<string> =>
      (await findNearest(tree, source, prefix, signal)).node.prefix;
    assert.equal(await nearest('A/12/r/2026/01/15/'), 'A/12/r/2026/01/15/');
    assert.equal(await nearest('A/12/r/2026/'), 'A/12/r/2026/01/15/'); // the folded node that holds it alone
    assert.equal(await nearest('A/12/r/2026/01/16/'), 'A/12/r/');
    assert.equal(await nearest('A/1/x/'), 'A/1/');
    assert.equal(await nearest('elsewhere/'), '');
    assert.equal(await nearest(''), '');
  });

  it('fails with the problem that hides the way', async () => {
    const { tree } = newTree(list);
    await assert.rejects(findObject(tree, await firstSource(tree), 'A/1/k', signal), /No\./);
  });

  it('stops the listing when it is cancelled', async () => {
    const { tree } = newTree((_, aborted) => untilAborted(aborted));
    const controller = new AbortController();
    const found = findObject(tree, await firstSource(tree), 'k', controller.signal);
    setImmediate(() => {
      controller.abort();
    });
    await assert.rejects(found, { name: 'AbortError' });
  });
});
