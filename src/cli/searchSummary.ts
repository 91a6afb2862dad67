import { toDisplayText } from '../base/displayText';
import type { RoleChain } from '../engine/session/session';
import type { ResultSummary } from '../index/resultSet';
import type { SearchSession } from './searchSession';
import { printNote } from './terminal';

const maxToldUnread = 20;

/** What a summary says of completeness. */
export interface FoundPart extends Pick<ResultSummary, 'isWhole' | 'unsearched'> {
  readonly coverage: Pick<ResultSummary['coverage'], 'isComplete' | 'statement'>;
}

/** Nothing of the scope was left out of a result. */
export function isWhole(summary: FoundPart): boolean {
  return summary.isWhole && summary.coverage.isComplete && summary.unsearched.length === 0;
}

/** What was found, and what was not seen: always said, on standard error. */
export function tellSummary(
  { opened }: Pick<SearchSession, 'opened'>,
  { count, copies, conflicts, coverage, unsearched, isWhole: isAll }: ResultSummary,
  limit?: number,
): void {
  const shown = limit !== undefined && limit < count ? ` (the first ${limit.toLocaleString('en-US')} are shown)` : '';
  const parts = [
    `${count.toLocaleString('en-US')} ${count === 1 ? 'record' : 'records'}${shown}`,
    ...(copies > 0 ? [`${copies.toLocaleString('en-US')} further deliveries of them, counted once`] : []),
    ...(conflicts > 0 ? [`${conflicts.toLocaleString('en-US')} share their event ID with other content`] : []),
  ];
  printNote(`${parts.join('; ')}.`);
  if (!isAll) printNote('This is not all: the search stopped, or found more than it keeps.');
  printNote(coverage.statement);
  tellEach(
    unsearched.map(({ key, reason }) => ({ key: opened.source.toUri(key), reason })),
    'not searched',
  );
}

/** Records that are missing from an export. */
export function tellUnread(unread: readonly { readonly key: string; readonly reason: string }[]): void {
  tellEach(unread, 'not read');
}

/** Issuing records of a chain whose originals could not be read. */
export function tellUnreadDetails({ unreadDetails }: Pick<RoleChain, 'unreadDetails'>): void {
  tellUnread(unreadDetails.map(({ eventId, reason }) => ({ key: `record ${eventId ?? 'without an id'}`, reason })));
}

function tellEach(objects: readonly { readonly key: string; readonly reason: string }[], what: string): void {
  for (const { key, reason } of objects.slice(0, maxToldUnread)) {
    printNote(`${what}: ${toDisplayText(key, 2000)}: ${toDisplayText(reason, 2000)}`);
  }
  if (objects.length > maxToldUnread) printNote(`… and ${objects.length - maxToldUnread} more.`);
}
