import fs from 'node:fs';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { ScriptError } from '../lifetime.mjs';
import { run, startGroup } from '../processGroup.mjs';
import { logsFolder } from '../repository.mjs';
import { createTemporaryFolder } from '../temporaryFolder.mjs';
import { cleanEnvironment, isolatedEnvironment, ownStorage, writeSettings } from './profile.mjs';

const startTimeoutMs = 60_000;

/**
 * Starts VS Code's server on loopback, with its own data in a temporary folder and one extension installed.
 *
 * - `installation`: from ensureServer
 * - `name`: of the log file in .vscode-test/logs
 * - `vsix`: the extension; `otherVsixes`: more of them
 * - `settings`: user settings, added to the quiet ones
 * - `isIsolated`: for tests, see isolatedEnvironment; `env` is added
 * - `hasTestDriver`: lets a page name tests to run in the extension host, but also hides notifications
 * - `token`: what a browser must show; absent: everyone on this machine may connect
 * - `port`: 0 or absent takes a free one
 */
export async function startServer(lifetime, options) {
  const home = createTemporaryFolder(lifetime, 'tc-');
  const dataFolder = path.join(home, 'd');
  const networkLog = path.join(home, 'network.log');
  const settingsFile = writeSettings(path.join(dataFolder, 'data', 'User'), options.settings ?? {});
  const base = options.isIsolated
    ? isolatedEnvironment({ home, networkLog })
    : { ...cleanEnvironment(), ...ownStorage(home) };
  // An empty gallery: VS Code must not look for extensions on the network.
  const env = { ...base, EXTENSIONS_GALLERY: '{"serviceUrl":""}', ...options.env };
  const main = path.join(options.installation.vscodeFolder, 'out', 'server-main.js');
  const folders = ['--server-data-dir', dataFolder, '--extensions-dir', path.join(home, 'e')];
  const node = options.installation.node;
  const { logFile, log } = openLog(options.name);
  try {
    const stdio = ['ignore', log, log];
    const installs = [options.vsix, ...(options.otherVsixes ?? [])].flatMap((vsix) => ['--install-extension', vsix]);
    await run(lifetime, node, [main, ...folders, ...installs], { stdio, env });
    const preload = ['--require', path.join(import.meta.dirname, 'endWithParent.cjs')];
    const args = [...preload, main, ...folders, ...toServerArguments(home, options)];
    const group = startGroup(lifetime, node, args, { stdio: ['pipe', log, log], env });
    const port = await waitForPort(group, logFile);
    return { authority: `127.0.0.1:${port}`, token: options.token, settingsFile, networkLog, logFile, group };
  } finally {
    fs.closeSync(log);
  }
}

function toServerArguments(home, { token, port = 0, hasTestDriver }) {
  return [
    ...['--host', '127.0.0.1', '--port', String(port), '--accept-server-license-terms'],
    ...['--telemetry-level', 'off', '--disable-workspace-trust'],
    ...(token === undefined ? ['--without-connection-token'] : ['--connection-token-file', writeToken(home, token)]),
    ...(hasTestDriver ? ['--enable-smoke-test-driver'] : []),
  ];
}

/** In a file, because every user of a machine sees the arguments of every process. */
function writeToken(home, token) {
  const file = path.join(home, 'token');
  fs.writeFileSync(file, token, { mode: 0o600 });
  return file;
}

function openLog(name) {
  fs.mkdirSync(logsFolder, { recursive: true });
  const logFile = path.join(logsFolder, `${name}.log`);
  return { logFile, log: fs.openSync(logFile, 'w') };
}

/** The server says on which port it listens; asking for port 0 and reading the answer leaves no gap for others. */
async function waitForPort(group, logFile) {
  const deadline = Date.now() + startTimeoutMs;
  let hasExited = false;
  void group.exited.then(() => (hasExited = true));
  for (;;) {
    const text = fs.readFileSync(logFile, 'utf8');
    const port = /listening on (\d+)/.exec(text)?.[1];
    if (port !== undefined) return Number(port);
    if (hasExited) throw new ScriptError(`The VS Code server ended at once:\n${text}`);
    if (Date.now() > deadline) throw new ScriptError(`The VS Code server did not start:\n${text}`);
    await delay(50);
  }
}
