import type { Locator } from 'playwright-core';
import { runCommand, quickInput, pick } from './palette';
import { actUntil } from './retry';
import { panelItem } from './search';
import { chooseFromMenu } from './tree';
import type { Workbench } from './workbench';

const clickTimeoutMs = 2_000;

/** Validates all of a source, from its menu in the trails. */
export async function validateSource(workbench: Workbench, source: RegExp): Promise<void> {
  await chooseFromMenu(workbench, source, 'Validate Integrity…');
  await pick(workbench, 'Everything');
  await pick(workbench, 'All accounts and regions');
}

/** Makes the Integrity view as high as the window lets it be, so that a picture shows it whole. */
export async function maximizePanel(workbench: Workbench, isMaximized: boolean): Promise<void> {
  const { page } = workbench;
  const item = page.locator('.part.panel').getByRole('button', { name: isMaximized ? 'Restore Panel Size' : 'Maximize' });
  await actUntil(item, () => runCommand(workbench, 'View: Toggle Maximized Panel'));
}

/** The badge (a letter) of a row. */
export function badgeOf(item: Locator, letter: string): Locator {
  return item.locator('.monaco-icon-label').and(item.page().locator(`[class*="monaco-decoration-badge"], *`)).first().filter({ hasText: letter });
}

/** Chooses an entry of a row's menu in the panel. */
export async function choosePanelMenu(workbench: Workbench, name: string | RegExp, entry: string): Promise<void> {
  const item = panelItem(workbench, name);
  await item.waitFor();
  const menuItem = workbench.page.getByRole('menuitem', { name: entry });
  await actUntil(menuItem, () => item.click({ button: 'right', timeout: clickTimeoutMs }));
  for (let tries = 0; tries < 5 && (await menuItem.first().isVisible()); tries++) {
    await menuItem.first().click({ timeout: clickTimeoutMs });
    await menuItem
      .first()
      .waitFor({ state: 'hidden', timeout: 1_000 })
      .catch(() => undefined); // then once more
  }
}

/** Types a path into VS Code's own file dialog, which a window in a browser shows, and confirms it. */
export async function chooseFile(workbench: Workbench, file: string): Promise<void> {
  const input = quickInput(workbench);
  await input.waitFor();
  await input.fill(file);
  await input.press('Enter');
}
