import type { Locator } from 'playwright-core';

const effectTimeoutMs = 2_000;

/**
 * Acts until the effect is seen: VS Code redraws its lists while it loads, and a click on a row that is just
 * replaced goes nowhere. Does not act when the effect is there already.
 */
export async function actUntil(effect: Locator, act: () => Promise<void>, timeoutMs = 20_000): Promise<void> {
  const deadline = Date.now() + timeoutMs;
  let lastError: unknown;
  while (!(await isSeen(effect, lastError === undefined ? 0 : effectTimeoutMs))) {
    if (Date.now() > deadline) throw new Error(`Without effect: ${effect.toString()}`, { cause: lastError });
    lastError = await act().then(
      () => new Error('The action itself went well'),
      (error: unknown) => error,
    );
  }
}

async function isSeen(locator: Locator, timeoutMs: number): Promise<boolean> {
  if (timeoutMs === 0) return locator.first().isVisible();
  try {
    await locator.first().waitFor({ timeout: timeoutMs });
    return true;
  } catch {
    return false; // Not yet; the caller acts again.
  }
}
