import type { FirstSeen, LaneField, RecordClass, TimelineLane, TimelinePicture } from '../../engine/timeline/timeline';
import type { GapRows } from './gaps';
import type { ClassSet } from './recordClasses';
import type { TimeRange } from './timeRange';

/** The record that is chosen in the table. */
export interface ActiveRecord {
  readonly id: number;
  readonly time: number;
  readonly recordClass: RecordClass;
  /** Its value of the field that lanes stand for. */
  readonly lane: string | null;
}

/** All that is drawn at one moment. */
export interface PictureModel extends GapRows {
  readonly extent: TimeRange;
  readonly view: TimeRange;
  readonly usesLocalTime: boolean;
  readonly shown: ClassSet;
  /** Of the whole period; undefined until it came. */
  readonly overview: TimelinePicture | undefined;
  /** Of the view, or still of the one before. */
  readonly picture: TimelinePicture | undefined;
  readonly laneBy: LaneField;
  /** The lanes are in the order of about this view. */
  readonly isRanked: boolean;
  readonly firstSeen: readonly FirstSeen[];
  /** First uses are of several principals: each is told with its own. */
  readonly hasSeveralPrincipals: boolean;
  readonly active: ActiveRecord | undefined;
}

/** Marks for first uses whose own lane is known: by the lane's value, or by the mark that begins with that record. */
export function listLaneFlags(
  lane: TimelineLane,
  laneBy: LaneField,
  firstSeen: readonly FirstSeen[],
): readonly FirstSeen[] {
  const ids = new Set(lane.marks.map(({ id }) => id));
  return firstSeen.filter((seen) => ids.has(seen.id) || (seen.field === laneBy && toLaneValue(seen) === lane.value));
}

/** Those in view first, then the others; each in order of time. */
export function sortFirstSeen(
  firstSeen: readonly FirstSeen[],
  view: TimeRange,
): { readonly inView: readonly FirstSeen[]; readonly elsewhere: readonly FirstSeen[] } {
  const isInView = ({ time }: FirstSeen): boolean => view.from <= time && time < view.to;
  return { inView: firstSeen.filter(isInView), elsewhere: firstSeen.filter((seen) => !isInView(seen)) };
}

/** Events are told with their service, `s3:PutObject`; their lanes are not. */
function toLaneValue({ field, value }: FirstSeen): string {
  return field === 'event' ? value.slice(value.indexOf(':') + 1) : value;
}
