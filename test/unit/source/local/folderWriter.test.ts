import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { writeObjects } from '../../../../src/source/local/folderWriter';
import { signal, TestFolder } from './localFixture';

const object = { key: 'a/b/c.json', bytes: Buffer.from('x'), lastModified: 1000, metadata: {} };

describe('writeObjects', () => {
  const folder = new TestFolder();
  beforeEach(() => folder.make());
  afterEach(() => folder.remove());

  it('makes the folders it needs', async () => {
    assert.equal(await writeObjects(folder.path('new/er'), [object, { ...object, key: 'a/d.json' }], signal), 2);
    assert.equal(await readFile(folder.path('new/er/a/b/c.json'), 'utf8'), 'x');
    assert.equal(await readFile(folder.path('new/er/a/d.json'), 'utf8'), 'x');
  });

  it('says that a file stands where a folder has to be', async () => {
    await folder.write('new');
    await assert.rejects(writeObjects(folder.path('new'), [object], signal), {
      code: 'writeFailed',
      message: /Cannot create the folder .*new.*: a file/,
    });
  });

  // Node's own recursive mkdir never comes back from here.
  (process.platform === 'linux' ? it : it.skip)('says that nothing can be made in /proc', async () => {
    await assert.rejects(writeObjects('/proc/trailcase/demo', [object], signal), {
      code: 'writeFailed',
      message: /Cannot create the folder \/proc\/trailcase/,
    });
  });
});
