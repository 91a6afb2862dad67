import { env, window } from 'vscode';
import { toDisplayText } from '../../base/displayText';

const messageMs = 4000;

const controlCharacters = /\p{Cc}/u;

/** A key may hold a line break, and a terminal would run what is pasted after it: such text is copied escaped. */
export async function copyToClipboard(what: string, text: string): Promise<void> {
  const isHostile = controlCharacters.test(text);
  await env.clipboard.writeText(isHostile ? toDisplayText(text, text.length * 10) : text);
  const note = isHostile ? `${what} copied, control characters escaped` : `${what} copied`;
  window.setStatusBarMessage(`$(check) ${note}`, messageMs);
}
