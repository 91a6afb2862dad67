import type { Location } from 'vscode-languageserver/node';
import { UserError } from '../base/errors';
import { toLocation } from './features/shownLog';
import type { ServerState } from './serverState';

/**
 * Where a record stands in its document, on whichever page that is. `ordinal`: in its log, from 0. Rejects with a
 * UserError: `notFound` when the log was changed since it was indexed, others when it cannot be read.
 */
export async function findRecordPlace(
  { openLogs }: Pick<ServerState, 'openLogs'>,
  sourceId: string,
  { key, ordinal }: { readonly key: string; readonly ordinal: number },
  signal: AbortSignal,
): Promise<Location> {
  const shown = await openLogs.show({ sourceId, key, isRaw: false, page: 1 }, signal);
  const record = shown.log.records[ordinal];
  if (record !== undefined) return toLocation(shown, record);
  const message = `The log has no record ${ordinal + 1} any more: it was changed since it was indexed.`;
  throw new UserError('notFound', message, { nextStep: 'Index it again.' });
}
