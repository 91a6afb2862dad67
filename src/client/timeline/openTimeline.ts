import type { TimelineSubject } from '../../engine/timeline/timeline';
import type { Place } from '../search/place';
import { offerIndexing } from '../search/runSearch';
import { getScopePlace } from '../search/scopePlace';
import type { ClientServices } from '../services';
import { toTimelineTitle } from './subjectText';

export interface TimelineToOpen {
  /** Where, and in which time. */
  readonly place: Place;
  readonly subject: TimelineSubject;
}

/** Opens the timeline. A place of which nothing is indexed is never shown as silence: indexing is offered first. */
export async function openTimeline(services: ClientServices, { place, subject }: TimelineToOpen): Promise<void> {
  await offerIndexing(services, { query: '', place });
  services.timelines.open({ subject, scope: place.scope, title: toTitle(place, subject) });
}

/** Of a whole source. */
export async function openSourceTimeline(
  services: ClientServices,
  sourceId: string,
  subject: TimelineSubject,
): Promise<void> {
  await openTimeline(services, { place: await getScopePlace(services, { sourceId }), subject });
}

function toTitle(place: Place, subject: TimelineSubject): string {
  const isAll = subject.kind === 'query' && subject.text.trim() === '';
  return isAll ? `Timeline of ${place.title}` : toTimelineTitle(subject);
}
