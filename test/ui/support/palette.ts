import type { Locator } from 'playwright-core';
import { actUntil } from './retry';
import type { Workbench } from './workbench';

/** Runs a command by its title in the command palette: `Trailcase: Add Source…`. */
export async function runCommand(workbench: Workbench, title: string): Promise<void> {
  const input = quickInput(workbench);
  await actUntil(input, () => workbench.page.keyboard.press('F1'));
  await input.fill(`>${title}`);
  await pick(workbench, title);
}

/** A row of the list that a command or the palette shows. */
export function pickRow({ page }: Workbench, label: string): Locator {
  return page.locator('.quick-input-list .monaco-list-row', { hasText: label }).first();
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

function quickInput({ page }: Workbench): Locator {
  return page.locator('.quick-input-widget:not([style*="display: none"]) input[type="text"]').first();
}
