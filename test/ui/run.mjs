// npm run test:ui: a person's clicks, in a real browser, on VS Code with the packaged VSIX, in a dark and a light theme.
//   -- --grep PATTERN   only some tests        -- --theme dark|light   only one theme
//   CHROMIUM            which browser;         screenshots go to .vscode-test/shots/<theme>
import fs from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { runScript, ScriptError } from '../../scripts/lifetime.mjs';
import { runToExit } from '../../scripts/processGroup.mjs';
import { root, shotsFolder, vsixFile } from '../../scripts/repository.mjs';
import { createTemporaryFolder } from '../../scripts/temporaryFolder.mjs';
import { count, readResults, writeResults } from '../../scripts/testReport.mjs';
import { toLaunchOptions } from '../../scripts/vscode/browser.mjs';
import { readNetworkFailures } from '../../scripts/vscode/networkLog.mjs';
import { ensureServer } from '../../scripts/vscode/serverInstallation.mjs';
import { startServer } from '../../scripts/vscode/serverProcess.mjs';
import { toWorkbenchUrl } from '../../scripts/vscode/workbenchUrl.mjs';
import { startFixtures } from '../support/vscode/fixtures.mjs';

const themes = [
  { name: 'dark', colorTheme: 'Default Dark Modern' },
  { name: 'light', colorTheme: 'Default Light Modern' },
];

await runScript(async (lifetime) => {
  const { values: flags } = parseArgs({ options: { grep: { type: 'string' }, theme: { type: 'string' } } });
  if (!fs.existsSync(vsixFile)) throw new ScriptError('No trailcase.vsix to test: run npm run package');
  const chosen = themes.filter((theme) => flags.theme === undefined || theme.name === flags.theme);
  if (chosen.length === 0) throw new ScriptError(`No such theme: ${flags.theme}`);
  const context = {
    installation: await ensureServer(lifetime),
    reportFolder: createTemporaryFolder(lifetime, 'tc-report-'),
    grep: flags.grep,
  };
  const results = [];
  for (const theme of chosen) results.push(...(await runTheme(lifetime, theme, context)));
  return report(results);
});

/** A fresh VS Code and a fresh demo case for each theme, so that one run leaves nothing to the next. */
async function runTheme(lifetime, theme, { installation, reportFolder, grep }) {
  console.log(`\nVS Code ${installation.version} (server), ${theme.colorTheme}`);
  const fixtures = await startFixtures(lifetime);
  const server = await startServer(lifetime, {
    name: `ui-${theme.name}`,
    installation,
    vsix: vsixFile,
    isIsolated: true,
    settings: { 'workbench.colorTheme': theme.colorTheme, 'editor.hover.delay': 100, ...fixtures.settings },
    env: fixtures.env,
  });
  const shots = path.join(shotsFolder, theme.name);
  fs.rmSync(shots, { recursive: true, force: true });
  fs.mkdirSync(shots, { recursive: true });
  const reportFile = path.join(reportFolder, `${theme.name}.json`);
  const ui = {
    theme: theme.name,
    url: toWorkbenchUrl(server, fixtures.folder, [['skipWelcome', 'true']]),
    folder: fixtures.folder,
    settingsFile: server.settingsFile,
    shotsFolder: shots,
    launchOptions: toLaunchOptions(installation),
  };
  const env = { ...process.env, ...fixtures.env, TRAILCASE_UI: JSON.stringify(ui), TRAILCASE_TEST_REPORT: reportFile };
  const code = await runToExit(lifetime, process.execPath, toMochaArguments(grep), { cwd: root, env });
  await server.group.end();
  lifetime.remove(server.group);
  const results = [...readResults('ui', reportFile, code), ...readNetworkFailures(server.networkLog)];
  return results.map((result) => ({ ...result, title: `[${theme.name}] ${result.title}` }));
}

function toMochaArguments(grep) {
  const mocha = path.join('node_modules', 'mocha', 'bin', 'mocha.js');
  const options = ['--import=tsx', '--timeout', '90000', '--slow', '15000', '--reporter', 'scripts/testReporter.mjs'];
  return [mocha, ...options, ...(grep === undefined ? [] : ['--grep', grep]), 'test/ui/**/*.ui.ts'];
}

function report(results) {
  // `npm test` names a file for the results of this ring.
  if (process.env.TRAILCASE_TEST_REPORT) writeResults(process.env.TRAILCASE_TEST_REPORT, results);
  for (const { title } of results.filter((result) => result.state === 'failed')) console.log(`failed: ${title}`);
  console.log(`ui: ${count(results, 'passed')} passed, ${count(results, 'failed')} failed`);
  return count(results, 'failed') === 0 ? 0 : 1;
}
