import type { HourStatus, ValidatedHour } from '../validation';
import { toHourChainKey } from './reportSource';

/** How much of the window each status has, for one chain. */
export interface HourRow {
  readonly trail?: string;
  readonly homeRegion?: string;
  readonly account: string;
  readonly region: string;
  readonly durationsMs: Readonly<Record<HourStatus | 'excused', number>>;
  readonly logs: number;
}

interface OpenRow extends HourRow {
  readonly durationsMs: Record<HourStatus | 'excused', number>;
  logs: number;
}

/** Sums up hours by chain. What is excused counts as `excused` only. */
export class HourTable {
  readonly #rows = new Map<string, OpenRow>();

  add(hour: ValidatedHour): void {
    const key = toHourChainKey(hour);
    const row = this.#rows.get(key) ?? newRow(hour);
    this.#rows.set(key, row);
    row.durationsMs[hour.isExcused === true ? 'excused' : hour.status] += hour.to - hour.from;
    row.logs += hour.logs;
  }

  /** In the order in which the chains came. */
  rows(): readonly HourRow[] {
    return [...this.#rows.values()];
  }
}

function newRow({ trail, homeRegion, account, region }: ValidatedHour): OpenRow {
  return {
    ...(trail === undefined ? {} : { trail }),
    ...(homeRegion === undefined ? {} : { homeRegion }),
    account,
    region,
    durationsMs: { covered: 0, quiet: 0, gap: 0, unproven: 0, excused: 0 },
    logs: 0,
  };
}
