import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { lstat, mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { tryWholeFile, writeWholeFile } from '../../../../src/source/local/wholeFile';

describe('writing a whole file', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'trailcase-whole-'));
  });
  afterEach(() => rm(folder, { recursive: true }));

  it('leaves nothing behind when it breaks off, and the old file as it was', async () => {
    const file = path.join(folder, 'report.json');
    await writeWholeFile(file, (write) => write('old'));
    const broken = writeWholeFile(file, async (write) => {
      await write('new');
      throw new Error('broken off');
    });
    await assert.rejects(broken, /broken off/);
    assert.equal(await readFile(file, 'utf8'), 'old');
    assert.deepEqual(await readdir(folder), ['report.json']);
  });

  it('never puts a file in the place of a pipe or a folder', async function () {
    if (process.platform === 'win32') this.skip();
    const pipe = path.join(folder, 'pipe');
    execFileSync('mkfifo', [pipe]);
    for (const [place, what] of [
      [pipe, /no regular file/],
      [folder, /it is a folder/],
    ] as const) {
      await assert.rejects(tryWholeFile(place), what);
      await assert.rejects(
        writeWholeFile(place, (write) => write('text')),
        what,
      );
    }
    assert.ok((await lstat(pipe)).isFIFO());
  });
});
