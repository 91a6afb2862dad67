import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { UserError } from '../../../src/base/errors';
import { checkNativeFiles, toLoadError } from '../../../src/index/duckDbFiles';

describe('DuckDB’s native files', () => {
  let folder: string;
  const isMusl = existsSync('/etc/alpine-release');
  const here = `${isMusl ? 'alpine' : process.platform}-${process.arch}`;
  const otherLibc = `${isMusl ? 'linux' : 'alpine'}-${process.arch}`;

  beforeEach(async () => {
    folder = path.join(await mkdtemp(path.join(tmpdir(), 'trailcase-native-')), 'native');
    await mkdir(folder);
    await writeFile(path.join(folder, 'duckdb.node'), 'x'.repeat(1000));
    await writeManifest({ target: here, files: { 'duckdb.node': 1000 } });
  });
  afterEach(() => rm(path.dirname(folder), { recursive: true, force: true }));

  function writeManifest(manifest: unknown): Promise<void> {
    return writeFile(path.join(folder, 'native.json'), JSON.stringify(manifest));
  }

  it('are fine when they are what the build wrote', () => checkNativeFiles(folder));

  it('need not be there: then the package in node_modules has them', () => checkNativeFiles(path.join(folder, 'none')));

  const damages: readonly [what: string, damage: () => Promise<void>, message: RegExp][] = [
    ['a file that was cut short', () => truncate(path.join(folder, 'duckdb.node'), 999), /999 bytes instead of 1000/],
    ['a missing file', () => rm(path.join(folder, 'duckdb.node')), /duckdb\.node is missing/],
    ['a missing manifest', () => rm(path.join(folder, 'native.json')), /native\.json is missing/],
    [
      'half a manifest',
      () => writeFile(path.join(folder, 'native.json'), '{"target'),
      /native\.json is missing or dam/,
    ],
    ['another manifest', () => writeManifest({ files: {} }), /native\.json is damaged/],
    ['another system', () => writeManifest({ target: 'sunos-sparc', files: {} }), /made for sunos-sparc/],
    ['another C library', () => writeManifest({ target: otherLibc, files: {} }), new RegExp(`made for ${otherLibc}`)],
  ];
  for (const [what, damage, message] of damages) {
    it(`are not loaded with ${what}`, async () => {
      await damage();
      await assert.rejects(checkNativeFiles(folder), (error: unknown) => {
        assert.ok(error instanceof UserError);
        assert.equal(error.code, 'indexUnavailable');
        assert.match(error.message, message);
        assert.ok(error.message.includes(folder), 'says where');
        assert.match(error.nextStep ?? '', /^Install Trailcase for \S+ again\. Browsing and reading logs work/);
        return true;
      });
    });
  }
});

describe('a failed load of DuckDB', () => {
  const folder = '/ext/dist/native';
  const file = `${folder}/duckdb.node`;
  const noSuchFile = 'cannot open shared object file: No such file or directory';
  /** What loaders say, and what we make of it. */
  const failures: readonly [system: string, said: string, what: RegExp, nextStep: RegExp][] = [
    [
      'Node',
      `Cannot find module './native/duckdb.node'\nRequire stack:\n- /ext/dist/duckdb.js`,
      /is missing/,
      /^Install T/,
    ],
    ['glibc, library gone', `libduckdb.so: ${noSuchFile}`, /is missing/, /^Install T/],
    ['glibc, file for musl', `libc.musl-x86_64.so.1: ${noSuchFile}`, /another system/, /^Install T/],
    ['glibc, no C++ runtime', `libstdc++.so.6: ${noSuchFile}`, /C\+\+ runtime/, /libstdc\+\+/],
    [
      'glibc, old C++ runtime',
      `/lib64/libstdc++.so.6: version \`GLIBCXX_3.4.22' not found`,
      /C\+\+ runtime/,
      /libstdc/,
    ],
    [
      'old glibc',
      `/lib64/libc.so.6: version \`GLIBC_2.25' not found (required by ${file})`,
      /too old/,
      /VS Code supports/,
    ],
    ['glibc, other class', `${file}: wrong ELF class: ELFCLASS32`, /another system/, /^Install T/],
    ['glibc, damaged', `${file}: invalid ELF header`, /damaged/, /^Install T/],
    ['glibc, cut', `${file}: file too short`, /damaged/, /^Install T/],
    ['noexec', `${file}: failed to map segment from shared object: Operation not permitted`, /not allow/, /noexec/],
    [
      'musl, file for glibc',
      `Error loading shared library ld-linux-x86-64.so.2: No such file or directory (needed by ${file})`,
      /another system/,
      /^Install T/,
    ],
    [
      'musl, no C++ runtime',
      `Error loading shared library libstdc++.so.6: No such file or directory (needed by ${file})`,
      /C\+\+ runtime/,
      /apk add/,
    ],
    [
      'macOS, other processor',
      `dlopen(${file}, 0x0001): tried: '${file}' (mach-o file, but is an incompatible architecture (have 'x86_64', need 'arm64')), '/System/Volumes/Preboot/Cryptexes/OS${file}' (no such file)`,
      /another system/,
      /^Install T/,
    ],
    [
      'macOS, signature',
      `dlopen(${file}, 0x0001): tried: '${file}' (code signature in <0A1B> '${file}' not valid for use in process: library load disallowed by system policy), '/usr/lib${file}' (no such file)`,
      /not allow/,
      /manages this machine/,
    ],
    ['macOS, damaged', `dlopen(${file}, 0x0001): tried: '${file}' (not a mach-o file)`, /damaged/, /^Install T/],
    [
      'Windows, library gone',
      `The specified module could not be found.\n\\\\?\\C:\\ext\\duckdb.node`,
      /is missing/,
      /^Install/,
    ],
    ['Windows, other system', `C:\\ext\\duckdb.node is not a valid Win32 application.`, /another system/, /^Install T/],
    ['Windows, policy', `An Application Control policy has blocked this file.`, /not allow/, /manages this machine/],
    [
      'another language',
      `Le module spécifié est introuvable.`,
      /needs: Le module spécifié est introuvable/,
      /^Install T/,
    ],
  ];
  for (const [system, said, what, nextStep] of failures) {
    it(`is explained: ${system}`, () => {
      const cause = new Error(said);
      const error = toLoadError(cause, folder);
      assert.equal(error.code, 'indexUnavailable');
      assert.match(error.message, what);
      assert.match(error.nextStep ?? '', nextStep);
      assert.ok(error.message.includes(folder), 'says where');
      assert.ok(!error.message.includes('\n'));
      assert.equal(error.cause, cause);
    });
  }

  it('stays what it is when it was explained before', () => {
    const error = new UserError('indexUnavailable', 'Said.');
    assert.equal(toLoadError(error, folder), error);
  });
});
