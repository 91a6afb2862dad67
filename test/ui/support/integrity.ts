import type { Locator } from 'playwright-core';
import { pick, quickInput } from './palette';
import { actUntil } from './retry';
import { chooseFromMenu } from './tree';
import { waitUntil } from './waitUntil';
import type { Workbench } from './workbench';

/** Validates all of a source, from its menu in the trails. */
export async function validateSource(workbench: Workbench, source: RegExp): Promise<void> {
  await chooseFromMenu(workbench, source, 'Validate Integrity…');
  await pick(workbench, 'Everything');
  await pick(workbench, 'All accounts and regions');
}

/** The letter at the end of a row, which VS Code draws by its style sheet: `''` when there is none. */
export async function badgeOf(item: Locator): Promise<string> {
  // Text, because it runs in the page, whose types the tests do not have.
  const drawn: readonly string[] = await item.evaluate(
    `(row) => [...row.querySelectorAll('*')].map((part) => getComputedStyle(part, '::after').content)`,
  );
  return drawn.map((content) => /^"([A-Z?])"$/.exec(content)?.[1] ?? '').join('');
}

/** Types a path into the file dialog that a window in a browser shows, and confirms it until it is taken. */
export async function chooseFile(workbench: Workbench, file: string, effect: Locator): Promise<void> {
  const input = quickInput(workbench);
  // It lists its first folder, and would take what is typed before for a name in there.
  await waitUntil(async () => (await input.inputValue()).startsWith('/'), 'the file dialog has a path');
  await input.fill(file);
  await actUntil(effect, () => input.press('Enter', { timeout: 2_000 }));
}
