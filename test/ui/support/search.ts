import type { FrameLocator, Locator } from 'playwright-core';
import { pickRow, quickInput, quickInputWidget } from './palette';
import { actUntil } from './retry';
import type { Workbench } from './workbench';

type Name = string | RegExp;
const clickTimeoutMs = 2_000;

/** Opens the search box by its keys; of several sources, in this one. */
export async function openSearchBox(workbench: Workbench, source?: string): Promise<void> {
  const input = quickInput(workbench);
  await actUntil(input, () => workbench.page.keyboard.press('Control+Alt+F'));
  const box = quickTitle(workbench, /^Search Records: /);
  if (source === undefined) await box.waitFor();
  else await actUntil(box, () => pickRow(workbench, source).click({ timeout: clickTimeoutMs }));
}

/** Replaces what stands in the box, as typing does, and waits for what the server says of it. */
export async function typeQuery(workbench: Workbench, query: string): Promise<void> {
  await quickInput(workbench).fill(query);
  await pickRow(workbench, query).waitFor();
}

/** Types a query, runs it, and waits for the view to sum it up. */
export async function search(workbench: Workbench, query: string, summary: Name): Promise<Locator> {
  await typeQuery(workbench, query);
  await workbench.page.keyboard.press('Enter');
  const found = panelItem(workbench, summary);
  await found.waitFor();
  return found;
}

export function quickTitle({ page }: Workbench, text: Name): Locator {
  return quickInputWidget(page).locator('.quick-input-title').filter({ hasText: text });
}

/** A row of the search results or of the coverage. */
export function panelItem({ page }: Workbench, name: Name): Locator {
  return page.locator('.part.panel').getByRole('treeitem', { name }).first();
}

export async function clickPanelItem(workbench: Workbench, name: Name, effect: Locator): Promise<void> {
  const item = panelItem(workbench, name);
  await item.waitFor();
  await actUntil(effect, () => item.click({ timeout: clickTimeoutMs }));
}

export async function expandPanelItem(workbench: Workbench, name: Name): Promise<void> {
  const item = panelItem(workbench, name);
  await item.waitFor();
  const expanded = item.and(workbench.page.locator('[aria-expanded="true"]'));
  await actUntil(expanded, () => item.locator('.monaco-tl-twistie').click({ timeout: clickTimeoutMs }));
}

/** Presses a button of a question that stands in front of everything. */
export async function answerDialog({ page }: Workbench, message: Name, button: string): Promise<void> {
  const dialog = page.locator('.monaco-dialog-box', { hasText: message });
  await dialog.getByRole('button', { name: button, exact: true }).click();
  await dialog.waitFor({ state: 'hidden' });
}

/** The table of results that can be seen: VS Code puts its page into a frame in a frame. */
export function resultTable({ page }: Workbench): FrameLocator {
  return page
    .locator('iframe.webview.ready')
    .filter({ visible: true })
    .last()
    .contentFrame()
    .frameLocator('#active-frame');
}

export function tableRow(workbench: Workbench, text: Name): Locator {
  return resultTable(workbench).getByRole('row').filter({ hasText: text }).first();
}
