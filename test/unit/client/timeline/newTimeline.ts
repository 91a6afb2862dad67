import type { TimelineGap, TimelineSummary } from '../../../../src/engine/timeline/timeline';
import type { OpenedTimeline } from '../../../../src/protocol/timelineRequests';

const noClasses = { read: 0, write: 0, error: 0, denied: 0 };

/** What the server answers to the opening of a timeline of 12 records. */
export function newOpened(resultId: string, changes: Partial<TimelineSummary> = {}): OpenedTimeline {
  return {
    result: {
      resultId,
      count: 12,
      copies: 0,
      conflicts: 0,
      coverage: { isComplete: true, text: 'All of it.' },
      isIndexed: true,
      elapsedMs: 1,
      unread: [],
      isWhole: true,
    },
    query: 'userIdentity.arn:"arn:aws:iam::111122223333:user/alice"',
    title: 'Timeline of alice',
    summary: {
      count: 12,
      classes: { ...noClasses, read: 12 },
      twins: 0,
      untimed: 0,
      firstTime: undefined,
      lastTime: undefined,
      firstSeen: [],
      firstSeenTotal: 0,
      ...changes,
    },
    gaps: [newGap()],
    notes: [],
  };
}

export function newGap(changes: Partial<TimelineGap> = {}): TimelineGap {
  const from = Date.parse('2026-01-15T06:00:00Z');
  return { kind: 'notIndexed', from, to: from + 3_600_000, text: 'Not read.', accounts: [], regions: [], ...changes };
}
