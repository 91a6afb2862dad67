import * as assert from 'node:assert/strict';
import * as path from 'node:path';
import { chromium, type Browser, type Page } from 'playwright-core';
import { readRunSettings, type RunSettings } from './runSettings';

/** A VS Code window in a browser. */
export interface Workbench {
  readonly page: Page;
  readonly run: RunSettings;
}

/**
 * For a `describe`: opens a workbench before its tests and closes it after them. A test that fails leaves a
 * screenshot; a request that would have left this machine fails the suite.
 */
export function useWorkbench(): () => Workbench {
  let browser: Browser | undefined;
  let workbench: Workbench | undefined;
  const foreignRequests: string[] = [];

  before(async () => {
    const run = readRunSettings();
    browser = await launchBrowser(run);
    const page = await browser.newPage({ viewport: { width: 1400, height: 900 } });
    page.context().on('request', (request) => {
      if (isForeign(request.url())) foreignRequests.push(request.url());
    });
    workbench = { page, run };
    await openWorkbench(workbench);
  });

  afterEach(async function () {
    if (this.currentTest?.isFailed() && workbench) await screenshot(workbench, `FAILED ${this.currentTest.title}`);
  });

  after(async () => {
    await browser?.close();
    assert.deepEqual(foreignRequests, [], 'no request leaves this machine');
  });

  return () => {
    assert.ok(workbench, 'the workbench is open');
    return workbench;
  };
}

/** A headless browser on a busy machine now and then does not come up: that says nothing of Trailcase. */
async function launchBrowser(run: RunSettings): Promise<Browser> {
  let lastError: unknown;
  for (let tries = 0; tries < 3; tries++) {
    try {
      return await chromium.launch({ ...run.launchOptions, timeout: 20_000 });
    } catch (error) {
      lastError = error;
      console.log(`The browser did not start: ${String(error)}`);
    }
  }
  throw lastError;
}

/** Writes a picture of the window to .vscode-test/shots/<theme>/<name>.png. */
export async function screenshot({ page, run }: Workbench, name: string): Promise<void> {
  const file = path.join(run.shotsFolder, `${name.replace(/[^\w.-]+/g, '-')}.png`);
  // What fades in is shown whole.
  await page.screenshot({ path: file, animations: 'disabled' });
}

/** Loads the window, anew if it is there already: it then begins with the settings as they are. */
export async function openWorkbench(workbench: Workbench): Promise<void> {
  const { page, run } = workbench;
  try {
    await loadPage(workbench);
    // The folder's name in the Explorer: the connection to the server stands.
    const folderName = path.basename(run.folder);
    await page
      .locator('.explorer-folders-view, .pane-header', { hasText: new RegExp(folderName, 'i') })
      .first()
      .waitFor();
  } catch (error) {
    await screenshot(workbench, 'FAILED to open');
    throw error;
  }
}

/** Once more when the page does not come: its many files come from a server that may just have started. */
async function loadPage({ page, run }: Workbench): Promise<void> {
  const load = async (): Promise<void> => {
    await page.goto(run.url, { timeout: 20_000 });
    await page.locator('.monaco-workbench').waitFor({ timeout: 20_000 });
  };
  try {
    await load();
  } catch (error) {
    console.log(`The workbench did not load: ${String(error)}`);
    await load();
  }
}

function isForeign(url: string): boolean {
  const { protocol, hostname } = new URL(url);
  // The files of web views: their own service worker answers these, and no name server knows the host.
  if (hostname.endsWith('.vscode-resource.vscode-cdn.net')) return false;
  return /^(https?|wss?):$/.test(protocol) && !['127.0.0.1', 'localhost'].includes(hostname);
}
