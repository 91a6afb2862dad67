import type { Locator, Page } from 'playwright-core';
import { actUntil } from './retry';
import type { Workbench } from './workbench';

/** Runs a command by its title in the command palette: `Trailcase: Add Source…`. */
export async function runCommand(workbench: Workbench, title: string): Promise<void> {
  const input = quickInput(workbench);
  // A list that was open may close the palette again while it goes.
  await actUntil(pickRow(workbench, title), async () => {
    if (!(await input.isVisible())) await workbench.page.keyboard.press('F1');
    await input.fill(`>${title}`, { timeout: 2_000 });
  });
  await pick(workbench, title);
}

/** As a user does it: VS Code then writes down what its editors hold, which leaving the page may cut short. */
export async function reloadWindow(workbench: Workbench): Promise<void> {
  const { page } = workbench;
  const loaded = page.waitForEvent('domcontentloaded');
  await runCommand(workbench, 'Developer: Reload Window');
  await loaded;
  await page.locator('.monaco-workbench').waitFor();
}

/** A row of the list that a command or the palette shows. */
export function pickRow({ page }: Workbench, label: string | RegExp): Locator {
  return quickInputWidget(page).locator('.quick-input-list .monaco-list-row', { hasText: label }).first();
}

export async function pick(workbench: Workbench, label: string): Promise<void> {
  await pickRow(workbench, label).click();
}

/** Types into the box that a command shows, and confirms. */
export async function answer(workbench: Workbench, text: string): Promise<void> {
  const input = quickInput(workbench);
  await input.fill(text);
  await input.press('Enter');
}

/** The box of commands, pickers and inputs, unless it is hidden or just going. */
export function quickInputWidget(page: Page): Locator {
  return page.locator('.quick-input-widget:not([style*="display: none"]):not(.quick-input-widget-closing)');
}

export function quickInput({ page }: Workbench): Locator {
  return quickInputWidget(page).locator('input[type="text"]').first();
}
