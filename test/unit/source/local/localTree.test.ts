import assert from 'node:assert/strict';
import { mkdir, symlink } from 'node:fs/promises';
import { isAbort, UserError } from '../../../../src/base/errors';
import type { ListingOptions, LogFileSource, RecursivePage } from '../../../../src/engine/ports';
import { compareKeys } from '../../../../src/engine/trail/keyOrder';
import { LocalSource } from '../../../../src/source/local/localSource';
import { asOrdinaryUser, logName, signal, TestFolder } from './localFixture';

async function listAll(source: LogFileSource, prefix = '', options: ListingOptions = {}): Promise<RecursivePage[]> {
  const pages: RecursivePage[] = [];
  for await (const page of source.listRecursive(prefix, options, signal)) pages.push(page);
  return pages;
}

const toKeys = (pages: readonly RecursivePage[]): string[] =>
  pages.flatMap(({ objects }) => objects.map(({ key }) => key));

describe('a recursive listing of a folder', () => {
  const folder = new TestFolder();
  beforeEach(() => folder.make());
  afterEach(() => folder.remove());
  const open = (): LocalSource => new LocalSource(folder.root, 'aws');

  const names = ['a/b/1', 'a/b.json', 'a/b-c/1', 'a/b!', 'a.json', 'a-/x', 'b/\u{1f600}', 'b/\uff5e', 'B/x', 'ü/x'];

  it('is in the order of S3, whatever names folders have', async () => {
    for (const name of names) await folder.write(name, name);
    const [page, ...more] = await listAll(open());
    assert.deepEqual(more, []);
    assert.deepEqual(toKeys([page!]), [...names].sort(compareKeys));
    assert.deepEqual(page!.refused, []);
    assert.equal(page!.nextToken, undefined);
    for (const { key, sizeBytes } of page!.objects) assert.equal(sizeBytes, Buffer.byteLength(key));
  });

  it('begins behind any key, of a file or not', async () => {
    for (const name of names) await folder.write(name);
    const sorted = [...names].sort(compareKeys);
    for (const startAfter of [...names, 'a/', 'a/b', 'a/b/', 'a/b/0', 'c', 'A', '\u{10ffff}']) {
      const expected = sorted.filter((key) => compareKeys(key, startAfter) > 0);
      assert.deepEqual(toKeys(await listAll(open(), '', { startAfter })), expected, startAfter);
      assert.deepEqual(toKeys(await listAll(open(), '', { token: startAfter })), expected, startAfter);
    }
  });

  it('comes in pages that can be gone on from', async () => {
    const keys = Array.from({ length: 2500 }, (_, index) => `d${index % 7}/${String(index).padStart(5, '0')}`);
    for (const key of keys) await folder.write(key);
    keys.sort(compareKeys);
    const pages = await listAll(open());
    assert.deepEqual(
      pages.map(({ objects }) => objects.length),
      [1000, 1000, 500],
    );
    assert.deepEqual(toKeys(pages), keys);
    const rest = await listAll(open(), '', { token: pages[0]!.nextToken! });
    assert.deepEqual(rest, pages.slice(1));
    assert.equal(pages[2]!.nextToken, undefined);
  });

  it('is of one prefix, without sidecars', async () => {
    await folder.write('p/a/x');
    await folder.write('p/a/x.sidecar.json');
    await folder.write('q/x');
    assert.deepEqual(toKeys(await listAll(open(), 'p/')), ['p/a/x']);
    await mkdir(folder.path('empty'));
    assert.deepEqual(await listAll(open(), 'empty/'), [{ objects: [], refused: [] }]);
    for (const [prefix, code] of [
      ['none/', 'notFound'],
      ['../', 'invalidInput'],
    ] as const) {
      await assert.rejects(listAll(open(), prefix), (error) => error instanceof UserError && error.code === code);
    }
  });

  it('ends where links make circles, and shows what they lead to once', async function () {
    if (process.platform === 'win32') this.skip();
    for (const name of ['root/a/x', 'root/other/y', 'outside/z']) await folder.write(name);
    const links = {
      'a/up': '..',
      'a/self': '.',
      'a/other': '../other',
      'a/again': '../other',
      'other/back': '../a',
      'a/file': 'x',
      'a/outside': '../../outside',
    };
    for (const [name, target] of Object.entries(links)) await symlink(target, folder.path(`root/${name}`));
    const source = new LocalSource(folder.path('root'), 'aws');
    assert.deepEqual(toKeys(await listAll(source)), ['a/file', 'a/x', 'other/y']);
    assert.deepEqual(toKeys(await listAll(source, 'a/')), ['a/again/y', 'a/file', 'a/x']);
  });

  it('of a part of a trail shows no other part through a link', async function () {
    if (process.platform === 'win32') this.skip();
    const east = 'AWSLogs/111122223333/CloudTrail/us-east-1';
    for (const name of [
      `${east}/x`,
      'AWSLogs/111122223333/CloudTrail/eu-west-1/y',
      'AWSLogs/444455556666/z',
      'kept/w',
    ]) {
      await folder.write(name);
    }
    await symlink('../eu-west-1', folder.path(`${east}/beside`));
    await symlink('../..', folder.path(`${east}/up`));
    await symlink('../../../../kept', folder.path(`${east}/out`));
    assert.deepEqual(toKeys(await listAll(open(), `${east}/`)), [`${east}/out/w`, `${east}/x`]);
  });

  it('does not begin outside of the folder', async function () {
    if (process.platform === 'win32') this.skip();
    await symlink('/etc', folder.path('etc'));
    await assert.rejects(listAll(open(), 'etc/'), /leads out/);
  });

  it('tells of folders that it may not list, and goes on', async function () {
    if (process.platform === 'win32') this.skip();
    for (const name of ['a/x', 'b/x', 'c/x']) await folder.write(name);
    await folder.forbid('b', 0);
    await asOrdinaryUser(async () => {
      const pages = await listAll(open());
      assert.deepEqual(toKeys(pages), ['a/x', 'c/x']);
      assert.deepEqual(
        pages[0]!.refused.map(({ prefix, error }) => [prefix, error.code]),
        [['b/', 'accessDenied']],
      );
      await assert.rejects(listAll(open(), 'b/'), /permission denied/);
    });
  });

  it('stops when asked to', async () => {
    await folder.write('a/x');
    const controller = new AbortController();
    const pages = open().listRecursive('', {}, controller.signal);
    controller.abort();
    await assert.rejects(pages[Symbol.asyncIterator]().next(), isAbort);
  });

  it('of a flat folder has the keys that the tree shows', async () => {
    await folder.write(logName, 'x');
    for (let index = 0; index < 1100; index++) await folder.write(`notes/${index}.txt`);
    const source = new LocalSource(folder.root);
    const pages = await listAll(source);
    const keys = toKeys(pages);
    assert.deepEqual([...keys].sort(compareKeys), keys);
    assert.equal(keys.length, 1101);
    assert.equal(keys[0], `AWSLogs/111122223333/CloudTrail/us-east-1/2026/01/15/${logName}`);
    assert.deepEqual(toKeys(await listAll(source, '', { token: pages[0]!.nextToken! })), keys.slice(1000));
    assert.deepEqual(toKeys(await listAll(source, 'AWSLogs/')), keys.slice(0, 1));
    assert.deepEqual(await listAll(source, 'none/'), [{ objects: [], refused: [] }]);
  });
});
