import { dayMs, type EpochMs } from '../../base/time';
import { toPartText } from './gapText';
import type { TimelineGap } from './timeline';

/** More than this no picture shows. */
const defaultMost = 2000;
/** Of accounts or regions in one gap: as many gaps have them all in one message. */
const maxNames = 100;

/**
 * Keeps gaps few enough to be drawn, in order of time. Hundreds of accounts have tens of thousands of quiet hours: of
 * proven silence the longest stretches stay. Of what is not known nothing is left out, and no time is put between that
 * is known, as long as one gap for each stretch and kind does: it says which places are meant in part. Beyond that,
 * stretches of the same hours are one, then of the same days, and so on.
 */
export function boundGaps(gaps: readonly TimelineGap[], most = defaultMost): readonly TimelineGap[] {
  if (gaps.length <= most) return inOrder(gaps);
  const isQuiet = ({ kind }: TimelineGap): boolean => kind === 'provenQuiet';
  const unknown = gaps.filter((gap) => !isQuiet(gap));
  let kept: readonly TimelineGap[] = unknown;
  for (const width of widths()) {
    if (kept.length <= most) break;
    kept = uniteWithin(unknown, width);
  }
  const quiet = gaps.filter(isQuiet).sort((a, b) => b.to - b.from - (a.to - a.from));
  return inOrder([...kept, ...quiet.slice(0, Math.max(0, most - kept.length))]);
}

function* widths(): Generator<number> {
  yield 1;
  for (const hours of [1, 3, 6, 12]) yield (hours * dayMs) / 24;
  // At the end, wider than all that a Date can be.
  for (let days = 1; days < 2 ** 30; days *= 2) yield days * dayMs;
}

function inOrder(gaps: readonly TimelineGap[]): readonly TimelineGap[] {
  return [...gaps].sort((a, b) => a.from - b.from || a.to - b.to);
}

interface Union {
  readonly kind: TimelineGap['kind'];
  from: EpochMs;
  to: EpochMs;
  /** True when not all of them are about all of the time. */
  isVaried: boolean;
  /** Undefined: everywhere. */
  accounts: Set<string> | undefined;
  regions: Set<string> | undefined;
  readonly gaps: TimelineGap[];
}

/** Gaps of one kind that begin and end in the same stretches of `width`, as one. */
function uniteWithin(gaps: readonly TimelineGap[], width: number): readonly TimelineGap[] {
  const unions = new Map<string, Union>();
  for (const gap of gaps) {
    const { kind, from, to } = gap;
    const name = [kind, Math.floor(from / width), Math.ceil(to / width)].join(' ');
    let union = unions.get(name);
    if (union === undefined) {
      union = { kind, from, to, isVaried: false, accounts: new Set(), regions: new Set(), gaps: [] };
      unions.set(name, union);
    }
    union.isVaried ||= union.from !== from || union.to !== to;
    union.from = Math.min(union.from, from);
    union.to = Math.max(union.to, to);
    union.accounts = add(union.accounts, gap.accounts);
    union.regions = add(union.regions, gap.regions);
    union.gaps.push(gap);
  }
  return [...unions.values()].map(toGap);
}

/** Empty means everywhere. */
function add(names: Set<string> | undefined, more: readonly string[]): Set<string> | undefined {
  if (more.length === 0) return undefined;
  for (const name of more) names?.add(name);
  return names;
}

function toGap({ kind, from, to, isVaried, accounts, regions, gaps }: Union): TimelineGap {
  const [only, ...others] = gaps;
  if (only !== undefined && others.length === 0) return only;
  const places = { accounts: toList(accounts), regions: toList(regions) };
  const text = toPartText(kind, isVaried, places);
  return { kind, from, to, text, accounts: cut(places.accounts), regions: cut(places.regions) };
}

function toList(names: ReadonlySet<string> | undefined): readonly string[] {
  return names === undefined ? [] : [...names].sort();
}

/** Too many to name are as good as all of them: where something is not known, no more is claimed. */
function cut(names: readonly string[]): readonly string[] {
  return names.length > maxNames ? [] : names;
}
