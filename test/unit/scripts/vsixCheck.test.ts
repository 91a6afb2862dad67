import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { importScript } from '../../support/scripts';
import { newZip } from '../../support/zipFile';

interface Target {
  readonly name: string;
}
interface VsixCheck {
  readonly checkVsix: (file: string, target: Target) => readonly { readonly name: string }[];
}
interface Targets {
  readonly targets: readonly Target[];
  findTarget(name: string): Target;
}

type Files = Record<string, string | Buffer>;

/** A program file as Apple's loader knows it by its header: enough for what is checked. */
function newMachO(cpuType: number): Buffer {
  const bytes = Buffer.alloc(64);
  bytes.writeUInt32LE(0xfeedfacf);
  bytes.writeUInt32LE(cpuType, 4);
  return bytes;
}

const arm = newMachO(0x0100000c);
const intel = newMachO(0x01000007);

function newFiles(): Files {
  return {
    'extension.vsixmanifest': '<Identity TargetPlatform="darwin-arm64"/>',
    '[Content_Types].xml': '',
    'extension/package.json': '{}',
    'extension/readme.md': '',
    'extension/changelog.md': '',
    'extension/LICENSE.txt': '',
    'extension/dist/extension.js': '',
    'extension/dist/server.js': '',
    'extension/dist/worker.js': '',
    'extension/dist/scanWorker.js': '',
    'extension/dist/checkWorker.js': '',
    'extension/dist/cli.js': '',
    'extension/dist/duckdb.js': '',
    'extension/dist/THIRD-PARTY-NOTICES.txt':
      'vscode-languageclient, @aws-sdk/client-s3, @duckdb/node-api, Stichting DuckDB Foundation',
    'extension/dist/native/native.json': '{"target":"darwin-arm64"}',
    'extension/dist/native/duckdb.node': arm,
    'extension/dist/native/libduckdb.dylib': arm,
    'extension/media/icon.png': '',
  };
}

describe('checkVsix', () => {
  let checkVsix: VsixCheck['checkVsix'];
  let scripts: Targets;
  let folder: string;

  before(async () => {
    ({ checkVsix } = (await importScript('vsixCheck.mjs')) as VsixCheck);
    scripts = (await importScript('targets.mjs')) as Targets;
    folder = await mkdtemp(path.join(tmpdir(), 'trailcase-vsix-'));
  });
  after(() => rm(folder, { recursive: true, force: true }));

  async function check(change: (files: Files) => void, target = 'darwin-arm64'): Promise<readonly unknown[]> {
    const files = newFiles();
    change(files);
    const file = path.join(folder, 'test.vsix');
    await writeFile(file, newZip(files));
    return checkVsix(file, scripts.findTarget(target));
  }

  function remove(name: string): (files: Files) => void {
    return (files) => Reflect.deleteProperty(files, name);
  }

  it('passes what holds all it needs and nothing else', async () => {
    const entries = await check(() => undefined);
    assert.equal(entries.length, Object.keys(newFiles()).length);
  });

  const native = 'extension/dist/native';
  const faults: readonly [what: string, change: (files: Files) => void, message: RegExp][] = [
    ['a second binary', (files) => (files[`${native}/duckdb.dll`] = 'x'), /holds what it must not: \S+duckdb\.dll/],
    ['a source map', (files) => (files['extension/dist/cli.js.map'] = '{}'), /holds what it must not/],
    ['sources', (files) => (files['extension/src/extension.ts'] = ''), /holds what it must not/],
    ['a package of node_modules', (files) => (files['extension/node_modules/a/index.js'] = ''), /must not/],
    ['no library', remove(`${native}/libduckdb.dylib`), /lacks \S+libduckdb\.dylib/],
    ['no binding', remove(`${native}/duckdb.node`), /lacks \S+duckdb\.node/],
    ['no sizes of the native files', remove(`${native}/native.json`), /lacks \S+native\.json/],
    ['no server', remove('extension/dist/server.js'), /lacks \S+server\.js/],
    ['no notices', remove('extension/dist/THIRD-PARTY-NOTICES.txt'), /lacks \S+NOTICES\.txt/],
    [
      'a binding for another processor',
      (files) => (files[`${native}/duckdb.node`] = intel),
      /duckdb\.node is not made/,
    ],
    ['a library for another processor', (files) => (files[`${native}/libduckdb.dylib`] = intel), /dylib is not made/],
    ['a library that is none', (files) => (files[`${native}/libduckdb.dylib`] = 'x'.repeat(99)), /no program/],
    ['another target’s mark', (files) => (files['extension.vsixmanifest'] = 'TargetPlatform="web"'), /not marked/],
    ['another target’s sizes', (files) => (files[`${native}/native.json`] = '{"target":"web"}'), /is for web/],
    [
      'no licence of DuckDB',
      (files) => (files['extension/dist/THIRD-PARTY-NOTICES.txt'] = 'vscode-languageclient, @aws-sdk/client-s3'),
      /lacks @duckdb\/node-api, Stichting DuckDB Foundation/,
    ],
    [
      '41 MB',
      (files) => (files['extension/media/big.png'] = randomBytes(41 * 1024 * 1024)),
      /4\d\.\d MB, more than 40/,
    ],
  ];
  for (const [what, change, message] of faults) {
    it(`refuses ${what}`, () => assert.rejects(check(change), message));
  }

  it('refuses what was packed for another target', () =>
    assert.rejects(
      check(() => undefined, 'win32-arm64'),
      /must not|lacks/,
    ));

  it('knows eight targets, each with a name of its own', () => {
    assert.equal(new Set(scripts.targets.map((target) => target.name)).size, 8);
  });
});
