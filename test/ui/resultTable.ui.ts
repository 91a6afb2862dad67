import assert from 'node:assert/strict';
import * as path from 'node:path';
import { chromium, type Browser } from 'playwright-core';
import { UserError } from '../../src/base/errors';
import type { ResultGroup } from '../../src/protocol/resultTableMessages';
import type { ResultPage, SearchResult } from '../../src/protocol/searchRequests';
import { readRunSettings } from './support/runSettings';
import { newFixtureResult, query, scope, toFixturePage } from './support/tableFixture';
import { TablePage } from './support/tablePage';
import { waitUntil } from './support/waitUntil';

const million = 1_000_000;
const title = 'Records of the demo case';
const aTenth = '(grid.scrollHeight - grid.clientHeight) / 10';

/** The web view by itself, in a browser, with the extension host's half behind it and a result of a million rows. */
describe('the table of results', () => {
  const run = readRunSettings();
  let browser: Browser;
  let table: TablePage;

  before(async () => {
    browser = await chromium.launch({ ...run.launchOptions, timeout: 20_000 });
  });

  afterEach(async function () {
    if (this.currentTest?.isFailed()) await shoot(`FAILED ${this.currentTest.title}`);
    await table.close();
  });

  after(async () => {
    await browser.close();
  });

  async function open(result: SearchResult, group?: ResultGroup): Promise<void> {
    const identity = { query, scope, title, ...(group === undefined ? {} : { group }) };
    table = await TablePage.open(browser, run.theme, identity, result);
  }

  async function shoot(name: string): Promise<void> {
    await table.page.screenshot({ path: path.join(run.shotsFolder, `table-${name.replace(/[^\w.-]+/g, '-')}.png`) });
  }

  it('shows a million rows and asks for those in view alone', async () => {
    await open(newFixtureResult(million));
    await table.cell(0, 0).getByText('2026-01-13 00:00:00').waitFor();
    await table.row(5).hover();
    await shoot('million');
    assert.equal(await table.grid.getAttribute('aria-rowcount'), String(million + 1));
    assert.ok((await table.page.getByRole('row').count()) < 60, 'rows outside of the window are not in the document');
    await table.grid.press('End');
    await table
      .cell(million - 1, 1)
      .getByText('DescribeInstances')
      .waitFor();
    assert.equal(await table.row(million - 1).getAttribute('aria-rowindex'), String(million + 1));
    assert.ok(await isInView(million - 1), 'the last row is whole');
    await shoot('end');
    const rows = table.asked.reduce((sum, { limit }) => sum + limit, 0);
    assert.ok(rows <= 600, `${rows} rows were asked for`);
  });

  it('goes anywhere by the scroll bar, and row by row from there', async () => {
    await open(newFixtureResult(million));
    await table.cell(0, 1).getByText('GetObject').waitFor();
    await table.scrollTo('(grid.scrollHeight - grid.clientHeight) / 2');
    await waitUntil(async () => Math.abs((await firstIndex()) - million / 2) < 100, 'the middle is in view');
    const first = await firstIndex();
    await table.cell(first, 1).getByText(/\w/).waitFor();
    await table.page.mouse.move(600, 400);
    await table.page.mouse.wheel(0, 220);
    await waitUntil(async () => (await firstIndex()) === first + 10, 'the wheel moves by its own pixels');
    await table.cell(first + 15, 1).click();
    const head = await shootHead();
    await table.grid.press('End');
    await table
      .cell(million - 1, 1)
      .getByText('DescribeInstances')
      .waitFor();
    assert.ok((await shootHead()).equals(head), 'the head stands still, however far down');
  });

  it('scrolls a table that is too tall for a browser', async () => {
    const rows = 20_000_000;
    await open(newFixtureResult(rows));
    await table.cell(0, 1).getByText('GetObject').waitFor();
    await table.page.mouse.move(600, 400);
    await table.page.mouse.wheel(0, 220);
    await waitUntil(async () => (await firstIndex()) === 10, 'the wheel moves ten rows');
    await table.grid.press('End');
    await table.row(rows - 1).waitFor();
    assert.ok(await isInView(rows - 1));
    await table.grid.press('ArrowUp');
    await waitUntil(async () => (await activeId()) === `row-${rows - 2}`, 'one row up');
    await table.scrollTo('0');
    await table.row(0).waitFor();
  });

  it('drops answers that nobody waits for', async () => {
    await open(newFixtureResult(million));
    await table.cell(0, 1).getByText('GetObject').waitFor();
    const waiting: { readonly column: string; readonly answer: () => void }[] = [];
    const aborted: number[] = [];
    table.answer = (params, signal) =>
      new Promise<ResultPage>((resolve) => {
        signal.addEventListener('abort', () => aborted.push(params.offset));
        const answer = (): void => {
          resolve(toFixturePage(params, million));
        };
        waiting.push({ column: params.sort.column, answer });
      });
    await table.scrollTo(aTenth);
    await waitUntil(() => waiting.length > 0, 'the page is asked for');
    await shoot('loading');
    assert.equal(await table.grid.getAttribute('aria-busy'), 'true');
    await table.header('eventName').click();
    await waitUntil(() => aborted.length > 0, 'the request of the old order is taken back');
    await waitUntil(() => waiting.some(({ column }) => column === 'eventName'), 'the new order is asked for');
    for (const { answer } of waiting.filter(({ column }) => column === 'eventTime')) answer();
    await table.row(0).waitFor();
    assert.equal(await table.page.locator('.row:visible:not(.loading)').count(), 0, 'no row of the old order is shown');
    for (const { answer } of waiting) answer();
    await table.cell(0, 1).getByText('GetObject').waitFor();
  });

  it('sorts by click and by keyboard, and says so', async () => {
    await open(newFixtureResult(million));
    await table.cell(0, 1).getByText('GetObject').waitFor();
    const time = table.header('eventTime (UTC)');
    assert.equal(await time.getAttribute('aria-sort'), 'ascending');
    await time.click();
    assert.equal(await time.getAttribute('aria-sort'), 'descending');
    await table.cell(0, 0).getByText('2026-01-14 14:03:19').waitFor();
    await time.press('ArrowRight');
    await table.page.keyboard.press('Enter');
    assert.equal(await table.header('eventName').getAttribute('aria-sort'), 'ascending');
    assert.equal(await time.getAttribute('aria-sort'), 'none');
    await table.page.getByRole('status').getByText('Sorted by eventName, ascending').waitFor();
    await waitUntil(() => table.asked.at(-1)?.sort.column === 'eventName', 'the server sorts');
  });

  it('selects with the keyboard and copies what a spreadsheet may take', async () => {
    table = await openWith(['eventName', 'userAgent']);
    await table.cell(0, 0).getByText('GetObject').waitFor();
    await table.row(0).click();
    await table.grid.press('ArrowDown');
    await table.grid.press('Shift+ArrowDown');
    await table.page.getByText('Row 3 of 1,000,000, 2 selected').waitFor();
    await shoot('selected');
    assert.deepEqual(await selected(), ['row-1', 'row-2']);
    await table.grid.press('ControlOrMeta+c');
    await table.page.getByRole('status').getByText('2 rows copied').waitFor();
    const [head, first] = table.clipboard.split('\n');
    assert.equal(head, 'eventName\tuserAgent');
    assert.match(first ?? '', /^AssumeRole\t"<img/);
    await table.grid.press('ControlOrMeta+a');
    await table.page.getByText('1,000,000 selected').waitFor();
    await table.grid.press('ControlOrMeta+c');
    await table.page.getByText('at most 10,000 can be copied').waitFor();
  });

  it('shows hostile text as text', async () => {
    table = await openWith(['userAgent']);
    const cell = table.cell(0, 0);
    await cell.getByText('<img').waitFor();
    assert.equal(
      await cell.textContent(),
      '<img src=x onerror=alert(1)>\\u{202e}gnp.exe\\u{d}\\u{a}next line\\u{200b}',
    );
    assert.equal(await table.page.locator('img').count(), 0);
  });

  it('opens a record by Enter, by a double click and by a click on its time', async () => {
    await open(newFixtureResult(million));
    await table.cell(4, 1).getByText('Decrypt').waitFor();
    await table.cell(4, 0).click();
    await waitUntil(() => table.opened.length === 1, 'the time is a link');
    await table.cell(7, 2).dblclick();
    await waitUntil(() => table.opened.length === 2, 'a double click opens');
    await table.grid.press('ArrowDown');
    await table.grid.press('Enter');
    await waitUntil(() => table.opened.length === 3, 'Enter opens');
    assert.deepEqual(table.opened, [4, 7, 8]);
  });

  it('reaches cells with the keyboard', async () => {
    await open(newFixtureResult(million));
    await table.cell(0, 1).getByText('GetObject').waitFor();
    await table.grid.press('ArrowRight');
    await table.grid.press('ArrowRight');
    await waitUntil(async () => (await activeId()) === 'cell-0-1', 'the second cell is active');
    await table.page.getByRole('button', { name: 'Copy' }).click();
    await shoot('copy-menu');
    await table.page.getByRole('menuitem', { name: 'Copy Value of the Cell' }).click();
    await waitUntil(() => table.clipboard === 'GetObject', 'the value is copied');
  });

  it('shows, hides, moves and widens columns, and keeps them', async () => {
    await open(newFixtureResult(million));
    await table.cell(0, 1).getByText('GetObject').waitFor();
    await table.page.getByRole('button', { name: 'Columns' }).click();
    await shoot('columns');
    await table.page.getByLabel('Filter columns').fill('userAgent');
    await table.page.getByRole('checkbox', { name: /^userAgent/ }).check();
    await table.page.keyboard.press('Escape');
    await table.cell(0, 8).getByText('<img').waitFor();
    await table.header('userAgent').press('Home');
    await table.page.keyboard.press('Control+ArrowRight');
    await table.page.keyboard.press('Shift+ArrowRight');
    await waitUntil(() => table.columns[1]?.name === 'eventTime', 'the first column moved');
    await waitUntil(() => table.columns[1]?.widthPx === 176, 'and is wider');
    await drag('eventName', 'principal');
    await waitUntil(() => table.columns[3]?.name === 'eventName', 'the column was put down');
    assert.equal(table.columns.length, 9);
  });

  it('says what is missing, in words', async () => {
    const coverage = { isComplete: false, text: '3 of 31 days are not indexed: 2026-01-12 to 2026-01-14. Index them.' };
    const unread = [{ uri: 's3://logs/a.json.gz', reason: 'Access denied' }];
    await open(newFixtureResult(1234, { coverage, unread, copies: 17, conflicts: 2, isWhole: false }), {
      by: 'awsRegion',
      value: 'us-east-1',
    });
    await table.page.getByText('Incomplete. 3 of 31 days').waitFor();
    await table.page.getByText('1 log could not be read').click();
    await table.page.getByText('s3://logs/a.json.gz: Access denied').waitFor();
    await shoot('incomplete');
    await table.setTheme('contrast');
    await shoot('high-contrast');
    await table.setTheme(run.theme);
    await table.page.setViewportSize({ width: 420, height: 560 });
    await table.page.getByRole('button', { name: 'Columns' }).click();
    await shoot('narrow');
    await table.page.keyboard.press('Escape');
    assert.deepEqual(table.asked[0]?.group, { by: 'awsRegion', value: 'us-east-1' });
    await table.page.getByRole('button', { name: 'Show all' }).click();
    await waitUntil(() => table.asked.at(-1)?.group === undefined, 'the whole result is shown');
  });

  it('tells an empty result from one that was not read', async () => {
    await open(newFixtureResult(0, { coverage: { isComplete: false, text: 'Nothing is indexed yet.' } }));
    await table.page.getByText('No record that was read matches').waitFor();
    await shoot('empty');
  });

  it('tries again after a failure, and runs the query anew when the result is gone', async () => {
    await open(newFixtureResult(million));
    await table.cell(0, 1).getByText('GetObject').waitFor();
    table.answer = () =>
      Promise.reject(new UserError('notFound', 'The result is gone.', { nextStep: 'Run it again.' }));
    await table.grid.press('End');
    await table.page.getByRole('alert').getByText('The result is gone. Run it again.').waitFor();
    await shoot('page-failure');
    table.rerun = () => Promise.reject(new UserError('network', 'The bucket cannot be reached.'));
    await table.page.getByRole('button', { name: 'Retry' }).click();
    await table.page.getByRole('alert').getByText('The bucket cannot be reached.').waitFor();
    await shoot('failure');
    table.answer = (params) => Promise.resolve(toFixturePage(params, million));
    table.rerun = () => Promise.resolve(newFixtureResult(million, { resultId: 'result-2' }));
    await table.page.getByRole('button', { name: 'Retry' }).click();
    await table
      .cell(million - 1, 1)
      .getByText('DescribeInstances')
      .waitFor();
    assert.equal(table.asked.at(-1)?.resultId, 'result-2');
    assert.deepEqual(table.held, ['result-2'], 'the old result is let go');
  });

  it('comes back where it was when it is shown again', async () => {
    // A group tells its size only with its first page.
    await open(newFixtureResult(million), { by: 'awsRegion', value: 'us-east-1' });
    await table.cell(0, 1).getByText('GetObject').waitFor();
    await table.scrollTo(aTenth);
    await waitUntil(async () => (await firstIndex()) > 90_000, 'rows further down are in view');
    const first = await firstIndex();
    await table.cell(first + 3, 1).click();
    await table.page.reload();
    await table
      .cell(first + 3, 1)
      .getByText(/\w/)
      .waitFor();
    await waitUntil(async () => (await activeId()) === `row-${first + 3}`, 'the row is active');
    assert.equal(await firstIndex(), first);
  });

  async function openWith(names: readonly string[]): Promise<TablePage> {
    const identity = { query, scope, title };
    const columns = names.map((name) => ({ name, widthPx: 500 }));
    return await TablePage.open(browser, run.theme, identity, newFixtureResult(million), columns);
  }

  /** Without its last line, where rows shine through. */
  async function shootHead(): Promise<Buffer> {
    const box = await table.page.locator('.head').boundingBox();
    assert.ok(box);
    return await table.page.screenshot({ clip: { x: 0, y: Math.ceil(box.y), width: 1280, height: 24 } });
  }

  async function firstIndex(): Promise<number> {
    const id = await table.page.locator('.row').first().getAttribute('id');
    return Number(id?.slice('row-'.length));
  }

  async function activeId(): Promise<string | null> {
    return await table.grid.getAttribute('aria-activedescendant');
  }

  async function selected(): Promise<readonly (string | null)[]> {
    const rows = await table.page.locator('.row[aria-selected="true"]').all();
    return await Promise.all(rows.map((row) => row.getAttribute('id')));
  }

  async function isInView(index: number): Promise<boolean> {
    const row = await table.row(index).boundingBox();
    const grid = await table.grid.boundingBox();
    assert.ok(row && grid);
    return row.y >= grid.y && row.y + row.height <= grid.y + grid.height;
  }

  async function drag(from: string, to: string): Promise<void> {
    const start = await table.header(from).boundingBox();
    const end = await table.header(to).boundingBox();
    assert.ok(start && end);
    await table.page.mouse.move(start.x + 40, start.y + 10);
    await table.page.mouse.down();
    await table.page.mouse.move(end.x + 40, end.y + 10, { steps: 5 });
    await shoot('drag');
    await table.page.mouse.up();
  }
});
