import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { cpSync, existsSync, readFileSync } from 'node:fs';
import { mkdir, mkdtemp, rename, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import esbuild, { type BuildOptions } from 'esbuild';
import { newLogText, newRecord } from '../../support/logFixture';
import { importScript } from '../../support/scripts';

interface Bundle {
  readonly name: string;
  readonly entry: string;
}
interface Bundles {
  findBundles(): { readonly present: readonly Bundle[] };
  toBuildOptions(bundle: Bundle, options: { readonly folder: string }): BuildOptions;
}
interface Binding {
  findInstalledBinding(target: unknown): string;
  copyBinding(target: unknown, from: string, to: string): void;
}
interface Targets {
  findCurrentTarget(): unknown;
}
interface Run {
  readonly code: number | string;
  readonly out: string;
  readonly err: string;
  /** Of DuckDB's files, those that the process had loaded when it ended. */
  readonly loaded: readonly string[];
}

/** Loads DuckDB as a program does, twice, in a worker thread if told to, and prints what came of it as JSON. */
const probeCode = `
  const { isMainThread, parentPort, Worker } = require('node:worker_threads');
  const { duckDbVersion } = require('./probe.js');
  const toResult = (error) => ({ code: error.code, message: error.message, nextStep: error.nextStep });
  const ask = () => duckDbVersion().catch(toResult);
  const report = async (say) => say([await ask(), await ask()]);
  if (!isMainThread) void report((results) => parentPort.postMessage(results));
  else if (process.argv[2] !== 'worker') void report((results) => console.log(JSON.stringify(results)));
  else new Worker(__filename).on('message', (results) => console.log(JSON.stringify(results)));
`;

/** Goes into every process before its program: says at its end which native files and modules of DuckDB it had. */
const watchCode = `
  process.on('exit', () => {
    const shared = process.report.getReport().sharedObjects.filter((file) => /duckdb/.test(file));
    const modules = Object.keys(require.cache).filter((file) => /duckdb/.test(file));
    require('node:fs').writeFileSync(process.env.LOADED_FILE, JSON.stringify([...shared, ...modules]));
  });
`;

describe('the bundles and DuckDB', function () {
  this.timeout(30_000);
  let folder: string;
  let dist: string;
  let native: string;
  let logs: string;

  before(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'trailcase-dist-'));
    dist = path.join(folder, 'dist');
    native = path.join(dist, 'native');
    logs = path.join(folder, 'logs');
    await buildDist();
    await mkdir(logs);
    await writeFile(path.join(logs, 'log.json.gz'), gzipSync(newLogText(newRecord())));
    await writeFile(path.join(dist, 'run.js'), probeCode);
    await writeFile(path.join(folder, 'watch.cjs'), watchCode);
  });
  after(() => rm(folder, { recursive: true, force: true }));

  async function buildDist(): Promise<void> {
    const bundles = (await importScript('bundles.mjs')) as Bundles;
    const programs = bundles.findBundles().present.filter(({ name }) => ['cli', 'server', 'duckdb'].includes(name));
    const probe = { name: 'probe', entry: 'src/index/duckDb.ts' };
    for (const bundle of [...programs, probe]) {
      await esbuild.build(bundles.toBuildOptions(bundle, { folder: dist }));
    }
    const binding = (await importScript('duckDbBinding.mjs')) as Binding;
    const target = ((await importScript('targets.mjs')) as Targets).findCurrentTarget();
    binding.copyBinding(target, binding.findInstalledBinding(target), native);
  }

  function run(file: string, ...words: string[]): Promise<Run> {
    const loadedFile = path.join(folder, 'loaded.json');
    const args = ['--require', path.join(folder, 'watch.cjs'), path.join(dist, file), ...words];
    const env = { ...process.env, LOADED_FILE: loadedFile, NODE_OPTIONS: '' };
    return new Promise((resolve) => {
      const child = execFile(process.execPath, args, { env }, (error, out, err) => {
        const loaded = existsSync(loadedFile) ? (JSON.parse(readFileSync(loadedFile, 'utf8')) as string[]) : [];
        resolve({ code: error?.code ?? 0, out, err, loaded });
      });
      if (file !== 'server.js') return;
      child.stdin?.write(toMessage({ id: 1, method: 'initialize', params: initializeParams }));
      child.stdout?.once('data', () => {
        child.stdin?.write(toMessage({ id: 2, method: 'shutdown' }) + toMessage({ method: 'exit' }));
      });
    });
  }

  async function probe(...words: string[]): Promise<readonly unknown[]> {
    const { code, out, err } = await run('run.js', ...words);
    assert.equal(code, 0, err);
    return JSON.parse(out) as unknown[];
  }

  function readLibraryFile(): string {
    const manifest = JSON.parse(readFileSync(path.join(native, 'native.json'), 'utf8')) as { files: object };
    return path.join(native, Object.keys(manifest.files).find((name) => name !== 'duckdb.node') ?? '');
  }

  it('load it from beside them when it is asked for', async () => {
    const { out, loaded } = await run('run.js');
    const [version] = JSON.parse(out) as string[];
    assert.match(version ?? '', /^v\d+\.\d+\.\d+$/);
    for (const file of [path.join(dist, 'duckdb.js'), path.join(native, 'duckdb.node'), readLibraryFile()]) {
      assert.ok(
        loaded.some((other) => other.endsWith(file)),
        `${file} in ${loaded.join(', ')}`,
      );
    }
  });

  it('load it in worker threads, too', async () => {
    assert.deepEqual(await probe('worker'), await probe());
  });

  it('do not load it to list or to show a log', async () => {
    for (const words of [
      ['ls', logs],
      ['cat', path.join(logs, 'log.json.gz')],
    ]) {
      const { code, err, loaded } = await run('cli.js', ...words);
      assert.equal(code, 0, err);
      assert.deepEqual(loaded, []);
    }
  });

  it('do not load it to start the server', async () => {
    const { out, loaded } = await run('server.js', '--stdio');
    assert.match(out, /"capabilities"/);
    assert.deepEqual(loaded, []);
  });

  describe('without its native files', () => {
    const hidden = (): string => path.join(folder, 'hidden');
    beforeEach(() => rename(native, hidden()));
    afterEach(async () => {
      await rm(native, { recursive: true, force: true });
      await rename(hidden(), native);
    });

    it('say so, each time they are asked', async () => {
      const results = await probe();
      assert.equal(results.length, 2);
      for (const result of results) expectUnavailable(result, /is missing/);
      assert.deepEqual(await probe('worker'), results);
    });

    it('still list and show logs, and start the server', async () => {
      const listed = await run('cli.js', 'ls', logs);
      assert.equal(listed.code, 0, listed.err);
      assert.match(listed.out, /2026-01-15/);
      const shown = await run('cli.js', 'cat', path.join(logs, 'log.json.gz'));
      assert.equal(shown.code, 0, shown.err);
      assert.match(shown.out, /GetBucketAcl/);
      assert.match((await run('server.js', '--stdio')).out, /"capabilities"/);
    });
  });

  describe('with damaged native files', () => {
    const kept = (): string => path.join(folder, 'kept');
    beforeEach(async () => {
      await rename(native, kept());
      cpSync(kept(), native, { recursive: true });
    });
    afterEach(async () => {
      await rm(native, { recursive: true, force: true });
      await rename(kept(), native);
    });

    const damages: readonly [what: string, damage: () => Promise<void>, message: RegExp][] = [
      // Loaded all the same, this one ends the process with SIGBUS.
      [
        'a library that was cut short',
        () => truncate(readLibraryFile(), 3_000_000),
        /is damaged: 3000000 bytes instead of/,
      ],
      ['no library', () => rm(readLibraryFile()), /duckdb\.\w+ is missing/],
      ['a binding that is no program', () => overwrite(path.join(native, 'duckdb.node')), /\S+/],
    ];
    for (const [what, damage, message] of damages) {
      it(`explain ${what}`, async () => {
        await damage();
        for (const result of await probe()) expectUnavailable(result, message);
      });
    }
  });
});

function expectUnavailable(result: unknown, message: RegExp): void {
  const error = result as { code?: string; message: string; nextStep: string };
  assert.equal(error.code, 'indexUnavailable');
  assert.match(error.message, message);
  assert.match(error.message, /dist.native/);
  assert.match(error.nextStep, /Install Trailcase for .+ again/);
}

/** Keeps its size, as bad sectors do. */
function overwrite(file: string): Promise<void> {
  return writeFile(file, Buffer.alloc(readFileSync(file).length, 'x'));
}

const initializeParams = { processId: null, rootUri: null, capabilities: {} };

/** As the base protocol of LSP frames it. */
function toMessage(message: object): string {
  const text = JSON.stringify({ jsonrpc: '2.0', ...message });
  return `Content-Length: ${Buffer.byteLength(text)}\r\n\r\n${text}`;
}
