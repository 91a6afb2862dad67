import type { TimelineGap, TimelineGapKind } from './timeline';

/** More than this no picture shows. */
const defaultMost = 2000;

/**
 * Keeps gaps few enough to be drawn, in order of time. Hundreds of accounts have tens of thousands of quiet hours: of
 * proven silence the longest stretches stay. Of what is not known nothing is left out: stretches of one kind that touch
 * become one, which says that it is about some places only.
 */
export function boundGaps(gaps: readonly TimelineGap[], most = defaultMost): readonly TimelineGap[] {
  if (gaps.length <= most) return inOrder(gaps);
  const isQuiet = ({ kind }: TimelineGap): boolean => kind === 'provenQuiet';
  const unknown = inOrder(gaps.filter((gap) => !isQuiet(gap)));
  const kept = unknown.length <= most ? unknown : joinTouching(unknown);
  const quiet = gaps.filter(isQuiet).sort((a, b) => b.to - b.from - (a.to - a.from));
  return inOrder([...kept, ...quiet.slice(0, Math.max(0, most - kept.length))]);
}

function inOrder(gaps: readonly TimelineGap[]): readonly TimelineGap[] {
  return [...gaps].sort((a, b) => a.from - b.from || a.to - b.to);
}

/** In order of time within each kind. */
function joinTouching(gaps: readonly TimelineGap[]): readonly TimelineGap[] {
  const joined: TimelineGap[] = [];
  const last = new Map<TimelineGapKind, number>();
  for (const gap of gaps) {
    const at = last.get(gap.kind);
    const before = at === undefined ? undefined : joined[at];
    if (at === undefined || before === undefined || before.to < gap.from) {
      last.set(gap.kind, joined.length);
      joined.push(gap);
      continue;
    }
    const accounts = merge(before.accounts, gap.accounts);
    const regions = merge(before.regions, gap.regions);
    const text = joinedTexts[gap.kind];
    joined[at] = { ...before, to: Math.max(before.to, gap.to), accounts, regions, text };
  }
  return joined;
}

const joinedTexts: Readonly<Record<TimelineGapKind, string>> = {
  notIndexed: 'Not indexed for some accounts or regions, for some of this time.',
  partlyIndexed: 'Some accounts or regions are indexed only in part here.',
  unreadable: 'Logs or records of some accounts or regions could not be read here.',
  provenQuiet: 'Digest files prove that no log was delivered here for some accounts or regions.',
  unproven: 'No valid digest file covers some of this time for some accounts or regions.',
};

/** Empty means everywhere. */
function merge(a: readonly string[], b: readonly string[]): readonly string[] {
  return a.length === 0 || b.length === 0 ? [] : [...new Set([...a, ...b])].sort();
}
