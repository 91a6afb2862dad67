import type { TimelineIdentity } from '../../protocol/timelineMessages';
import { parseScope, toOrderedScope } from '../views/savedTable';
import { isObject, parseTimelineSubject } from './storedSubject';

/**
 * What the editor kept of a timeline over a reload, perhaps by another version: undefined when it cannot be used. What
 * else it kept (the view, the lanes) is the web view's own.
 */
export function parseSavedTimeline(stored: unknown): TimelineIdentity | undefined {
  const identity = isObject(stored) ? stored['identity'] : undefined;
  if (!isObject(identity)) return undefined;
  const { title } = identity;
  const subject = parseTimelineSubject(identity['subject']);
  const scope = parseScope(identity['scope']);
  if (subject === undefined || scope === undefined || typeof title !== 'string') return undefined;
  return { subject, scope: toOrderedScope(scope), title };
}

/** Two timelines of the same subject and place are one, whatever their titles say. */
export function isSameTimeline(a: TimelineIdentity, b: TimelineIdentity): boolean {
  return toText(a) === toText(b);
}

/** The members in one order, which web views and editors then keep: equal timelines are equal as text. */
export function toTimelineIdentity({ subject, scope, title }: TimelineIdentity): TimelineIdentity {
  return { subject: parseTimelineSubject(subject) ?? subject, scope: toOrderedScope(scope), title };
}

function toText(identity: TimelineIdentity): string {
  const { subject, scope } = toTimelineIdentity(identity);
  return JSON.stringify([subject, scope]);
}
