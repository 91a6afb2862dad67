import { dayMs } from '../../base/time';
import type { LanePlace, TimeWindow } from './validation';

/** Of which times a lane's digests could not be listed. */
export class UnlistedTimes {
  private readonly folder: string;
  private readonly times: TimeWindow[] = [];

  constructor({ root, region }: LanePlace) {
    this.folder = `${root}CloudTrail-Digest/${region}/`;
  }

  /** A prefix that ends in `/`; folders of logs do not matter here. */
  add(prefix: string): void {
    if (this.folder.startsWith(prefix)) this.times.push({ from: -Infinity, to: Infinity });
    else if (prefix.startsWith(this.folder)) this.times.push(...toTime(prefix.slice(this.folder.length)));
  }

  overlaps({ from, to }: TimeWindow): boolean {
    return this.times.some((time) => time.from < to && from < time.to);
  }
}

/** Of `2026/`, `2026/01/` or `2026/01/15/`, and what stands below. */
function toTime(below: string): readonly TimeWindow[] {
  const match = /^(\d{4})\/(?:(\d\d)\/(?:(\d\d)\/)?)?/.exec(below);
  if (match === null) return [];
  const [, year = '', month, day] = match;
  if (month === undefined) return [{ from: Date.UTC(+year, 0), to: Date.UTC(+year + 1, 0) }];
  if (day === undefined) return [{ from: Date.UTC(+year, +month - 1), to: Date.UTC(+year, +month) }];
  const from = Date.UTC(+year, +month - 1, +day);
  return [{ from, to: from + dayMs }];
}
