import fs from 'node:fs';
import path from 'node:path';
import { format } from 'node:util';
import { chromium } from 'playwright-core';
import { failure } from '../../scripts/testReport.mjs';
import { shotsFolder, vsixFile } from '../../scripts/repository.mjs';
import { toLaunchOptions } from '../../scripts/vscode/browser.mjs';
import { readNetworkFailures } from '../../scripts/vscode/networkLog.mjs';
import { ensureServer } from '../../scripts/vscode/serverInstallation.mjs';
import { startServer } from '../../scripts/vscode/serverProcess.mjs';
import { toRemoteUri, toWorkbenchUrl } from '../../scripts/vscode/workbenchUrl.mjs';

/**
 * Runs the tests in the extension host of the VS Code server: a workbench in a headless browser names them and hears
 * of their end. Returns the exit code and failures that no test could see.
 */
export async function runInServer(lifetime, plan) {
  const installation = await ensureServer(lifetime);
  const { settings, env } = plan;
  const options = { name: 'integration', installation, vsix: vsixFile, isIsolated: true, hasTestDriver: true };
  const server = await startServer(lifetime, { ...options, settings, env });
  const launchOptions = toLaunchOptions(installation);
  console.log(`VS Code ${installation.version} (server), ${launchOptions.executablePath}`);
  const browser = await chromium.launch(launchOptions);
  lifetime.add({ end: () => browser.close(), endNow: () => undefined });
  const { code, reason } = await runInPage(await browser.newPage(), server, plan);
  const failures = readNetworkFailures(server.networkLog);
  if (reason !== undefined) failures.push(failure('integration', reason));
  return { code, failures };
}

async function runInPage(page, server, plan) {
  const end = listen(page, plan);
  await page.goto(
    toWorkbenchUrl(server, plan.folder, [
      ['extensionDevelopmentPath', toRemoteUri(server, plan.developmentFolder)],
      ['extensionTestsPath', toRemoteUri(server, plan.testsPath)],
      ['skipWelcome', 'true'],
    ]),
  );
  const result = await end;
  fs.mkdirSync(shotsFolder, { recursive: true });
  await page.screenshot({ path: path.join(shotsFolder, 'integration.png') }).catch((error) => {
    console.log(`No screenshot: ${error.message}`); // The page may have crashed; that is reported as the reason.
  });
  return result;
}

/** Resolves when the workbench, by the two functions of its test driver, the clock or a crash says that it is over. */
async function listen(page, { timeoutMs, reportFile }) {
  let finish;
  const finished = new Promise((resolve) => (finish = resolve));
  await page.exposeFunction('codeAutomationExit', (code) => finish({ code }));
  const output = [];
  await page.exposeFunction('codeAutomationLog', (_kind, args) => {
    output.push(format(...args));
    if (process.env.VERBOSE) console.log(output.at(-1));
  });
  page.on('crash', () => finish({ code: 1, reason: 'The page of the workbench crashed.' }));
  const timeout = setTimeout(() => finish({ code: 1, reason: `No end after ${timeoutMs} ms.` }), timeoutMs);
  // Should the page hang after the tests have come to their end, their report stands.
  const poll = setInterval(() => {
    if (fs.existsSync(reportFile)) setTimeout(() => finish({ code: 0 }), 10_000).unref();
  }, 500);
  return finished.finally(() => {
    clearTimeout(timeout);
    clearInterval(poll);
    // Without a report, the output is all there is to tell what happened.
    if (!fs.existsSync(reportFile)) console.log(output.slice(-10).join('\n'));
  });
}
