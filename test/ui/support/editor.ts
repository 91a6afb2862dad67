import type { Locator } from 'playwright-core';
import { actUntil } from './retry';
import type { Workbench } from './workbench';

/** The tab of an editor by a part of its title. */
export function editorTab({ page }: Workbench, title: string | RegExp): Locator {
  return page.locator('.tabs-container').getByRole('tab', { name: title });
}

/** A line of the active editor that can be seen. Monaco draws spaces as no-break spaces; text is matched with either. */
export function editorLine({ page }: Workbench, text: string): Locator {
  return page.locator('.part.editor .view-line', { hasText: text }).first();
}

export function codeLens({ page }: Workbench, text: string | RegExp): Locator {
  return page.locator('.codelens-decoration > *', { hasText: text }).first();
}

export async function clickCodeLens(workbench: Workbench, text: string | RegExp, effect: Locator): Promise<void> {
  const lens = codeLens(workbench, text);
  await lens.waitFor();
  await actUntil(effect, () => lens.click({ timeout: 2_000 }));
}

/** Text of the hover over a token (a JSON key or value) of a line. The card stays open for a screenshot. */
export async function hoverText(workbench: Workbench, token: string): Promise<string> {
  const { page } = workbench;
  const word = editorLine(workbench, token).locator('span > span', { hasText: token }).first();
  const card = page.locator('.monaco-hover:not(.hidden) .hover-contents');
  await actUntil(card, async () => {
    await page.mouse.move(5, 5); // Away first: a pointer that does not move causes no hover.
    await word.hover({ position: { x: 12, y: 8 }, timeout: 2_000 });
  });
  return (await card.allInnerTexts()).join('\n').trim();
}

export function notification({ page }: Workbench, text: string | RegExp): Locator {
  return page.locator('.notification-toast', { hasText: text }).first();
}

/** An entry of the status bar by its whole text. */
export function statusItem({ page }: Workbench, text: string | RegExp): Locator {
  return page.locator('.part.statusbar .statusbar-item-label').filter({ hasText: text }).first();
}
