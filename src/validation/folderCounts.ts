import {
  hourStatuses,
  objectStatuses,
  validatedKinds,
  type HourStatus,
  type ObjectStatus,
  type StatusCounts,
  type ValidatedHour,
  type ValidatedKind,
  type ValidatedObject,
  type Weight,
} from '../engine/digest/validation';
import { heavier, weightOf, weightOfHour } from '../engine/digest/verdict';

/** How many objects and hours below a prefix have which status. */
export type FolderCounts = Readonly<Record<ValidatedKind, StatusCounts>> & {
  readonly hours: Readonly<Record<HourStatus, number>>;
  /** Hours that do not stand against the verdict, whatever their status. */
  readonly excusedHours: number;
  /** The heaviest of all that lies below. */
  readonly weight: Weight;
};

/** What was counted, without the zeros: plain data, as it is stored. */
export interface CountData {
  readonly objects: Partial<Record<ValidatedKind, Partial<Record<ObjectStatus, number>>>>;
  readonly hours: Partial<Record<HourStatus, number>>;
  readonly excused: number;
  readonly weight: Weight;
}

/** Counts up. */
export class CountTally {
  private readonly objects: Partial<Record<ValidatedKind, Partial<Record<ObjectStatus, number>>>> = {};
  private readonly hours: Partial<Record<HourStatus, number>> = {};
  private excused = 0;
  private heaviest: Weight = 'none';
  /** Objects that weigh `wrong`. */
  wrong = 0;

  get weight(): Weight {
    return this.heaviest;
  }

  addObject(object: ValidatedObject): void {
    this.count(object.kind, object.status, 1);
    const weight = weightOf(object);
    if (weight === 'wrong') this.wrong++;
    this.weigh(weight);
  }

  addHour(hour: ValidatedHour): void {
    this.hours[hour.status] = (this.hours[hour.status] ?? 0) + 1;
    if (hour.isExcused === true) this.excused++;
    this.weigh(weightOfHour(hour));
  }

  weigh(weight: Weight): void {
    this.heaviest = heavier(this.heaviest, weight);
  }

  add(data: CountData): void {
    for (const kind of validatedKinds) {
      const counts = data.objects[kind] ?? {};
      for (const status of objectStatuses) this.count(kind, status, counts[status] ?? 0);
    }
    for (const status of hourStatuses) {
      const count = data.hours[status] ?? 0;
      if (count > 0) this.hours[status] = (this.hours[status] ?? 0) + count;
    }
    this.excused += data.excused;
    this.weigh(data.weight);
  }

  toData(): CountData {
    const { objects, hours, excused, weight } = this;
    return { objects, hours, excused, weight };
  }

  toCounts(): FolderCounts {
    const { objects, hours, excused, weight } = this;
    return {
      log: toStatusCounts(objects.log),
      digest: toStatusCounts(objects.digest),
      backfillDigest: toStatusCounts(objects.backfillDigest),
      hours: {
        covered: hours.covered ?? 0,
        quiet: hours.quiet ?? 0,
        gap: hours.gap ?? 0,
        unproven: hours.unproven ?? 0,
      },
      excusedHours: excused,
      weight,
    };
  }

  private count(kind: ValidatedKind, status: ObjectStatus, count: number): void {
    if (count === 0) return;
    const counts = (this.objects[kind] ??= {});
    counts[status] = (counts[status] ?? 0) + count;
  }
}

function toStatusCounts(counts: Partial<Record<ObjectStatus, number>> = {}): StatusCounts {
  return {
    valid: counts.valid ?? 0,
    modified: counts.modified ?? 0,
    missing: counts.missing ?? 0,
    unreadable: counts.unreadable ?? 0,
    pending: counts.pending ?? 0,
    uncovered: counts.uncovered ?? 0,
    stray: counts.stray ?? 0,
    invalid: counts.invalid ?? 0,
    unreachable: counts.unreachable ?? 0,
  };
}
