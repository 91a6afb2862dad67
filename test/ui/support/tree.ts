import type { Locator } from 'playwright-core';
import { actUntil } from './retry';
import type { Workbench } from './workbench';

type Name = string | RegExp;
const clickTimeoutMs = 2_000;

/** Shows a view container by its name in the activity bar. */
export async function openContainer({ page }: Workbench, name: string): Promise<void> {
  const title = page.locator('.part.sidebar .composite.title', { hasText: new RegExp(name, 'i') });
  const tab = page.locator('.part.activitybar').getByRole('tab', { name, exact: true });
  await actUntil(title, () => tab.click({ timeout: clickTimeoutMs }));
}

/** A row of a tree in the side bar, by a part of its label or tooltip. */
export function treeItem({ page }: Workbench, name: Name): Locator {
  return page.locator('.part.sidebar').getByRole('treeitem', { name }).first();
}

export async function expandTreeItem(workbench: Workbench, name: Name): Promise<void> {
  const item = treeItem(workbench, name);
  await item.waitFor();
  const expanded = item.and(workbench.page.locator('[aria-expanded="true"]'));
  // The arrow, because a click on the label may run the item's command.
  await actUntil(expanded, () => item.locator('.monaco-tl-twistie').click({ timeout: clickTimeoutMs }));
}

/** Expands one item after the other: `['Demo case', '2026', '01']`. */
export async function expandPath(workbench: Workbench, names: readonly Name[]): Promise<void> {
  for (const name of names) await expandTreeItem(workbench, name);
}

/** Closes every item, so that the first levels are in sight again. */
export async function collapseAll({ page }: Workbench): Promise<void> {
  await page.locator('.part.sidebar').getByRole('button', { name: 'Collapse All' }).click();
}

/** Clicks an item until what it is to bring can be seen. */
export async function clickTreeItem(workbench: Workbench, name: Name, effect: Locator): Promise<void> {
  const item = treeItem(workbench, name);
  await item.waitFor();
  await actUntil(effect, () => item.click({ timeout: clickTimeoutMs }));
}

/** Chooses an entry of an item's context menu. */
export async function chooseFromMenu(workbench: Workbench, name: Name, entry: string): Promise<void> {
  const item = treeItem(workbench, name);
  await item.waitFor();
  const menuItem = workbench.page.getByRole('menuitem', { name: entry });
  await actUntil(menuItem, () => item.click({ button: 'right', timeout: clickTimeoutMs }));
  // VS Code ignores a click in the first moments of a menu: chosen is what makes it go away.
  for (let tries = 0; tries < 5 && (await menuItem.first().isVisible()); tries++) {
    await menuItem.first().click({ timeout: clickTimeoutMs });
    await menuItem
      .first()
      .waitFor({ state: 'hidden', timeout: 1_000 })
      .catch(() => undefined); // then once more
  }
}

/** Clicks a button at the end of an item's row until what it is to bring can be seen. */
export async function clickInlineButton(
  workbench: Workbench,
  name: Name,
  button: string,
  effect: Locator,
): Promise<void> {
  const item = treeItem(workbench, name);
  await item.waitFor();
  await actUntil(effect, async () => {
    await item.hover({ timeout: clickTimeoutMs });
    await item.getByRole('button', { name: button }).click({ timeout: clickTimeoutMs });
  });
}
