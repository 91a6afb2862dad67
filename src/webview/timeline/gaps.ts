import type { EpochMs } from '../../base/time';
import type { TimelineGap, TimelineGapKind } from '../../engine/timeline/timeline';
import type { TimeRange } from './timeRange';

export interface GapLook {
  readonly name: string;
  /** The theme's colour of its hatching; the hatching alone tells kinds apart. */
  readonly colour: string;
  readonly hatch: Hatch;
  /** What indexing can do about it; undefined: nothing. */
  readonly action?: string;
}

export type Hatch = 'rising' | 'falling' | 'crossed' | 'upright' | 'level';

export const gapLooks: Readonly<Record<TimelineGapKind, GapLook>> = {
  notIndexed: {
    name: 'Not indexed',
    colour: '--vscode-editorWarning-foreground',
    hatch: 'rising',
    action: 'Index This Range…',
  },
  partlyIndexed: {
    name: 'Partly indexed',
    colour: '--vscode-editorWarning-foreground',
    hatch: 'upright',
    action: 'Index the Rest…',
  },
  unreadable: { name: 'Unreadable', colour: '--vscode-errorForeground', hatch: 'crossed', action: 'Read Again…' },
  provenQuiet: { name: 'Proven quiet', colour: '--vscode-descriptionForeground', hatch: 'level' },
  unproven: { name: 'Unproven', colour: '--vscode-descriptionForeground', hatch: 'falling' },
};

/** A gap with the row of the strip that it is drawn in: those at the same time stand below each other. */
export interface PlacedGap {
  readonly gap: TimelineGap;
  readonly row: number;
}

/** Proven quiet hours that follow or overlap each other, wherever they were. */
export interface QuietBand extends TimeRange {
  /** All of the scope was quiet, and not only some places of it. */
  readonly isEverywhere: boolean;
}

export interface GapRows {
  /** What is not known first, then what is proven quiet; each in order of time. */
  readonly gaps: readonly PlacedGap[];
  /** At least one, for the line of what is known. */
  readonly gapRows: number;
  /** In the last row, which is theirs alone. */
  readonly quiet: readonly QuietBand[];
}

/** Rows of what is not known, where there is room. */
const mostRows = 3;

/** Silence that is proven is something known: nothing is missing there. */
export function isQuiet({ kind }: Pick<TimelineGap, 'kind'>): boolean {
  return kind === 'provenQuiet';
}

/** What lies beyond the last row of its sort is drawn over what is there. */
export function placeGaps(all: readonly TimelineGap[], maxRows = mostRows): GapRows {
  const sorted = all.toSorted((a, b) => a.from - b.from);
  const ends: EpochMs[] = [];
  const unknown = sorted
    .filter((gap) => !isQuiet(gap))
    .map((gap) => {
      const free = ends.findIndex((end) => end <= gap.from);
      const row = free >= 0 ? free : Math.min(ends.length, maxRows - 1);
      ends[row] = Math.max(ends[row] ?? -Infinity, gap.to);
      return { gap, row };
    });
  const unknownRows = Math.max(1, ends.length);
  const quiet = sorted.filter(isQuiet);
  return {
    gaps: [...unknown, ...quiet.map((gap) => ({ gap, row: unknownRows }))],
    gapRows: unknownRows + (quiet.length === 0 ? 0 : 1),
    quiet: toBands(quiet),
  };
}

/** `sorted` by their beginning. */
function toBands(sorted: readonly TimelineGap[]): readonly QuietBand[] {
  const bands: QuietBand[] = [];
  for (const { from, to, accounts, regions } of sorted) {
    const isEverywhere = accounts.length === 0 && regions.length === 0;
    const last = bands.at(-1);
    if (last === undefined || last.to < from) bands.push({ from, to, isEverywhere });
    else
      bands[bands.length - 1] = {
        from: last.from,
        to: Math.max(last.to, to),
        isEverywhere: last.isEverywhere && isEverywhere,
      };
  }
  return bands;
}

/** All at a moment, in a row of the strip; those of the next best row when that one is empty there. */
export function findGaps(
  placed: readonly PlacedGap[],
  time: EpochMs,
  row: number,
  slackMs: number,
): readonly TimelineGap[] {
  const there = placed.filter(({ gap }) => gap.from - slackMs <= time && time < gap.to + slackMs);
  const distance = (candidate: PlacedGap): number => Math.abs(candidate.row - row);
  const nearest = Math.min(...there.map(distance));
  return there.filter((candidate) => distance(candidate) === nearest).map(({ gap }) => gap);
}

export interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export interface Segment {
  readonly x1: number;
  readonly y1: number;
  readonly x2: number;
  readonly y2: number;
}

/** The lines of a hatching, cut off at the box. Neighbouring boxes continue each other's pattern. */
export function toHatching(hatch: Hatch, box: Box, stepPx: number): readonly Segment[] {
  switch (hatch) {
    case 'rising':
      return diagonals(box, stepPx, 1);
    case 'falling':
      return diagonals(box, stepPx, -1);
    case 'crossed':
      return [...diagonals(box, stepPx, 1), ...diagonals(box, stepPx, -1)];
    case 'upright':
      return steps(box.x, box.width, stepPx).map((x) => ({ x1: x, x2: x, y1: box.y, y2: box.y + box.height }));
    case 'level':
      return steps(box.y, box.height, stepPx / 2).map((y) => ({ x1: box.x, x2: box.x + box.width, y1: y, y2: y }));
    default:
      return hatch satisfies never;
  }
}

function diagonals({ x, y, width, height }: Box, stepPx: number, direction: 1 | -1): readonly Segment[] {
  // A rising line runs through all points where x + y = c, a falling one where x - y = c.
  const bottom = y + height;
  const [least, most] = direction === 1 ? [x + y, x + width + bottom] : [x - bottom, x + width - y];
  return steps(least, most - least, stepPx).flatMap((c) => {
    const toY = (at: number): number => (direction === 1 ? c - at : at - c);
    const toXAt = (at: number): number => (direction === 1 ? c - at : c + at);
    const ends = [toXAt(y), toXAt(bottom)];
    const x1 = Math.max(x, Math.min(...ends));
    const x2 = Math.min(x + width, Math.max(...ends));
    return x2 <= x1 ? [] : [{ x1, y1: toY(x1), x2, y2: toY(x2) }];
  });
}

function steps(from: number, length: number, stepPx: number): readonly number[] {
  const first = Math.ceil(from / stepPx) * stepPx;
  const count = Math.max(0, Math.floor((from + length - first) / stepPx) + 1);
  return Array.from({ length: count }, (_, i) => first + i * stepPx);
}
