import assert from 'node:assert/strict';
import { mkdir, symlink } from 'node:fs/promises';
import { LocalSource } from '../../../../src/source/local/localSource';
import { newLogText, newRecord } from '../../../support/logFixture';
import { asOrdinaryUser, listPages, logName, signal, TestFolder, walkTree } from './localFixture';

const day = '111122223333 > us-east-1 / 2026-01-15';

describe('LocalSource, with entries that cannot be read', () => {
  const folder = new TestFolder();
  beforeEach(() => folder.make());
  afterEach(() => folder.remove());

  /** Permissions and names of bytes are POSIX's. */
  const onPosix = process.platform === 'win32' ? it.skip : it;
  const hasByteNames = process.platform === 'linux' ? it : it.skip;

  for (const isFlat of [true, false]) {
    hasByteNames(`shows and opens files whose names are not UTF-8 (${isFlat ? 'flat' : 'as it is'})`, async () => {
      if (!isFlat) await mkdir(folder.path('AWSLogs'));
      await folder.writeOddName('caf\xe9.json', newLogText(newRecord()));
      await folder.writeOddName('caf\xe8.json', '[]');
      await folder.write('plain.json', '[]');
      const source = new LocalSource(folder.root);
      assert.deepEqual(
        await walkTree(source),
        isFlat
          ? [`${day} > caf\ufffdE9.json`, 'caf\ufffdE8.json', 'plain.json']
          : ['Nothing here', 'caf\ufffdE8.json', 'caf\ufffdE9.json', 'plain.json'],
      );
      const key = isFlat ? 'AWSLogs/111122223333/CloudTrail/us-east-1/2026/01/15/caf\ufffdE9.json' : 'caf\ufffdE9.json';
      const stored = await source.readObject(key, signal);
      assert.match(Buffer.from(stored.bytes).toString(), /GetBucketAcl/);
    });
  }

  hasByteNames('keeps a name that only looks like one of bytes apart', async () => {
    await mkdir(folder.path('AWSLogs'));
    await folder.writeOddName('\xe9.json', 'bytes');
    await folder.write('\ufffdE9.json', 'text');
    await folder.write('\ufffd.json', 'alone');
    const source = new LocalSource(folder.root);
    const { objects } = await source.listFolder('', {}, signal);
    const texts = await Promise.all(
      objects.map(async ({ key }) => Buffer.from((await source.readObject(key, signal)).bytes).toString()),
    );
    assert.deepEqual(texts.sort(), ['alone', 'bytes', 'text']);
  });

  onPosix('puts a file of a flat folder that may not be read under an unknown account, and says why', async () => {
    await folder.write(logName);
    await folder.write('secret.json', newLogText(newRecord()));
    await folder.forbid('secret.json', 0);
    const source = new LocalSource(folder.root);
    await asOrdinaryUser(async () => {
      assert.deepEqual(await walkTree(source), [
        `${day} > 14:05 UTC`,
        'unknown-account > unknown-region > secret.json',
      ]);
      const prefix = 'AWSLogs/unknown-account/CloudTrail/unknown-region/';
      const [object] = (await source.listFolder(prefix, {}, signal)).objects;
      assert.match(object?.problem ?? '', /permission denied/);
      await assert.rejects(source.readObject(`${prefix}secret.json`, signal), { code: 'accessDenied' });
    });
  });

  onPosix('shows a subfolder that may not be listed as a problem, and the rest of a flat folder as ever', async () => {
    await folder.write(logName);
    await folder.write('lost+found/x.json');
    await folder.forbid('lost+found', 0);
    await asOrdinaryUser(async () => {
      assert.deepEqual(await walkTree(new LocalSource(folder.root)), [
        `${day} > 14:05 UTC`,
        'lost+found > ! accessDenied',
      ]);
    });
  });

  onPosix('shows files of a folder that may be listed but not entered', async () => {
    await folder.write('AWSLogs/in/a.json');
    await folder.forbid('AWSLogs/in', 0o444);
    await asOrdinaryUser(async () => {
      const source = new LocalSource(folder.root);
      const { objects } = await source.listFolder('AWSLogs/in/', {}, signal);
      assert.deepEqual(
        objects.map(({ key, sizeBytes }) => [key, sizeBytes]),
        [['AWSLogs/in/a.json', 0]],
      );
      assert.match(objects[0]?.problem ?? '', /permission denied/);
    });
  });

  it('takes names that begin with two dots for what they are', async () => {
    await folder.write('..notes/..x.json', 'inside');
    await folder.write('AWSLogs/a.json');
    await symlink(folder.path('..notes/..x.json'), folder.path('AWSLogs/link.json'));
    const source = new LocalSource(folder.root);
    assert.deepEqual(await walkTree(source), ['..notes > ..x.json', 'a.json', 'link.json']);
    assert.equal(Buffer.from((await source.readObject('..notes/..x.json', signal)).bytes).toString(), 'inside');
    await assert.rejects(source.readObject('..', signal), { code: 'invalidInput' });
  });

  it('walks a flat folder once, whatever links lead round in it', async () => {
    await folder.write(logName);
    await folder.write('sub/other.json', '[]');
    for (const name of ['x', 'y', 'z', 'sub/up']) await symlink(folder.root, folder.path(name));
    await symlink(folder.path('sub'), folder.path('a-link-to-sub'));
    assert.deepEqual(await walkTree(new LocalSource(folder.root)), [`${day} > 14:05 UTC`, 'sub > other.json']);
  });

  it('shows no object again through a link back into the tree', async function () {
    if (process.platform === 'win32') this.skip();
    await folder.write(`case/AWSLogs/111122223333/CloudTrail/us-east-1/2026/01/15/${logName}`);
    await folder.write('case/store/2026/01/16/x.json');
    const links = {
      loop: '.',
      again: 'AWSLogs',
      'AWSLogs/up': '..',
      'AWSLogs/self': '.',
      'AWSLogs/111122223333/CloudTrail/eu-west-1': 'us-east-1',
      'AWSLogs/111122223333/CloudTrail/ap-south-1': '../../../store',
      'store/back': '../AWSLogs/111122223333',
      'store/round': '.',
    };
    for (const [name, target] of Object.entries(links)) await symlink(target, folder.path(`case/${name}`));
    const source = new LocalSource(folder.path('case'));
    assert.deepEqual(await listPages(source, ''), ['AWSLogs/', 'store/']);
    assert.deepEqual(await walkTree(source), [
      '111122223333 > ap-south-1 > 2026-01-16 > x.json',
      '111122223333 > us-east-1 > 2026-01-15 > 14:05 UTC',
      'store > 2026 / 01 / 16 > x.json',
    ]);
  });

  it('leaves nothing out of a folder deeper than it reads ahead', async () => {
    const deep = `${'d/'.repeat(40)}deep.json`;
    await folder.write(logName);
    await folder.write(deep);
    const source = new LocalSource(folder.root);
    assert.deepEqual(await listPages(source, ''), ['d/', logName]);
    assert.deepEqual(await listPages(source, 'd/'.repeat(40)), [deep]);
  });

  it('says so when a level of a flat folder does not exist', async () => {
    await folder.write(logName);
    const source = new LocalSource(folder.root);
    await assert.rejects(source.listFolder('AWSLogs/999999999999/', {}, signal), { code: 'notFound' });
  });
});
