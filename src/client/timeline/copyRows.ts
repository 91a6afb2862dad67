import { UserError } from '../../base/errors';
import type { TimelineViewMessage } from '../../protocol/timelineMessages';
import type { ExportParams, ExportResult } from '../../protocol/searchRequests';
import { toCountText, toNounText } from '../numberText';
import type { RequestSender } from '../server/requestTypes';
import { collectPages, countRows, maxCopiedRows, toTabSeparatedText } from '../views/tableRows';

export interface CopyPorts {
  readonly server: RequestSender;
  /** Answers with text. */
  readonly exportText: (
    params: Omit<ExportParams, 'progressId' | 'file'>,
    signal: AbortSignal,
  ) => Promise<ExportResult>;
  readonly writeClipboard: (text: string) => Promise<void>;
}

/** Copied, in words. */
export interface Copied {
  readonly text: string;
  readonly isWarning: boolean;
}

/** Copies the chosen rows of a timeline. Throws a UserError `invalidInput` where they are too many for a clipboard. */
export async function copyTimelineRows(
  { server, exportText, writeClipboard }: CopyPorts,
  resultId: string,
  { format, rows, filter, descending, columns }: TimelineViewMessage & { readonly kind: 'copyRows' },
  signal: AbortSignal,
): Promise<Copied> {
  const count = countRows(rows);
  if (count > maxCopiedRows) {
    const most = toCountText(maxCopiedRows);
    const message = `${toNounText(count, 'row')} selected, but at most ${most} can be copied: export them instead`;
    throw new UserError('invalidInput', message);
  }
  const shown = { resultId, filter, descending, columns: format === 'tsv' ? columns : [] };
  const collected = await collectPages(
    (offset, limit) => server.ask('timelineRows', { ...shown, offset, limit }, signal),
    rows,
  );
  if (format === 'tsv') {
    await writeClipboard(toTabSeparatedText(columns, collected));
    return { text: `${toNounText(collected.length, 'row')} copied`, isWarning: false };
  }
  const sort = { column: 'eventTime', descending };
  const ids = collected.map(({ id }) => id);
  const { text = '', records, unread } = await exportText({ resultId, format, columns: [], sort, ids }, signal);
  await writeClipboard(text);
  const missing = unread.length;
  const note = missing === 0 ? '' : `, without those of ${toNounText(missing, 'log')} that could not be read`;
  return { text: `${toNounText(records, 'record')} copied${note}`, isWarning: missing > 0 };
}
