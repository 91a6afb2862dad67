import { chromium } from 'playwright-core';
import { TablePage } from './support/tablePage';
import { newFixtureResult, query, scope } from './support/tableFixture';
describe('jitter', () => { for (const dsf of [1, 1.5]) it('dsf ' + dsf, async () => {
  const browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: ['--no-sandbox', '--disable-gpu', '--force-device-scale-factor=' + dsf] });
  const t = await TablePage.open(browser, 'dark', { query, scope, title: 't' }, newFixtureResult(1_000_000));
  await t.cell(0, 1).getByText('GetObject').waitFor();
  const r = await t.page.evaluate(`(async () => {
    const grid = document.querySelector('.grid'); const head = document.querySelector('.head'); const out = [];
    for (const at of [0, 1e6, 4e6, 8e6, 12e6, 15e6, 18e6, 21.9e6]) {
      const ys = new Set();
      for (let i = 0; i < 40; i++) { grid.scrollTop = at + i * 7 + (i % 3) / 3; ys.add((head.getBoundingClientRect().y - grid.getBoundingClientRect().y).toFixed(3)); if (i % 4 === 0) await new Promise(requestAnimationFrame); }
      out.push([at, [...ys].join(' ')]);
    }
    return [devicePixelRatio, out]; })()`);
  console.log(JSON.stringify(r));
  await t.close(); await browser.close();
}).timeout(60000); });
