import type {
  FirstSeen,
  LaneField,
  RecordClass,
  TimelineGap,
  TimelineLane,
  TimelinePicture,
} from '../../engine/timeline/timeline';
import { placeGaps, type PlacedGap } from './gaps';
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
export interface PictureModel {
  readonly extent: TimeRange;
  readonly view: TimeRange;
  readonly usesLocalTime: boolean;
  readonly shown: ClassSet;
  /** Of the whole period; undefined until it came. */
  readonly overview: TimelinePicture | undefined;
  /** Of the view, or still of the one before. */
  readonly picture: TimelinePicture | undefined;
  readonly laneBy: LaneField;
  readonly gaps: readonly PlacedGap[];
  readonly gapRows: number;
  readonly firstSeen: readonly FirstSeen[];
  readonly active: ActiveRecord | undefined;
}

export function toGapModel(gaps: readonly TimelineGap[]): Pick<PictureModel, 'gaps' | 'gapRows'> {
  const { placed, rows } = placeGaps(gaps);
  return { gaps: placed, gapRows: rows };
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

/** Events are told with their service, `s3:PutObject`; their lanes are not. */
function toLaneValue({ field, value }: FirstSeen): string {
  return field === 'event' ? value.slice(value.indexOf(':') + 1) : value;
}
