import assert from 'node:assert/strict';
import { mkdir, symlink, writeFile } from 'node:fs/promises';
import { gzipSync } from 'node:zlib';
import { listChildren } from '../../../../src/engine/trail/trailTree';
import { writeObjects } from '../../../../src/source/local/folderWriter';
import { LocalSource } from '../../../../src/source/local/localSource';
import { openLocation } from '../../../../src/source/openSource';
import { newSessions } from '../../../../src/cli/terminal';
import { newLogText, newRecord } from '../../../support/logFixture';
import { logName, signal, TestFolder, walkTree } from './localFixture';

describe('LocalSource', () => {
  const folder = new TestFolder();
  const write = folder.write.bind(folder);
  beforeEach(() => folder.make());
  afterEach(() => folder.remove());

  it('walks AWS’s layout, wherever it begins', async () => {
    await write(`evidence/AWSLogs/111122223333/CloudTrail/us-east-1/2026/01/15/${logName}`, 'x');
    await write('evidence/readme.txt', 'x');
    const labels = await walkTree(new LocalSource(folder.root));
    assert.deepEqual(labels, ['evidence > 111122223333 > us-east-1 / 2026-01-15 > 14:05 UTC', 'evidence > readme.txt']);
  });

  it('groups a flat folder by names and, failing that, by records', async () => {
    await write(logName, 'x');
    await write(
      'sub/from-siem.json',
      newLogText(
        newRecord({ recipientAccountId: '444455556666', awsRegion: 'eu-west-1', eventTime: '2026-02-03T00:00:00Z' }),
      ),
    );
    await write(
      'other.json.gz',
      gzipSync(
        newLogText(newRecord({ recipientAccountId: 'x', userIdentity: null, awsRegion: 'moon', eventTime: 'never' })),
      ),
    );
    await write('notes.md', 'x');
    await write('empty.json', '[]');
    assert.deepEqual((await walkTree(new LocalSource(folder.root))).sort(), [
      '111122223333 > us-east-1 / 2026-01-15 > 14:05 UTC',
      '444455556666 > eu-west-1 / 2026-02-03 > from-siem.json',
      'empty.json',
      'notes.md',
      'unknown-account > unknown-region > other.json.gz',
    ]);
  });

  it('reads what a flat folder shows, and never mixes up files of one name', async () => {
    await write(`a/${logName}`, 'from a');
    await write(`b/${logName}`, 'from b');
    const source = new LocalSource(folder.root);
    const day = await source.listFolder('AWSLogs/111122223333/CloudTrail/us-east-1/2026/01/15/', {}, signal);
    const texts = await Promise.all(
      day.objects.map(async ({ key }) => Buffer.from((await source.readObject(key, signal)).bytes).toString()),
    );
    assert.deepEqual(texts.sort(), ['from a', 'from b']);
  });

  it('pages a large folder without losing or repeating a file', async () => {
    await mkdir(folder.path('AWSLogs/x'), { recursive: true });
    const names = Array.from({ length: 2300 }, (_, index) => `f${String(index).padStart(5, '0')}.json.gz`);
    await Promise.all(names.map((name) => writeFile(folder.path(`AWSLogs/x/${name}`), '')));
    const source = new LocalSource(folder.root);
    const found: string[] = [];
    let token: string | undefined;
    do {
      const page = await source.listFolder('AWSLogs/x/', token === undefined ? {} : { token }, signal);
      found.push(...page.objects.map(({ key }) => key.slice(10)));
      token = page.nextToken;
    } while (token !== undefined);
    assert.deepEqual(found, names);
  });

  it('refuses keys and links that lead out of the folder', async () => {
    await write('in/AWSLogs/x.json', 'inside');
    await write('secret.txt', 'outside');
    await symlink(folder.path('secret.txt'), folder.path('in/AWSLogs/link.json'));
    const source = new LocalSource(folder.path('in'));
    await assert.rejects(source.readObject('../secret.txt', signal), { code: 'invalidInput' });
    await assert.rejects(source.listFolder('../', {}, signal), { code: 'invalidInput' });
    const { objects } = await source.listFolder('AWSLogs/', {}, signal);
    assert.deepEqual(
      objects.map(({ key }) => key),
      ['AWSLogs/x.json'],
    );
  });

  it('says what is missing', async () => {
    const source = new LocalSource(folder.path('nowhere'));
    await assert.rejects(source.listFolder('', {}, signal), { code: 'notFound' });
  });

  it('gives an object back with the metadata of its sidecar, which is not listed', async () => {
    await writeObjects(
      folder.root,
      [{ key: 'AWSLogs/d.json.gz', bytes: Buffer.from('x'), lastModified: 1000, metadata: { signature: 'ab' } }],
      signal,
    );
    const source = new LocalSource(folder.root);
    const { objects } = await source.listFolder('AWSLogs/', {}, signal);
    assert.deepEqual(objects, [{ key: 'AWSLogs/d.json.gz', sizeBytes: 1, lastModified: 1000 }]);
    assert.deepEqual((await source.readObject('AWSLogs/d.json.gz', signal)).metadata, { signature: 'ab' });
  });

  it('never writes outside of a folder', async () => {
    const object = { key: '../escape.txt', bytes: Buffer.from('x'), lastModified: 0, metadata: {} };
    await assert.rejects(writeObjects(folder.path('in'), [object], signal), { code: 'invalidInput' });
  });

  it('keeps a folder’s place in the layout when the location begins below AWSLogs', async () => {
    const month = 'AWSLogs/111122223333/CloudTrail/us-east-1/2026/01';
    await write(`${month}/15/${logName}`, 'x');
    const opened = await openLocation({ uri: folder.path(month) }, newSessions());
    assert.equal(opened.prefix, `${month}/`);
    const { nodes } = await listChildren(opened.source, opened.prefix, undefined, signal);
    assert.deepEqual(
      nodes.map((node) => (node.type === 'problem' ? '' : node.label)),
      ['2026-01-15'],
    );
  });

  it('stops when it is cancelled', async () => {
    await write(logName, 'x');
    await assert.rejects(new LocalSource(folder.root).listFolder('', {}, AbortSignal.abort()), { name: 'AbortError' });
  });
});
