import { FindingCollector, toFindingId, toHourFindingId, type ReportFinding } from './findings';
import { HourTable, type HourRow } from './hourTable';
import { toHourChainKey, type ReportSource } from './reportSource';
import type { ValidatedHour, ValidatedObject } from '../validation';

/** What every report for people says beside the header. Memory grows with chains and kinds of findings only. */
export interface ReportFacts {
  readonly findings: readonly ReportFinding[];
  readonly hours: readonly HourRow[];
  /** The first objects of each finding, by its id. */
  readonly objects: ReadonlyMap<string, readonly ValidatedObject[]>;
  /** The first stretches of each finding of hours: adjacent hours of one chain are one. */
  readonly stretches: ReadonlyMap<string, readonly ValidatedHour[]>;
}

/** `cap`: objects and stretches kept of each finding. Rejects with an AbortError. */
export async function collectFacts(source: ReportSource, cap: number, signal: AbortSignal): Promise<ReportFacts> {
  const collector = new FindingCollector();
  const table = new HourTable();
  const objects = new Map<string, ValidatedObject[]>();
  const stretches = new Map<string, ValidatedHour[]>();
  for await (const page of source.exceptions()) {
    signal.throwIfAborted();
    for (const object of page) {
      collector.add(object);
      keep(objects, toFindingId(object), object, cap);
    }
  }
  for await (const page of source.hours()) {
    signal.throwIfAborted();
    for (const hour of page) {
      collector.addHour(hour);
      table.add(hour);
      keepStretch(stretches, toHourFindingId(hour), hour, cap);
    }
  }
  return { findings: collector.findings(source.header), hours: table.rows(), objects, stretches };
}

function keep<T>(lists: Map<string, T[]>, id: string | undefined, item: T, cap: number): void {
  if (id === undefined) return;
  const list = lists.get(id);
  if (list === undefined) lists.set(id, [item]);
  else if (list.length < cap) list.push(item);
}

function keepStretch(
  lists: Map<string, ValidatedHour[]>,
  id: string | undefined,
  hour: ValidatedHour,
  cap: number,
): void {
  const list = id === undefined ? undefined : lists.get(id);
  const last = list?.at(-1);
  const isAdjacent = last?.to === hour.from && toHourChainKey(last) === toHourChainKey(hour);
  if (list === undefined || last === undefined || !isAdjacent) keep(lists, id, hour, cap);
  else list[list.length - 1] = { ...last, to: hour.to, logs: last.logs + hour.logs };
}
