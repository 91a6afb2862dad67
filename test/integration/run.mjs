// npm run test:integration: the suite runs inside VS Code's extension host, against the packaged VSIX.
//   -- --grep PATTERN      only some tests
//   VSCODE_TEST_MODE       desktop, server, or auto (default): the desktop where there is a display, else the server
//   VSCODE_EXECUTABLE, VSCODE_VERSION, CHROMIUM   which programs;   VERBOSE=1 shows the extension host's output
import fs from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { runScript, ScriptError } from '../../scripts/lifetime.mjs';
import { root, vsixFile } from '../../scripts/repository.mjs';
import { createTemporaryFolder } from '../../scripts/temporaryFolder.mjs';
import { count, printResults, readResults, writeResults } from '../../scripts/testReport.mjs';
import { startFixtures } from '../support/vscode/fixtures.mjs';
import { compileTests } from './compile.mjs';
import { canRunDesktop, runInDesktop } from './desktopHost.mjs';
import { runInServer } from './serverHost.mjs';

const timeoutMs = 240_000;

await runScript(async (lifetime) => {
  const { values: flags } = parseArgs({ options: { grep: { type: 'string' } } });
  if (!fs.existsSync(vsixFile)) throw new ScriptError('No trailcase.vsix to test: run npm run package');
  const reportFile = path.join(createTemporaryFolder(lifetime, 'tc-report-'), 'report.json');
  const { folder, settings, env } = await startFixtures(lifetime);
  const plan = {
    folder,
    settings,
    env: { ...env, ...toReporterEnvironment(reportFile, flags.grep) },
    developmentFolder: path.join(root, 'scripts', 'vscode', 'emptyExtension'),
    testsPath: await compileTests(),
    reportFile,
    timeoutMs,
  };
  const run = (await pickMode()) === 'desktop' ? runInDesktop : runInServer;
  const { code, failures } = await run(lifetime, plan);
  return report([...readResults('integration', reportFile, code), ...failures]);
});

function toReporterEnvironment(reportFile, grep) {
  return {
    TRAILCASE_TEST_REPORT: reportFile,
    TRAILCASE_TEST_REPORTER: path.join(root, 'scripts', 'testReporter.mjs'),
    ...(grep === undefined ? {} : { TRAILCASE_TEST_GREP: grep }),
  };
}

async function pickMode() {
  const mode = process.env.VSCODE_TEST_MODE ?? 'auto';
  if (!['auto', 'desktop', 'server'].includes(mode)) throw new ScriptError(`No such VSCODE_TEST_MODE: ${mode}`);
  return mode === 'auto' ? ((await canRunDesktop()) ? 'desktop' : 'server') : mode;
}

function report(results) {
  printResults(results);
  // `npm test` names a file for the results of this ring.
  if (process.env.TRAILCASE_TEST_REPORT) writeResults(process.env.TRAILCASE_TEST_REPORT, results);
  console.log(`integration: ${count(results, 'passed')} passed, ${count(results, 'failed')} failed`);
  return count(results, 'failed') === 0 ? 0 : 1;
}
