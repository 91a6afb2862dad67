import * as assert from 'node:assert/strict';
import * as fs from 'node:fs';
import * as path from 'node:path';
import * as esbuild from 'esbuild';
import type { Browser, Page } from 'playwright-core';
import { silentLog } from '../../../src/base/log';
import { defaultSort } from '../../../src/client/views/savedTable';
import { TableSession, type TableExport, type TablePorts } from '../../../src/client/views/tableSession';
import { newNonce, toWebviewPage } from '../../../src/client/views/webviewPage';
import type { TableIdentity, TableViewMessage } from '../../../src/protocol/resultTableMessages';
import type { ResultPage, ResultPageParams, SearchResult } from '../../../src/protocol/searchRequests';
import type { ShownColumn } from '../../../src/protocol/shownColumns';
import { toFixturePage } from './tableFixture';
import { toThemeScript, type ThemeName } from './themeVariables';

/** Nothing is there: Playwright answers in its place. */
const origin = 'https://webview.test';
const root = path.resolve(__dirname, '..', '..', '..');

/** What VS Code gives a web view. The state outlives a reload, as it does there. */
const vsCodeApi = `globalThis.acquireVsCodeApi = () => ({
  postMessage: (message) => { void globalThis.tellHost(JSON.stringify(message)); },
  getState: () => JSON.parse(sessionStorage.getItem('state') ?? 'null') ?? undefined,
  setState: (state) => { sessionStorage.setItem('state', JSON.stringify(state)); },
});`;

/** The table's own page with the host's own session behind it; only the server and VS Code are stood in for. */
export class TablePage {
  readonly asked: ResultPageParams[] = [];
  readonly opened: number[] = [];
  readonly exported: TableExport[] = [];
  readonly held: string[] = [];
  clipboard = '';
  columns: readonly ShownColumn[] = [];
  queryEdits = 0;
  /** How the server answers; replace it to fail or to wait. */
  answer: (params: ResultPageParams, signal: AbortSignal) => Promise<ResultPage>;
  rerun: TablePorts['rerun'] = () => Promise.reject(new Error('Not expected: rerun'));
  readonly session: TableSession;
  private readonly complaints: string[] = [];

  private constructor(
    readonly page: Page,
    total: number,
    identity: TableIdentity,
  ) {
    this.answer = (params) => Promise.resolve(toFixturePage(params, total));
    this.session = new TableSession(this.newPorts(), identity, defaultSort);
  }

  static async open(
    browser: Browser,
    theme: ThemeName,
    identity: TableIdentity,
    result: SearchResult,
    columns: readonly ShownColumn[] = [],
  ): Promise<TablePage> {
    const page = await browser.newPage({ viewport: { width: 1280, height: 720 } });
    const table = new TablePage(page, result.count, identity);
    table.columns = columns;
    table.session.setResult(identity, result);
    await table.load(theme);
    return table;
  }

  /** Fails when the page broke its own rules: the policy, a script error, a request to elsewhere. */
  async close(): Promise<void> {
    this.session.dispose();
    await this.page.close();
    assert.deepEqual(this.complaints, []);
  }

  row(index: number) {
    return this.page.locator(`#row-${index}`);
  }

  cell(index: number, column: number) {
    return this.page.locator(`#cell-${index}-${column}`);
  }

  header(label: string) {
    return this.page.getByRole('columnheader', { name: label, exact: true });
  }

  get grid() {
    return this.page.getByRole('grid');
  }

  /** As the scroll bar does. `place`: an expression of the page, in pixels; `grid` is the scrolled element. */
  async scrollTo(place: string): Promise<void> {
    await this.page.evaluate(`{ const grid = document.querySelector('.grid'); grid.scrollTop = ${place}; }`);
  }

  async setTheme(theme: ThemeName): Promise<void> {
    await this.page.evaluate(toThemeScript(theme));
  }

  private async load(theme: ThemeName): Promise<void> {
    const { page } = this;
    page.on('console', (message) => {
      if (message.type() === 'error' || message.type() === 'warning') this.complaints.push(message.text());
    });
    page.on('pageerror', (error) => this.complaints.push(String(error)));
    await page.exposeFunction('tellHost', async (text: string) => {
      await this.session.receive(JSON.parse(text) as TableViewMessage); // Written by the page's script.
    });
    const files = await readFiles();
    await page.route('**/*', async (route) => {
      const file = files[new URL(route.request().url()).pathname];
      if (file === undefined) this.complaints.push(`Asked for ${route.request().url()}`);
      await route.fulfill(file ?? { status: 404, body: '' });
    });
    await page.addInitScript(vsCodeApi);
    await page.addInitScript(`document.addEventListener('DOMContentLoaded', () => ${toThemeScript(theme)})`);
    await page.goto(`${origin}/`);
  }

  private newPorts(): TablePorts {
    return {
      post: (message) => {
        const script = `window.postMessage(${JSON.stringify(message)}, '*')`;
        // A page that was closed wants no message.
        this.page.evaluate(script).catch(() => undefined);
      },
      page: async (params, signal) => {
        this.asked.push(params);
        return await this.answer(params, signal);
      },
      exportText: ({ ids = [] }) => {
        const text = ids.map((id) => `{"id":${id}}\n`).join('');
        return Promise.resolve({ records: ids.length, text, unread: [] });
      },
      openHit: (_, id) => {
        this.opened.push(id);
        return Promise.resolve();
      },
      exportResult: (request) => {
        this.exported.push(request);
        return Promise.resolve();
      },
      exportCsv: () => Promise.reject(new Error('Not expected: exportCsv')),
      rerunSql: () => Promise.reject(new Error('Not expected: rerunSql')),
      showTimeline: () => Promise.reject(new Error('Not expected: showTimeline')),
      editQuery: () => {
        this.queryEdits++;
        return Promise.resolve();
      },
      rerun: (identity, signal) => this.rerun(identity, signal),
      hold: (resultId) => {
        this.held.push(resultId);
        return { dispose: () => this.held.splice(this.held.indexOf(resultId), 1) };
      },
      writeClipboard: (text) => {
        this.clipboard = text;
        return Promise.resolve();
      },
      readColumns: () => this.columns,
      writeColumns: (shown) => {
        this.columns = shown;
      },
      onIdentity: () => undefined,
      log: silentLog,
    };
  }
}

async function readFiles() {
  const html = toWebviewPage({
    cspSource: origin,
    scriptUri: `${origin}/resultTable.js`,
    styleUri: `${origin}/resultTable.css`,
    nonce: newNonce(),
    title: 'Results',
  });
  const script = await esbuild.build({
    absWorkingDir: root,
    entryPoints: ['src/webview/resultTable.ts'],
    tsconfig: 'src/webview/tsconfig.json',
    bundle: true,
    format: 'iife',
    target: 'es2022',
    write: false,
  });
  const files: Record<string, { body: string; contentType: string }> = {
    '/': { body: html, contentType: 'text/html' },
    '/resultTable.js': { body: script.outputFiles[0]?.text ?? '', contentType: 'text/javascript' },
    '/resultTable.css': {
      body: fs.readFileSync(path.join(root, 'media', 'webview', 'resultTable.css'), 'utf8'),
      contentType: 'text/css',
    },
  };
  return files;
}
