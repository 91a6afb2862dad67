import { QuickPickItemKind, Uri, window, type QuickPickItem } from 'vscode';
import { toLabelText } from '../../base/displayText';
import { newAbortError } from '../../base/errors';
import type { UnreadableRow } from '../../protocol/searchRequests';
import { isDigest } from '../ledger/coverageTotals';
import { openAtByte } from '../documents/openAtByte';
import { toCountText, toNounText } from '../numberText';
import { withCancellableProgress } from '../progress';
import { getPlace } from '../search/placeArgument';
import type { CommandFactory } from './command';

const title = 'Unreadable Objects';
/** Of each kind: more than that nobody reads in a list. */
const maxRows = 2000;

const sections: readonly (readonly [UnreadableRow['status'], string])[] = [
  ['failed', 'Could not be fetched'],
  ['read', 'Read in part'],
  ['skipped', 'Skipped'],
];

interface RowItem extends QuickPickItem {
  readonly row?: UnreadableRow;
}

/** What was not read of a place, and why. Choosing one opens it where reading failed. */
export const showUnreadable: CommandFactory = (services) => async (arg) => {
  const place = await getPlace(services, arg ?? services.coverage.selected, title);
  const listed = await withCancellableProgress('Looking for what could not be read', (signal) =>
    services.server.ask('unreadable', { scope: place.scope }, signal),
  );
  const rows = listed.filter(({ status, reason }) => status !== 'skipped' || !isDigest(reason));
  if (rows.length === 0) {
    void window.showInformationMessage(`Everything that was indexed of ${place.title} could be read.`);
    return;
  }
  const picked = await window.showQuickPick(toItems(rows), {
    title: `${title}: ${toNounText(rows.length, 'object')} of ${place.title}`,
    placeHolder: 'Opens the object where reading failed',
    matchOnDetail: true,
  });
  if (picked?.row === undefined) throw newAbortError();
  await openAtByte(services.documents, Uri.parse(picked.row.documentUri, true), picked.row.offset);
};

function toItems(rows: readonly UnreadableRow[]): readonly RowItem[] {
  return sections.flatMap(([status, label]): readonly RowItem[] => {
    const matching = rows.filter((row) => row.status === status);
    if (matching.length === 0) return [];
    const isCut = matching.length > maxRows;
    const title = isCut ? `${label}: the first ${toCountText(maxRows)} of ${toCountText(matching.length)}` : label;
    return [{ label: title, kind: QuickPickItemKind.Separator }, ...matching.slice(0, maxRows).map(toItem)];
  });
}

function toItem(row: UnreadableRow): RowItem {
  const { key, uri, reason, offset } = row;
  const at = offset === undefined ? '' : ` · at byte ${offset.toLocaleString('en-US')}`;
  const name = key.slice(key.lastIndexOf('/') + 1);
  return {
    label: toLabelText(name),
    // Names of logs are so long that nothing would be seen beside them.
    detail: `${toLabelText(reason, 200)}${at} · ${toLabelText(uri, 300)}`,
    row,
  };
}
