import assert from 'node:assert/strict';
import { mkdir, writeFile } from 'node:fs/promises';
import { LocalSource } from '../../../../src/source/local/localSource';
import { listPages, logName, TestFolder } from './localFixture';

describe('LocalSource, page by page', () => {
  const folder = new TestFolder();
  beforeEach(() => folder.make());
  afterEach(() => folder.remove());

  const writeMany = async (names: readonly string[]): Promise<void> => {
    await Promise.all(names.map((name) => writeFile(folder.path(name), '')));
  };
  const numbered = (count: number, before: string, behind = '.json'): string[] =>
    Array.from({ length: count }, (_, index) => `${before}${String(index).padStart(5, '0')}${behind}`);

  it('lists a folder whose name sorts behind files only because of its slash', async () => {
    await folder.write(`AWSLogs/111122223333/CloudTrail/us-east-1/2026/01/15/${logName}`);
    // '-' < '/': S3 lists these files before the folder `AWSLogs/`.
    const names = numbered(1200, 'AWSLogs-old-');
    await writeMany(names);
    assert.deepEqual((await listPages(new LocalSource(folder.root), '')).sort(), [...names, 'AWSLogs/'].sort());
  });

  for (const [what, isFlat] of [
    ['as it is', false],
    ['as a flat folder', true],
  ] as const) {
    it(`loses no name beyond UTF-16’s first plane at a boundary (walked ${what})`, async () => {
      if (!isFlat) await mkdir(folder.path('AWSLogs'));
      // In UTF-8 U+FFxx is below U+1F600; in UTF-16 it is above.
      const names = ['😀', ...numbered(1000, '\uff00')].map((name) => `${name}.txt`);
      await writeMany(names);
      await folder.write('empty.json', '[]');
      const found = await listPages(new LocalSource(folder.root), '');
      const others = isFlat ? ['empty.json'] : ['AWSLogs/', 'empty.json'];
      assert.deepEqual([...found].sort(), [...others, ...names].sort());
      assert.equal(found.at(-1), '😀.txt');
    });
  }

  it('begins behind a key that need not exist', async () => {
    for (const name of ['a.json', 'b-.json', 'b/x.json', 'b0.json', 'c.json']) await folder.write(`AWSLogs/${name}`);
    const source = new LocalSource(folder.root);
    assert.deepEqual(await listPages(source, 'AWSLogs/', 'AWSLogs/b'), [
      'AWSLogs/b/',
      'AWSLogs/b-.json',
      'AWSLogs/b0.json',
      'AWSLogs/c.json',
    ]);
    assert.deepEqual(await listPages(source, 'AWSLogs/', 'AWSLogs/b0'), ['AWSLogs/b0.json', 'AWSLogs/c.json']);
  });
});
