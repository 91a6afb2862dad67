import { createWriteStream } from 'node:fs';
import { rename, rm } from 'node:fs/promises';
import { once } from 'node:events';
import { UserError } from '../base/errors';
import type { ExportParams, ExportResult } from '../protocol/searchRequests';
import { exportResult } from '../search/resultExport';
import type { OpenResult } from '../search/resultStore';

/** Text for the clipboard is bounded: more belongs into a file. */
const maxTextBytes = 8 * 1024 * 1024;

type Write = (part: string | Uint8Array, records: number) => Promise<void>;

/** Writes a result into a file of the server's machine, whole or not at all, or answers with its text. */
export async function writeExport(
  { result, trail }: OpenResult,
  params: ExportParams,
  onProgress: (records: number) => void,
  signal: AbortSignal,
): Promise<Omit<ExportResult, 'unread'> & { readonly unread: readonly { key: string; reason: string }[] }> {
  const { format, columns, sort, ids, group, file } = params;
  const options = {
    format,
    columns,
    sort,
    ...(ids === undefined ? {} : { ids }),
    ...(group === undefined ? {} : { group }),
  };
  const run = (write: Write): ReturnType<typeof exportResult> =>
    exportResult(
      result,
      options,
      trail.recordReader(),
      async (part, records) => {
        await write(part, records);
        onProgress(records);
      },
      signal,
    );
  if (file !== undefined) return writeFile(file, run);
  const parts: Buffer[] = [];
  let total = 0;
  const count = await run((part) => {
    const bytes = Buffer.from(part);
    total += bytes.length;
    if (total > maxTextBytes) {
      throw new UserError('tooLarge', 'This is too much for the clipboard.', { nextStep: 'Export it to a file.' });
    }
    parts.push(bytes);
    return Promise.resolve();
  });
  return { ...count, text: Buffer.concat(parts, total).toString('utf8') };
}

/** Beside the file first: one that is cut off by a cancel or a full disk never looks like a whole one. */
async function writeFile(
  file: string,
  run: (write: Write) => ReturnType<typeof exportResult>,
): ReturnType<typeof exportResult> {
  const aside = `${file}.part`;
  const stream = createWriteStream(aside, { mode: 0o600 });
  try {
    await once(stream, 'open');
    const failed = once(stream, 'error').then(([error]) => {
      throw error as Error; // an `error` event carries one
    });
    failed.catch(() => undefined); // told to whoever writes
    const count = await run(async (part) => {
      if (!stream.write(part)) await Promise.race([once(stream, 'drain'), failed]);
    });
    stream.end();
    await Promise.race([once(stream, 'close'), failed]);
    await rename(aside, file);
    return count;
  } catch (error) {
    stream.destroy();
    await rm(aside, { force: true });
    const isOwn = error instanceof UserError || (error instanceof Error && error.name === 'AbortError');
    if (isOwn || !(error instanceof Error)) throw error;
    throw new UserError('writeFailed', `Cannot write ${file}: ${error.message}`, { cause: error });
  }
}
