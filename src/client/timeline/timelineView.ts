import { toDisplayText } from '../../base/displayText';
import type { TimelineIdentity, TimelineNote, TimelineView } from '../../protocol/timelineMessages';
import type { OpenedTimeline } from '../../protocol/timelineRequests';
import { toCountText, toNounText } from '../numberText';
import { toNotes } from '../views/tableView';

const maxTextLength = 2000;

/** What the web view shows of a timeline. Values of records in it are as records spell them; sentences are safe to show. */
export function toTimelineView(identity: TimelineIdentity, opened: OpenedTimeline): TimelineView {
  const { result, query, summary, gaps } = opened;
  const { isComplete, text } = result.coverage;
  return {
    resultId: result.resultId,
    identity,
    query,
    summary,
    gaps: gaps.map((gap) => ({ ...gap, text: toDisplayText(gap.text, maxTextLength) })),
    coverage: { isComplete, text: toDisplayText(text, maxTextLength) },
    notes: [...toNotes(result), ...toTimelineNotes(opened)],
  };
}

/** Of first uses the web view tells by itself. */
function toTimelineNotes({ summary, notes: unproven }: OpenedTimeline): readonly TimelineNote[] {
  const { twins, untimed } = summary;
  const notes: TimelineNote[] = unproven.map((text) => ({
    text: toDisplayText(text, maxTextLength),
    isWarning: false,
    details: [],
    action: 'validate',
  }));
  if (untimed > 0) {
    const text = `${toNounText(untimed, 'record')} without a readable time: in the table, and in no picture.`;
    notes.push({ text, isWarning: true, details: [] });
  }
  if (twins > 0) {
    const records = `${toCountText(twins)} further ${twins === 1 ? 'record' : 'records'}`;
    const text = `${records} of the same actions in other accounts (same sharedEventID), counted once.`;
    notes.push({ text, isWarning: false, details: [] });
  }
  return notes;
}
