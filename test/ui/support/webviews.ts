import type { FrameLocator, Locator } from 'playwright-core';
import { notification } from './editor';
import { pick, runCommand } from './palette';
import { actUntil } from './retry';
import { openSearchBox, panelItem, resultTable, search } from './search';
import { chooseFromMenu, openContainer, treeItem } from './tree';
import type { Workbench } from './workbench';

const clickTimeoutMs = 2_000;

/** The web view that can be seen: a timeline, a role chain, a dossier. VS Code puts its page into a frame in a frame. */
export const shownView: (workbench: Workbench) => FrameLocator = resultTable;

/** Indexes all of the demo case from its menu, or finds that it is indexed. */
export async function indexDemoCase(workbench: Workbench): Promise<void> {
  await openContainer(workbench, 'Trailcase');
  await treeItem(workbench, /^Source, Demo case/).waitFor();
  await chooseFromMenu(workbench, /^Source, Demo case/, 'Index…');
  await pick(workbench, 'Everything');
  await pick(workbench, 'All accounts and regions');
  await notification(workbench, /Indexed Demo case|Everything of Demo case is in the index already/).waitFor();
}

/** Opens the log of the only record that a query finds, with the record selected. */
export async function openOnlyRecord(workbench: Workbench, query: string, effect: Locator): Promise<void> {
  await openSearchBox(workbench, 'Demo case');
  await search(workbench, query, /^1 record, /);
  const hit = panelItem(workbench, /, at \d{4}-\d\d-\d\d \d\d:\d\d:\d\d UTC/);
  await hit.waitFor();
  await actUntil(effect, async () => {
    // The pointer may rest on a row whose tooltip covers the ones below.
    await workbench.page.mouse.move(5, 5);
    await hit.click({ timeout: clickTimeoutMs });
  });
}

/** Clicks a button of the web view until what it is to bring can be seen. */
export async function press(button: Locator, effect: Locator): Promise<void> {
  await button.waitFor();
  await actUntil(effect, () => button.click({ timeout: clickTimeoutMs }));
}

export async function clearNotifications(workbench: Workbench): Promise<void> {
  await runCommand(workbench, 'Notifications: Clear All Notifications');
  await workbench.page.locator('.notification-toast').first().waitFor({ state: 'hidden' });
}
