import type { Locator } from 'playwright-core';
import { pick, pickRow, quickInput } from './palette';
import { actUntil } from './retry';
import { chooseFromMenu } from './tree';
import type { Workbench } from './workbench';

/** Validates all of a source, from its menu in the trails. */
export async function validateSource(workbench: Workbench, source: RegExp): Promise<void> {
  await chooseFromMenu(workbench, source, 'Validate Integrity…');
  await pick(workbench, 'Everything');
  await pick(workbench, 'All accounts and regions');
}

/** Of the page, whose types the tests do not have. */
interface Row {
  querySelectorAll(selector: string): Iterable<unknown>;
}
declare function getComputedStyle(part: unknown, pseudo: string): { readonly content: string };

/** The letter at the end of a row, which VS Code draws by its style sheet: `''` when there is none. */
export async function badgeOf(item: Locator): Promise<string> {
  const drawn = await item.evaluate((row: Row) =>
    [...row.querySelectorAll('*')].map((part) => getComputedStyle(part, '::after').content),
  );
  return drawn.map((content) => /^"(?:\d, )?([A-Z?]…?)"$/.exec(content)?.[1] ?? '').join('');
}

/** Types a path into the file dialog that a window in a browser shows, and confirms it until it is taken. */
export async function chooseFile(workbench: Workbench, file: string, effect: Locator): Promise<void> {
  const input = quickInput(workbench);
  await pickRow(workbench, '..').waitFor();
  await actUntil(effect, async () => {
    // The dialog lists the folder of what was typed before it takes it, and may put its own path there meanwhile.
    if ((await input.inputValue({ timeout: 2_000 })) === file) await input.press('Enter', { timeout: 2_000 });
    else await input.fill(file, { timeout: 2_000 });
  });
}
