import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { appendFile, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { ListedObject } from '../../../src/engine/ports';
import { HashMemory } from '../../../src/validation/hashMemory';
import { useTemporaryFolder } from './temporaryFolder';

const place = { root: 'AWSLogs/111122223333/', account: '111122223333', region: 'us-east-1' };
const log: ListedObject = { key: 'a.json.gz', sizeBytes: 10, etag: '"1"' };

function hashOf(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

describe('hashes that are remembered', () => {
  const folder = useTemporaryFolder();
  const warnings: string[] = [];
  beforeEach(() => {
    warnings.length = 0;
  });

  function open(at = folder()): Promise<HashMemory> {
    return HashMemory.open(at, place, { warn: (message) => warnings.push(message) });
  }

  async function hashFiles(): Promise<readonly string[]> {
    const [lane = ''] = await readdir(path.join(folder(), 'hashes'));
    const names = await readdir(path.join(folder(), 'hashes', lane));
    return names.map((name) => path.join(folder(), 'hashes', lane, name));
  }

  async function remember(object: ListedObject, text: string): Promise<void> {
    const memory = await open();
    memory.remember(object, hashOf(text));
    await memory.close();
  }

  it('come back in the next run, for the same object only', async () => {
    await remember(log, 'text');
    const memory = await open();
    assert.equal(memory.find(log), hashOf('text'));
    for (const other of [
      { ...log, key: 'b.json.gz' },
      { ...log, etag: '"2"' },
      { ...log, sizeBytes: 11 },
    ]) {
      assert.equal(memory.find(other), undefined, JSON.stringify(other));
    }
  });

  it('belong to a lane', async () => {
    await remember(log, 'text');
    const other = await HashMemory.open(folder(), { ...place, region: 'eu-west-1' }, { warn: () => undefined });
    assert.equal(other.find(log), undefined);
  });

  it('are not kept of objects without an ETag', async () => {
    const { key, sizeBytes } = log;
    await remember({ key, sizeBytes }, 'text');
    assert.equal((await open()).find({ key, sizeBytes }), undefined);
  });

  it('survive without `close`, once they were flushed', async () => {
    const memory = await open();
    memory.remember(log, hashOf('text'));
    await memory.flush();
    assert.equal((await open()).find(log), hashOf('text'));
  });

  it('can be replaced', async () => {
    await remember(log, 'text');
    await remember(log, 'other');
    assert.equal((await open()).find(log), hashOf('other'));
  });

  it('are read up to where a crash tore the file', async () => {
    await remember(log, 'text');
    const [file = ''] = await hashFiles();
    await appendFile(file, Buffer.alloc(17, 1));
    assert.equal((await open()).find(log), hashOf('text'));
  });

  it('are not believed when a byte is another one', async () => {
    await remember(log, 'text');
    const [file = ''] = await hashFiles();
    const bytes = await readFile(file);
    for (let at = 0; at < bytes.length; at += 3) {
      const damaged = Buffer.from(bytes);
      damaged[at] = (damaged[at] ?? 0) ^ 0x40;
      await writeFile(file, damaged);
      assert.equal((await open()).find(log), undefined, `byte ${at}`);
    }
  });

  it('are gathered in one file when there are many', async () => {
    for (let n = 0; n < 9; n++) await remember({ ...log, key: `${n % 5}` }, `text ${n}`);
    assert.ok((await hashFiles()).length < 4, (await hashFiles()).join());
    const memory = await open();
    for (let n = 4; n < 9; n++) assert.equal(memory.find({ ...log, key: `${n % 5}` }), hashOf(`text ${n}`));
  });

  it('cost only the memory where the disk refuses', async () => {
    await writeFile(path.join(folder(), 'hashes'), 'a file');
    const memory = await open();
    memory.remember(log, hashOf('text'));
    await memory.close();
    assert.equal(warnings.length, 1);
    await rm(path.join(folder(), 'hashes'));
  });

  it('find one of many', async () => {
    const memory = await open();
    for (let n = 0; n < 5000; n++) memory.remember({ ...log, key: `${n}` }, hashOf(`${n}`));
    await memory.close();
    const later = await open();
    for (let n = 0; n < 5000; n += 7) assert.equal(later.find({ ...log, key: `${n}` }), hashOf(`${n}`));
    assert.equal(later.find({ ...log, key: '5000' }), undefined);
  });
});
