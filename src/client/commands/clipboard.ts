import { env, window } from 'vscode';
import { toDisplayText } from '../../base/displayText';

const messageMs = 4000;

/** Lines whose breaks are ours; whatever else could do harm where it is pasted is escaped. */
export async function copyLines(what: string, lines: readonly string[]): Promise<void> {
  await env.clipboard.writeText(`${lines.map((line) => toDisplayText(line, 10_000)).join('\n')}\n`);
  window.setStatusBarMessage(`$(check) ${what} copied`, messageMs);
}

const controlCharacters = /\p{Cc}/u;

/** A key may hold a line break, and a terminal would run what is pasted after it: such text is copied escaped. */
export async function copyToClipboard(what: string, text: string): Promise<void> {
  const isHostile = controlCharacters.test(text);
  await env.clipboard.writeText(isHostile ? toDisplayText(text, text.length * 10) : text);
  const note = isHostile ? `${what} copied, control characters escaped` : `${what} copied`;
  window.setStatusBarMessage(`$(check) ${note}`, messageMs);
}
