// npm start: opens the packaged extension in a real VS Code with a demo case, leaving the user's own VS Code alone.
//   -- --folder DIR  opens your own logs instead of the demo case
//   -- --server      VS Code in the browser even if a desktop VS Code is installed
//   -- --port N      port for --server; by default a free one
import crypto from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { createDemoCase, toSourceSettings } from './demoCase.mjs';
import { runScript, ScriptError } from './lifetime.mjs';
import { run, startGroup } from './processGroup.mjs';
import { root, vsixFile } from './repository.mjs';
import { createTemporaryFolder } from './temporaryFolder.mjs';
import { createDesktopProfile, findDesktop } from './vscode/desktop.mjs';
import { ensureServer } from './vscode/serverInstallation.mjs';
import { startServer } from './vscode/serverProcess.mjs';
import { toWorkbenchUrl } from './vscode/workbenchUrl.mjs';

await runScript(async (lifetime) => {
  const flags = readFlags();
  const ownLogs = flags.folder === undefined ? undefined : toOwnLogs(flags.folder);
  for (const script of ['build.mjs', 'package.mjs']) {
    await run(lifetime, process.execPath, [path.join('scripts', script)], { cwd: root });
  }
  const logs = ownLogs ?? (await createDemo(lifetime));
  const settings = toSourceSettings(logs.name, logs.folder);
  const desktop = flags.server ? undefined : findDesktop();
  if (desktop !== undefined) await openDesktop(lifetime, desktop, { folder: logs.folder, settings });
  else await openServer(lifetime, { folder: logs.folder, settings, port: flags.port });
});

function readFlags() {
  const { values } = parseArgs({
    options: { folder: { type: 'string' }, server: { type: 'boolean' }, port: { type: 'string', default: '0' } },
  });
  if (!/^\d{1,5}$/.test(values.port)) throw new ScriptError(`--port takes a number, not ${values.port}`);
  return { ...values, port: Number(values.port) };
}

async function createDemo(lifetime) {
  const folder = path.join(createTemporaryFolder(lifetime, 'trailcase-demo-'), 'demo-case');
  return { name: 'Demo case', folder: await createDemoCase(lifetime, folder) };
}

function toOwnLogs(argument) {
  // npm runs scripts in the package's folder; INIT_CWD is where the user typed the command.
  const folder = path.resolve(process.env.INIT_CWD ?? '.', argument);
  if (!fs.statSync(folder, { throwIfNoEntry: false })?.isDirectory())
    throw new ScriptError(`No such folder: ${folder}`);
  return { name: path.basename(folder), folder };
}

async function openDesktop(lifetime, executable, { folder, settings }) {
  const profile = await createDesktopProfile(lifetime, executable, { vsix: vsixFile, settings });
  console.log(`\nOpening ${folder} in ${executable}, with a profile of its own.`);
  console.log('Close its window or press Ctrl+C here to end; temporary files are then removed.');
  const env = { ...process.env, ...profile.env };
  const group = startGroup(lifetime, executable, ['--new-window', ...profile.args, folder], { env });
  await group.exited;
}

async function openServer(lifetime, { folder, settings, port }) {
  const installation = await ensureServer(lifetime);
  const token = crypto.randomBytes(16).toString('hex');
  const server = await startServer(lifetime, { name: 'start', installation, vsix: vsixFile, settings, token, port });
  console.log(`
VS Code ${installation.version} is ready, with Trailcase installed. Open this address in a browser on this machine:

  ${toWorkbenchUrl(server, folder)}

The token in it keeps other users of this machine out. Is this machine remote? Forward the port first:
  ssh -L ${new URL(`http://${server.authority}`).port}:${server.authority} <this machine>
Press Ctrl+C here to end; temporary files are then removed.`);
  await server.group.exited;
  if (!lifetime.isEnding) throw new ScriptError(`The VS Code server has ended; its log: ${server.logFile}`);
}
