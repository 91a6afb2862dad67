import assert from 'node:assert/strict';
import { pathToFileURL } from 'node:url';
import { openLocation, type OpenedSource } from '../../../../src/source/openSource';
import { newSessions } from '../../../../src/cli/terminal';
import { LocalSource } from '../../../../src/source/local/localSource';
import { logName, signal, TestFolder, walkTree } from './localFixture';

function open(uri: string): Promise<OpenedSource> {
  return openLocation({ uri }, newSessions());
}

describe('openLocation', () => {
  const folder = new TestFolder();
  beforeEach(() => folder.make());
  afterEach(() => folder.remove());

  const folders = 'AWSLogs/111122223333/CloudTrail/us-east-1/2026/01/15/';

  for (const [what, toLocation] of [
    ['a path', (file: string) => file],
    ['a file: URI', (file: string) => pathToFileURL(file).href],
  ] as const) {
    it(`opens one file given as ${what}`, async () => {
      await folder.write(`${folders}${logName}`, 'one');
      const opened = await open(toLocation(folder.path(`${folders}${logName}`)));
      assert.equal(opened.objectKey, folders + logName);
      assert.equal(Buffer.from((await opened.source.readObject(opened.objectKey, signal)).bytes).toString(), 'one');
    });

    it(`says that ${what} leads nowhere`, async () => {
      await assert.rejects(open(toLocation(folder.path('nowhere/x.json'))), { code: 'notFound' });
      await assert.rejects(open(toLocation(folder.path('nowhere/AWSLogs/x'))), { code: 'notFound' });
      await folder.write('AWSLogs/x.json');
      await assert.rejects(open(toLocation(folder.path('AWSLogs/y'))), { code: 'notFound' });
    });
  }

  it('gives the URI of the real file for what a flat folder shows', async () => {
    await folder.write(`deep/${logName}`);
    const source = new LocalSource(folder.root);
    await walkTree(source);
    assert.equal(source.toUri(folders + logName), pathToFileURL(folder.path(`deep/${logName}`)).href);
  });

  it('opens the levels that a flat folder shows and that do not exist on disk', async () => {
    await folder.write(`deep/${logName}`, 'one');
    const source = new LocalSource(folder.root);
    await source.listFolder('', {}, signal);
    for (const location of [source.toUri('AWSLogs/111122223333/'), folder.path('AWSLogs/111122223333')]) {
      const opened = await open(location);
      assert.equal(opened.prefix, 'AWSLogs/111122223333/');
      assert.equal(opened.objectKey, undefined);
      assert.deepEqual(await walkTree(opened.source, opened.prefix), ['us-east-1 / 2026-01-15 > 14:05 UTC']);
    }
    const { objectKey = '', source: again } = await open(folder.path(folders + logName));
    assert.equal(Buffer.from((await again.readObject(objectKey, signal)).bytes).toString(), 'one');
  });
});
