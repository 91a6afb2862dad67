import * as fs from 'node:fs';
import { tmpdir } from 'node:os';
import * as path from 'node:path';
import { pathToFileURL } from 'node:url';
import { editorTab, notification, statusItem } from './support/editor';
import { chooseFile } from './support/integrity';
import { pickRow, reloadWindow, runCommand } from './support/palette';
import { actUntil } from './support/retry';
import { panelItem } from './support/search';
import { expandTreeItem, treeItem } from './support/tree';
import { clearNotifications, indexDemoCase, openOnlyRecord, press, shownView } from './support/webviews';
import { screenshot, useWorkbench } from './support/workbench';

/** Planned work of the demo case: from a sign-in through three roles in two accounts. */
const migration = 'eventName:PutParameter principal:orders-migration';
/** Of an instance that was rebooted after a switch of roles in the console: no record names the key. */
const reboot = 'eventName:RebootInstances';
/** What the key's owner became in the other account. */
const sessionKey = 'ASIAFWT4HNDX76URC5K5';
const leakedKey = 'AKIAESR5BGXJWVJTWGCT';
const selected = /^Ln \d+, Col \d+ \(\d{3,} selected\)$/;

describe('who it really was', () => {
  const workbench = useWorkbench();
  let folder: string;

  before(async () => {
    folder = fs.mkdtempSync(path.join(tmpdir(), 'tc-sessions-'));
    await workbench().page.setViewportSize({ width: 1280, height: 800 });
    await indexDemoCase(workbench());
    await clearNotifications(workbench());
  });
  after(() => {
    fs.rmSync(folder, { recursive: true, force: true });
  });

  /** By the name on it, as a whole or by its part that is a role's. */
  const card = (name: string) =>
    shownView(workbench())
      .locator('.card')
      .filter({ has: workbench().page.locator('.card-name', { hasText: new RegExp(`^${name}`) }) })
      .first();
  const arrow = (name: string | RegExp) => shownView(workbench()).getByRole('button', { name }).first();
  const dossier = () => shownView(workbench());
  const details = () => shownView(workbench()).locator('.details-pane');
  const lens = (event: string, text: string) =>
    workbench().page.locator('.codelens-decoration', { hasText: event }).getByText(text).first();

  async function openChainOf(query: string, event: string, title: RegExp): Promise<void> {
    await openOnlyRecord(workbench(), query, statusItem(workbench(), selected));
    await runCommand(workbench(), 'View: Hide Panel');
    await press(lens(event, 'Role chain'), editorTab(workbench(), title));
    await shownView(workbench()).locator('.card').first().waitFor();
  }

  it('draws the chain of a session from its lens, across accounts up to the person', async () => {
    await openChainOf(migration, 'PutParameter', /Role chain/i);
    for (const name of [
      'lena.park',
      'AWSReservedSSO_Administrator',
      'operations',
      'shop-maintenance',
      'orders-migration',
    ])
      await card(name).waitFor();
    await screenshot(workbench(), '50-chain');
    await shownView(workbench())
      .getByRole('note', { name: 'Who it was' })
      .getByText(/^lena\.park/)
      .waitFor();
  });

  it('shows what is known of an arrow, and opens its record', async () => {
    const edge = arrow(/AssumeRole by .*operations.*shop-maintenance|AssumeRole.*shop-maintenance/);
    await press(edge, details().getByRole('heading', { name: /AssumeRole/ }));
    await screenshot(workbench(), '51-chain-edge');
    await press(details().getByRole('button', { name: 'Open Record' }), statusItem(workbench(), selected));
    await screenshot(workbench(), '52-chain-record');
  });

  it('says where it had to infer, and why', async () => {
    await runCommand(workbench(), 'View: Close All Editors');
    await openChainOf(reboot, 'RebootInstances', /Role chain/i);
    await card('ingrid.holm').waitFor();
    const edge = arrow(/inferred/i);
    await press(edge, details().getByText(/inferred/i));
    await screenshot(workbench(), '53-chain-inferred');
    await workbench().page.setViewportSize({ width: 1400, height: 900 });
    await runCommand(workbench(), 'View: Toggle Primary Side Bar Visibility');
    await shownView(workbench()).getByRole('button', { name: 'Fit' }).click();
    await card('ingrid.holm').click({ trial: true });
    await screenshot(workbench(), '53-chain-whole');
    await runCommand(workbench(), 'View: Toggle Primary Side Bar Visibility');
    await workbench().page.setViewportSize({ width: 1280, height: 800 });
    await press(
      shownView(workbench()).getByRole('button', { name: 'List', exact: true }),
      shownView(workbench()).locator('.list'),
    );
    await screenshot(workbench(), '54-chain-list');
    await press(shownView(workbench()).getByRole('button', { name: 'Graph', exact: true }), card('ingrid.holm'));
  });

  it('leads from a key of the chain to its dossier', async () => {
    await runCommand(workbench(), 'View: Close All Editors');
    await openChainOf(`key:${sessionKey} eventName:CreateUser`, 'CreateUser', /Role chain/i);
    await press(card('deploy-bot'), details().getByRole('heading', { name: 'deploy-bot', exact: true }));
    await screenshot(workbench(), '55-chain-attack');
    await press(
      details().getByRole('button', { name: 'Dossier' }).first(),
      editorTab(workbench(), `Dossier: ${leakedKey}`),
    );
    await dossier().getByRole('heading', { name: leakedKey }).waitFor();
    await dossier()
      .getByRole('heading', { name: /^Addresses/ })
      .waitFor();
    await screenshot(workbench(), '56-dossier');
  });

  it('counts with the sessions that were assumed, and says what was left behind', async () => {
    const box = dossier().getByRole('checkbox', { name: /with the sessions/ });
    await box.waitFor();
    await actUntil(dossier().getByText('user svc-metrics').first(), () => box.check({ timeout: 2_000 }));
    await screenshot(workbench(), '57-dossier-assumed');
    await dossier()
      .getByRole('button', { name: /^What it left behind/ })
      .click();
    await screenshot(workbench(), '58-dossier-left');
  });

  it('opens the records of a count', async () => {
    const row = dossier().getByRole('row').filter({ hasText: '203.0.113.77' }).first();
    const count = row.getByRole('button').first();
    const records = (await count.innerText()).replace(/\D/g, '');
    await press(count, panelItem(workbench(), new RegExp(`^${records} records, `)));
    await screenshot(workbench(), '59-dossier-count');
    await runCommand(workbench(), 'View: Hide Panel');
    await press(editorTab(workbench(), `Dossier: ${leakedKey}`), dossier().getByRole('heading', { name: leakedKey }));
  });

  it('saves the dossier as a page that a browser shows', async () => {
    const { page, run } = workbench();
    const file = path.join(folder, 'dossier.html');
    await press(dossier().getByRole('button', { name: 'Export…' }), dossier().getByRole('menuitem').first());
    await press(dossier().getByRole('menuitem', { name: /HTML/ }), pickRow(workbench(), '..'));
    await chooseFile(workbench(), file, notification(workbench(), file));
    const context = await page.context().browser()!.newContext({ colorScheme: run.theme });
    const report = await context.newPage();
    await report.goto(pathToFileURL(file).href);
    await report.getByText(leakedKey).first().waitFor();
    await report.screenshot({ path: path.join(run.shotsFolder, '59-dossier-page.png') });
    await context.close();
    await clearNotifications(workbench());
  });

  it('comes back when the window is loaded anew', async () => {
    await reloadWindow(workbench());
    await dossier().getByRole('heading', { name: leakedKey }).waitFor();
    await press(editorTab(workbench(), /Role chain/i), card('deploy-bot'));
    await screenshot(workbench(), '59-reloaded');
  });

  it('walks up in the Call Hierarchy view', async () => {
    const { page } = workbench();
    await runCommand(workbench(), 'View: Close All Editors');
    await openOnlyRecord(workbench(), migration, statusItem(workbench(), selected));
    await runCommand(workbench(), 'View: Hide Panel');
    await runCommand(workbench(), 'Trailcase: Show Call Hierarchy');
    const item = (name: RegExp) => treeItem(workbench(), name);
    await item(/orders-migration/).waitFor();
    await screenshot(workbench(), '59-calls');
    for (const name of [/orders-migration/, /shop-maintenance/, /operations/, /AWSReservedSSO/])
      await expandTreeItem(workbench(), name);
    await item(/^lena\.park/).waitFor();
    await screenshot(workbench(), '59-calls-up');
    await press(item(/^shop-maintenance/), statusItem(workbench(), /^Ln \d+/));
    await page.keyboard.press('Escape');
  });
});
