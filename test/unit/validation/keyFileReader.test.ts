import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdir, symlink, truncate, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { formatKeyFile } from '../../../src/engine/digest/keyFile';
import { readKeyFile } from '../../../src/validation/keyFileReader';
import { PublicKeyLoader } from '../../../src/validation/publicKeyLoader';
import { newSignedTrail } from '../../support/signedTrail/signedTrail';
import { expectUserError } from '../source/s3/s3Fixture';
import { useTemporaryFolder } from './temporaryFolder';

describe('a file of saved public keys', () => {
  const folder = useTemporaryFolder();
  const at = (name: string): string => path.join(folder(), name);

  it('is read, through a link, too', async () => {
    const { publicKeys } = newSignedTrail({ hours: 1 });
    await writeFile(at('keys.json'), formatKeyFile(publicKeys));
    await symlink(at('keys.json'), at('link.json'));
    for (const name of ['keys.json', 'link.json']) {
      const { keys, problems } = await readKeyFile(at(name));
      assert.deepEqual(
        keys.map(({ fingerprint, origin }) => [fingerprint, origin]),
        publicKeys.map(({ fingerprint }) => [fingerprint, at(name)]),
      );
      assert.deepEqual(problems, []);
    }
  });

  it('must be a file, and not a large one', async () => {
    await mkdir(at('folder'));
    await writeFile(at('large'), '');
    await truncate(at('large'), 16 * 1024 * 1024 + 1);
    const names = ['folder', 'large', 'nothing'];
    if (process.platform !== 'win32') {
      execFileSync('mkfifo', [at('pipe')]);
      await symlink('/dev/zero', at('zero'));
      names.push('pipe', 'zero');
    }
    for (const name of names) await expectUserError(readKeyFile(at(name)), 'invalidInput');
  });

  it('is told of without what could move a terminal', async () => {
    const keyFile = at('a\u001b[31m\u202eb');
    for (const content of [undefined, '{"PublicKeyList":[]}']) {
      if (content !== undefined) await writeFile(keyFile, content);
      const loader = new PublicKeyLoader({ cacheFile: at('cache'), keyFile, log: { warn: () => undefined } });
      const { problems } = await loader.load('us-east-1', 0, 1, new AbortController().signal);
      assert.equal(problems.length, 1);
      const { message = '' } = problems[0] ?? {};
      assert.ok(!message.includes('\u001b') && !message.includes('\u202e'), message);
      assert.match(message, /\\u\{1b\}/);
    }
  });
});
