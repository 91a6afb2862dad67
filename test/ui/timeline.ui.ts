import assert from 'node:assert/strict';
import * as fs from 'node:fs';
import { tmpdir } from 'node:os';
import * as path from 'node:path';
import { codeLens, editorTab, hoverText, notification, statusItem } from './support/editor';
import { chooseFile, validateSource } from './support/integrity';
import { pickRow, reloadWindow, runCommand } from './support/palette';
import { actUntil } from './support/retry';
import { TimelineOnScreen, type ShownRange } from './support/timeline';
import { openSearchBox, search } from './support/search';
import { chooseFromMenu, expandPath, openContainer } from './support/tree';
import { waitUntil } from './support/waitUntil';
import { clearNotifications, indexDemoCase, openOnlyRecord, press } from './support/webviews';
import { screenshot, useWorkbench } from './support/workbench';

/** Of the user deploy-bot, used by the intruder of the demo case from the evening of the 14th on. */
const leakedKey = 'AKIAESR5BGXJWVJTWGCT';
const keyTab = `Timeline of key ${leakedKey}`;
const firstTry = 'ListUsers';
const selected = /^Ln \d+, Col \d+ \(\d{3,} selected\)$/;
const evening: ShownRange = { from: Date.UTC(2026, 0, 14, 21), to: Date.UTC(2026, 0, 14, 23) };

describe('the timeline of a leaked key', () => {
  const workbench = useWorkbench();
  let timeline: TimelineOnScreen;
  let folder: string;

  before(async () => {
    folder = fs.mkdtempSync(path.join(tmpdir(), 'tc-timeline-'));
    await workbench().page.setViewportSize({ width: 1280, height: 800 });
    timeline = new TimelineOnScreen(workbench());
    await indexDemoCase(workbench());
    await clearNotifications(workbench());
  });
  after(() => {
    fs.rmSync(folder, { recursive: true, force: true });
  });

  it('opens from the lens over a record', async () => {
    await openOnlyRecord(workbench(), `key:${leakedKey} eventName:${firstTry}`, statusItem(workbench(), selected));
    await runCommand(workbench(), 'View: Hide Panel');
    const lens = workbench().page.locator('.codelens-decoration', { hasText: firstTry }).getByText('Timeline');
    await press(lens, editorTab(workbench(), 'Timeline of deploy-bot'));
    await timeline.settled();
    await timeline.words('116 records in the whole period').waitFor();
    await screenshot(workbench(), '60-timeline-lens');
  });

  it('opens from the hover on the key', async () => {
    await press(editorTab(workbench(), /us-east-1_20260114T2151Z/), codeLens(workbench(), firstTry));
    assert.match(await hoverText(workbench(), leakedKey), /Show Timeline/);
    await screenshot(workbench(), '61-timeline-hover');
    const link = workbench().page.locator('.monaco-hover').getByText('Show Timeline').first();
    const tab = editorTab(workbench(), keyTab);
    await actUntil(tab, async () => {
      if (!(await link.isVisible())) await hoverText(workbench(), leakedKey);
      await link.click({ timeout: 2_000 });
    });
    await timeline.settled();
    await timeline.words('117 records in the whole period').waitFor();
  });

  it('draws what digests prove as what it is, and never as silence', async () => {
    await timeline.view.getByRole('button', { name: /^Coverage/ }).waitFor();
    await openContainer(workbench(), 'Trailcase');
    await validateSource(workbench(), /^Source, Demo case/);
    await notification(workbench(), /Demo case: Wrong\./).waitFor();
    await clearNotifications(workbench());
    await runCommand(workbench(), 'View: Hide Panel');
    const coverage = timeline.view.getByRole('button', { name: /^Coverage: \d+ gaps · \d+ quiet$/ });
    await press(timeline.view.getByRole('button', { name: 'Refresh' }), coverage);
    await timeline.settled();
    await screenshot(workbench(), '62-timeline-gaps');
    const entry = timeline.view.getByRole('menuitem', { name: /^Unproven: 2026-01-15 0[23]:/ }).first();
    await press(coverage, entry);
    await screenshot(workbench(), '63-timeline-gap-list');
    await press(entry, timeline.view.getByRole('button', { name: 'Show in View' }));
    await screenshot(workbench(), '64-timeline-gap');
    await press(timeline.view.getByRole('button', { name: 'Show in View' }), timeline.words(/^\d+ records? in view/));
    const { from, to } = await timeline.range();
    assert.ok(from <= Date.UTC(2026, 0, 15, 4) && to >= Date.UTC(2026, 0, 15, 8), 'the silent hours are in view');
    await timeline.picture.press('0');
    await timeline.words('in the whole period').waitFor();
  });

  it('shows a part that is brushed, zooms by wheel and keyboard, and all of it again', async () => {
    const whole = await timeline.range();
    await timeline.brush(whole, evening);
    await timeline.words(/^\d+ records in view: 2026-01-14 2[01]:/).waitFor();
    await timeline.settled();
    await screenshot(workbench(), '65-timeline-brushed');
    const brushed = await timeline.range();
    const at = await timeline.pointOf(timeline.lanePlot, brushed, Date.UTC(2026, 0, 14, 22, 10));
    await workbench().page.mouse.move(at.x, at.y);
    await workbench().page.mouse.wheel(0, -300);
    await waitUntil(async () => spanOf(await timeline.range()) < spanOf(brushed), 'the wheel zooms in');
    const zoomed = await timeline.range();
    assert.ok(zoomed.from < Date.UTC(2026, 0, 14, 22, 10) && Date.UTC(2026, 0, 14, 22, 10) < zoomed.to);
    await timeline.picture.press('-');
    await waitUntil(async () => spanOf(await timeline.range()) > spanOf(zoomed), 'minus zooms out');
    const wider = await timeline.range();
    await timeline.picture.press('ArrowRight');
    await waitUntil(async () => (await timeline.range()).from > wider.from, 'the arrow moves the view');
    await timeline.picture.press('Home');
    await waitUntil(async () => spanOf(await timeline.range()) === spanOf(whole), 'Home shows the whole period');
    await timeline.words('in the whole period').waitFor();
  });

  it('has lanes by what is chosen, and hides what is not wanted', async () => {
    await timeline.view.getByLabel('Lanes by').selectOption('event');
    await timeline.lane('AssumeRole').waitFor();
    await timeline.settled();
    await screenshot(workbench(), '66-timeline-events');
    const denied = timeline.view.getByRole('button', { name: /^denied \d+/ });
    await press(denied, timeline.words(/^62 records/));
    assert.equal(await denied.getAttribute('aria-pressed'), 'false');
    await press(denied, timeline.words(/^117 records/));
  });

  it('leads from a mark to its row, and from the row to the log at the record', async () => {
    await timeline.brush(await timeline.range(), evening);
    await timeline.words(/in view: 2026-01-14 2[01]:/).waitFor();
    await timeline.settled();
    const { mouse } = workbench().page;
    const time = Date.UTC(2026, 0, 14, 21, 47, 36);
    const row = timeline.selectedRow.filter({ hasText: firstTry });
    await actUntil(row, async () => {
      const { x, y } = await timeline.markAt(firstTry, time);
      await mouse.move(x - 1, y);
      await mouse.move(x, y);
      await timeline.tooltip.filter({ hasText: firstTry }).waitFor({ timeout: 2_000 });
      await screenshot(workbench(), '67-timeline-mark');
      await mouse.click(x, y);
    });
    await screenshot(workbench(), '68-timeline-row');
    await workbench().page.setViewportSize({ width: 1400, height: 900 });
    await timeline.settled();
    await screenshot(workbench(), '68-timeline-wide');
    await workbench().page.setViewportSize({ width: 1280, height: 800 });
    await actUntil(statusItem(workbench(), selected), () => row.dblclick({ timeout: 2_000 }));
    await screenshot(workbench(), '69-timeline-log');
    await press(editorTab(workbench(), keyTab), timeline.picture);
  });

  it('tells what was seen for the first time', async () => {
    const button = timeline.view.getByRole('button', { name: /^First seen: \d+/ });
    const entry = timeline.view.getByRole('menuitem', { name: /First address 203\.0\.113\.77/ }).first();
    await press(button, entry);
    await screenshot(workbench(), '70-timeline-first-seen');
    await press(entry, timeline.selectedRow.filter({ hasText: 'GetCallerIdentity' }));
  });

  it('comes back as it was left when the window is loaded anew', async () => {
    const before = await timeline.range();
    const row = await timeline.selectedRow.innerText();
    await timeline.settled();
    await reloadWindow(workbench());
    await timeline.settled();
    assert.deepEqual(await timeline.range(), before);
    assert.equal(await timeline.view.getByLabel('Lanes by').inputValue(), 'event');
    await waitUntil(async () => (await timeline.selectedRow.innerText()) === row, 'the same row is chosen');
    await screenshot(workbench(), '71-timeline-reloaded');
  });

  it('writes what is in view, with the picture', async () => {
    const file = path.join(folder, 'timeline.md');
    const item = timeline.view.getByRole('menuitem', { name: 'Report with Picture as Markdown…' });
    await press(timeline.view.getByRole('button', { name: 'Export…' }), item);
    await screenshot(workbench(), '72-timeline-export');
    await press(item, pickRow(workbench(), '..'));
    await chooseFile(workbench(), file, notification(workbench(), file));
    const text = fs.readFileSync(file, 'utf8');
    assert.match(text, new RegExp(leakedKey));
    assert.match(text, /!\[[^\]]*\]\(\.\/timeline\.png\)/);
    const png = fs.readFileSync(path.join(folder, 'timeline.png'));
    assert.equal(png.subarray(1, 4).toString('latin1'), 'PNG');
    fs.copyFileSync(
      path.join(folder, 'timeline.png'),
      path.join(workbench().run.shotsFolder, '73-timeline-picture.png'),
    );
    await clearNotifications(workbench());
  });

  it('opens for an account from the trails, and for what a search found', async () => {
    await runCommand(workbench(), 'View: Close All Editors');
    await openContainer(workbench(), 'Trailcase');
    await expandPath(workbench(), ['Demo case']);
    await chooseFromMenu(workbench(), /^Account 444455556666/, 'Show Timeline…');
    await editorTab(workbench(), 'Timeline of account 444455556666').waitFor();
    await timeline.settled();
    await screenshot(workbench(), '74-timeline-account');
    await openSearchBox(workbench(), 'Demo case');
    const found = await search(workbench(), 'ip:203.0.113.0/24', /^\d+ records, ip:203.0.113.0\/24 in Demo case/);
    const tab = editorTab(workbench(), 'Timeline of ip:203.0.113.0/24');
    await actUntil(tab, async () => {
      await found.hover({ timeout: 2_000 });
      await found.getByRole('button', { name: 'Show Timeline…' }).click({ timeout: 2_000 });
    });
    await timeline.settled();
    await screenshot(workbench(), '75-timeline-search');
  });
});

function spanOf({ from, to }: ShownRange): number {
  return to - from;
}
