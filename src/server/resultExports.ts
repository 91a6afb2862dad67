import type { ExportParams, ExportResult } from '../protocol/searchRequests';
import { exportResult } from '../search/resultExport';
import type { OpenResult } from '../search/resultStore';
import { writeWholeFile, type WritePart } from '../source/local/wholeFile';
import { writeText } from './clipboardText';

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
  const run = (write: WritePart): ReturnType<typeof exportResult> =>
    exportResult(
      result,
      options,
      trail.recordReader(),
      async (part, records) => {
        await write(part);
        onProgress(records);
      },
      signal,
    );
  if (file !== undefined) return writeWholeFile(file, run);
  const { text, result: count } = await writeText(run);
  return { ...count, text };
}
