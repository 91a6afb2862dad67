// The second half of `npm run bench`: how long until a log can be read in VS Code, against the same text from disk.
import fs from 'node:fs';
import path from 'node:path';
import { chromium } from 'playwright-core';
import { runScript, ScriptError } from '../scripts/lifetime.mjs';
import { toSourceSettings } from '../scripts/demoCase.mjs';
import { run } from '../scripts/processGroup.mjs';
import { root, vsixFile } from '../scripts/repository.mjs';
import { createTemporaryFolder } from '../scripts/temporaryFolder.mjs';
import { toLaunchOptions } from '../scripts/vscode/browser.mjs';
import { ensureServer } from '../scripts/vscode/serverInstallation.mjs';
import { startServer } from '../scripts/vscode/serverProcess.mjs';
import { toWorkbenchUrl } from '../scripts/vscode/workbenchUrl.mjs';
import { ms, printTable, times } from './benchTable.ts';
import { writeEditorPairs } from './editorFiles.ts';
import { median } from './paired.ts';

const turns = 7;

await runScript(async (lifetime) => {
  if (!fs.existsSync(vsixFile)) throw new ScriptError('No trailcase.vsix to measure: run npm run package');
  const folder = path.join(createTemporaryFolder(lifetime, 'tc-bench-'), 'logs');
  const pairs = writeEditorPairs(folder);
  const installation = await ensureServer(lifetime);
  const settings = { ...toSourceSettings('Measured', path.join(folder, 'trail')), 'explorer.autoReveal': false };
  const otherVsixes = [await packReference(lifetime)];
  const options = { name: 'bench', installation, vsix: vsixFile, otherVsixes, isIsolated: true, settings, env: {} };
  const server = await startServer(lifetime, options);
  const browser = await chromium.launch(toLaunchOptions(installation));
  lifetime.add({ end: () => browser.close(), endNow: () => undefined });
  const page = await browser.newPage({ viewport: { width: 1400, height: 900 } });
  await page.goto(toWorkbenchUrl(server, folder, [['skipWelcome', 'true']]));
  await showSource(page);
  const rows = [];
  for (const pair of pairs) rows.push(...(await measurePair(page, pair)));
  rows.push(['activation of the extension, as VS Code counts it', await readActivationTime(page), '', '', '≤ 50 ms']);
  printTable('In VS Code: from the click in a tree, against the same text as a plain file', rows);
  return 0;
});

/** A VSIX of the extension that puts one CodeLens on plain files. */
async function packReference(lifetime) {
  const vsix = path.join(createTemporaryFolder(lifetime, 'tc-reference-'), 'reference.vsix');
  const vsce = path.join(root, 'node_modules', '@vscode', 'vsce', 'vsce');
  const args = [vsce, 'package', '--no-dependencies', '--allow-missing-repository', '--skip-license', '-o', vsix];
  await run(lifetime, process.execPath, args, { cwd: path.join(root, 'bench', 'referenceExtension'), stdio: 'ignore' });
  return vsix;
}

/** Opens the CloudTrail view below the files of the Explorer, down to the logs. */
async function showSource(page) {
  await page.getByRole('treeitem', { name: 'plain0.json' }).waitFor();
  await page.getByRole('button', { name: /CloudTrail/ }).click();
  for (const name of [/Measured/, /2026-01-15/]) {
    const item = page.getByRole('treeitem', { name }).last();
    await item.waitFor();
    if ((await item.getAttribute('aria-expanded')) !== 'true') await item.locator('.monaco-tl-twistie').click();
  }
  await page.getByRole('treeitem', { name: '00:00 UTC' }).waitFor();
}

async function measurePair(page, { name, logItem, logFile, plainFile }) {
  const samples = [];
  for (let turn = -1; turn < turns; turn++) {
    const plain = await timeOpening(page, plainFile, plainFile);
    const log = await timeOpening(page, logItem, logFile);
    if (turn >= 0) samples.push({ log, plain });
  }
  const row = (what, part) => {
    const ratio = median(samples.map(({ log, plain }) => log[part] / plain[part]));
    const [log, plain] = ['log', 'plain'].map((kind) => median(samples.map((sample) => sample[kind][part])));
    return [`${name} of text: ${what}`, ms(log), ms(plain), times(ratio), '≤ 1.5×'];
  };
  return [row('text', 'textMs'), row('first CodeLens', 'lensMs')];
}

/** Milliseconds, taken in the page itself, from the click until the file's text, and its first CodeLens, are drawn. */
async function timeOpening(page, itemName, file) {
  const item = page.getByRole('treeitem', { name: itemName }).last();
  await item.waitFor();
  const elapsed = await item.evaluate(timeInPage, file);
  await page.keyboard.press('Control+k');
  await page.keyboard.press('Control+w');
  await page.locator('.part.editor .tab').first().waitFor({ state: 'detached' });
  await page.waitForTimeout(300);
  return elapsed;
}

/** VS Code's own figure, from "Developer: Show Running Extensions". */
async function readActivationTime(page) {
  await page.keyboard.press('F1');
  const input = page.locator('.quick-input-widget input[type="text"]').first();
  await input.fill('>Developer: Show Running Extensions');
  await page.locator('.quick-input-list .monaco-list-row', { hasText: 'Show Running Extensions' }).first().click();
  const row = page.locator('.runtime-extensions-editor .monaco-list-row', { hasText: 'Trailcase' }).first();
  const list = page.locator('.runtime-extensions-editor');
  await list.waitFor();
  await list.hover();
  // The list draws only what can be seen.
  for (let scrolls = 0; scrolls < 60 && !(await row.isVisible()); scrolls++) {
    await page.mouse.wheel(0, 200);
    await page.waitForTimeout(50);
  }
  const text = await row.locator('.activation-time').innerText({ timeout: 5000 });
  return /\d+ms/.exec(text)?.[0].replace('ms', ' ms') ?? text;
}

/** Runs in the page. */
function timeInPage(row, file) {
  const { document, requestAnimationFrame, MouseEvent } = window;
  return new Promise((resolve) => {
    const start = performance.now();
    let textMs;
    const look = () => {
      const isActive = document.querySelector('.part.editor .tab.active')?.getAttribute('data-resource-name') === file;
      const find = (wanted) => document.querySelector(`.part.editor .monaco-editor ${wanted}`) !== null;
      if (isActive && find('.view-line span span')) textMs ??= performance.now() - start;
      if (textMs !== undefined && find('.codelens-decoration a')) {
        resolve({ textMs, lensMs: performance.now() - start });
      } else requestAnimationFrame(look);
    };
    for (const type of ['mousedown', 'mouseup', 'click'])
      row.dispatchEvent(new MouseEvent(type, { bubbles: true, button: 0 }));
    requestAnimationFrame(look);
  });
}
