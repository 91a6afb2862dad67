import { UserError } from '../base/errors';
import type { WritePart } from '../source/local/wholeFile';

/** Text for the clipboard is bounded: more belongs into a file. */
const maxTextBytes = 8 * 1024 * 1024;

/** What would be written into a file as a text. Rejects with a UserError when that becomes too long. */
export async function writeText<T>(
  run: (write: WritePart) => Promise<T>,
): Promise<{ readonly text: string; readonly result: T }> {
  const parts: Buffer[] = [];
  let total = 0;
  const result = await run((part) => {
    const bytes = Buffer.from(part);
    total += bytes.length;
    if (total > maxTextBytes) {
      throw new UserError('tooLarge', 'This is too much for the clipboard.', { nextStep: 'Export it to a file.' });
    }
    parts.push(bytes);
    return Promise.resolve();
  });
  return { text: Buffer.concat(parts, total).toString('utf8'), result };
}
