import { rejectOnAbort } from '../base/abort';
import { UserError } from '../base/errors';
import type { ValidatedHour } from '../engine/digest/validation';
import { parseQuery } from '../engine/query/parseQuery';
import type { Query } from '../engine/query/query';
import type { TimelineGap, TimelineSubject, TimelineSummary } from '../engine/timeline/timeline';
import { toSubjectQuery, toSubjectTitle } from '../engine/timeline/timelineSubject';
import type { ResultSet, SearchProgress } from '../index/resultSet';
import type { Scope } from '../index/scope';
import type { Timeline } from '../index/timeline';
import { findTimelineGaps } from './timelineGapSearch';
import type { TrailSearch } from './trailSearch';

export interface OpenTimelineOptions {
  /** Of the search, while logs have to be opened: only subjects of kind `query` need it. */
  readonly onProgress?: (progress: SearchProgress) => void;
  /** What was validated of the source, such as `ValidationRun.hours()`; only those of the scope count. */
  readonly hours?: AsyncIterable<readonly ValidatedHour[]> | Iterable<readonly ValidatedHour[]>;
}

/** A timeline belongs to its result: whoever disposes of that ends both. */
export interface OpenTimeline {
  readonly result: ResultSet;
  readonly timeline: Timeline;
  readonly summary: TimelineSummary;
  /** In order of time. */
  readonly gaps: readonly TimelineGap[];
  /** Whole sentences: where silence is not proven for want of validation. */
  readonly notes: readonly string[];
  /** The subject as a query. */
  readonly query: string;
  /** Holds what records spell: not cleaned for display. */
  readonly title: string;
}

/**
 * Searches the index for the subject, waits for the search's end, and makes the timeline of its hits. Rejects with a
 * UserError `invalidInput` for a query that cannot be read.
 */
export async function openTimeline(
  trail: Pick<TrailSearch, 'index' | 'search'>,
  subject: TimelineSubject,
  scope: Scope,
  { onProgress, hours = [] }: OpenTimelineOptions,
  signal: AbortSignal,
): Promise<OpenTimeline> {
  const text = toSubjectQuery(subject);
  const result = await trail.search(toQuery(text), scope, onProgress === undefined ? {} : { onProgress }, signal);
  try {
    // Both begin when the search has ended.
    const [timeline] = await Promise.all([result.timeline(signal), rejectOnAbort(result.whenDone, signal)]);
    const summary = await timeline.summary(signal);
    const { gaps, notes } = await findTimelineGaps(await trail.index(signal), scope, summary, hours, signal);
    return { result, timeline, summary, gaps, notes, query: text, title: toSubjectTitle(subject) };
  } catch (error) {
    await result.dispose();
    throw error;
  }
}

function toQuery(text: string): Query {
  const { query, errors } = parseQuery(text, { now: Date.now() });
  if (query !== undefined) return query;
  const [first] = errors;
  throw new UserError('invalidInput', first?.message ?? 'The query cannot be read.');
}
