import { toDisplayText } from '../../base/displayText';
import { toUserErrorData } from '../../base/errors';
import { resultColumns } from '../../protocol/resultColumns';
import type { TableFailure, TableIdentity, TableNote, TableView } from '../../protocol/resultTableMessages';
import type { ResultSort, SearchResult } from '../../protocol/searchRequests';
import { defaultColumns, type ShownColumn } from '../../protocol/shownColumns';
import { toCountText, toNounText } from '../numberText';

const maxTextLength = 2000;
/** Of the logs that could not be read: the list is for a look; their number is always said. */
const maxDetails = 200;

export function toTableView(
  identity: TableIdentity,
  result: SearchResult,
  arrangement: { readonly sort: ResultSort; readonly shown: readonly ShownColumn[] },
): TableView {
  const { coverage, count } = result;
  return {
    kind: 'records',
    identity,
    countText: count === 0 ? 'No records' : toNounText(count, 'record'),
    ...(identity.group === undefined ? { rowCount: count } : {}),
    coverage: { isComplete: coverage.isComplete, text: toDisplayText(coverage.text, maxTextLength) },
    notes: toNotes(result),
    sort: arrangement.sort,
    available: resultColumns,
    shown: arrangement.shown.length === 0 ? defaultColumns : arrangement.shown,
    defaults: defaultColumns,
  };
}

export function toTableFailure(error: unknown): TableFailure {
  const { message, nextStep } = toUserErrorData(error);
  return {
    message: toDisplayText(message, maxTextLength),
    ...(nextStep === undefined ? {} : { nextStep: toDisplayText(nextStep, maxTextLength) }),
  };
}

/** Everything that the rows alone do not tell. */
export function toNotes({ isWhole, unread, copies, conflicts }: SearchResult): readonly TableNote[] {
  const notes: TableNote[] = [];
  if (!isWhole) {
    const text = 'Not all: the search was stopped, or found more than is kept. There may be further records.';
    notes.push({ text, isWarning: true, details: [] });
  }
  if (unread.length > 0) {
    const text = `${toNounText(unread.length, 'log')} could not be read: matches in them are missing.`;
    notes.push({ text, isWarning: true, details: toUnreadLines(unread) });
  }
  if (conflicts > 0) {
    const text = `${toNounText(conflicts, 'record')} with an eventID that another record with other content has: see the column isConflict.`;
    notes.push({ text, isWarning: true, details: [] });
  }
  if (copies > 0) {
    const text = `${toCountText(copies)} further ${copies === 1 ? 'delivery' : 'deliveries'} of these records, counted once.`;
    notes.push({ text, isWarning: false, details: [] });
  }
  return notes;
}

function toUnreadLines(unread: SearchResult['unread']): readonly string[] {
  const lines = unread.slice(0, maxDetails).map(({ uri, reason }) => toDisplayText(`${uri}: ${reason}`, maxTextLength));
  const more = unread.length - lines.length;
  return more === 0 ? lines : [...lines, `… and ${toCountText(more)} more`];
}
