import type { EpochMs } from '../../base/time';
import type { GapFacts } from './gapText';
import type { TimelineGapKind } from './timeline';

/** That something is not known of one place for a while. */
export interface PlaceStain {
  readonly kind: TimelineGapKind;
  readonly from: EpochMs;
  readonly to: EpochMs;
  readonly account: string | null;
  readonly region: string | null;
  readonly logKind: string | null;
  readonly count: number;
  readonly problem?: string;
}

export type StainedPlace = Pick<PlaceStain, 'account' | 'region' | 'logKind'>;

/** Stains of one kind and time in places that can be named together, and that follow each other, as one. */
export interface StainGroup {
  readonly facts: GapFacts;
  readonly from: EpochMs;
  readonly to: EpochMs;
}

/**
 * Groups stains without saying more than they do: accounts are named together only where the same regions are meant.
 * `places` are all there are in the scope: what is stained everywhere names none. `known` are
 * groups already, to be joined with their neighbours. In order of time.
 */
export function groupStains(
  stains: readonly PlaceStain[],
  places: readonly StainedPlace[],
  known: readonly StainGroup[] = [],
): readonly StainGroup[] {
  const everywhere = new Places(places);
  const byTime = new Map<string, PlaceStain[]>();
  for (const stain of stains) {
    const name = [stain.kind, stain.from, stain.to, stain.problem ?? ''].join('\n');
    const same = byTime.get(name);
    if (same === undefined) byTime.set(name, [stain]);
    else same.push(stain);
  }
  const groups = [...byTime.values()].flatMap((same) => toGroups(same, everywhere));
  return joinNeighbours([...groups, ...known]);
}

/** Regions of each account, by the kind of log. */
class Places {
  readonly byLogKind = new Map<string | null, Map<string | null, Set<string | null>>>();
  count = 0;

  constructor(places: Iterable<StainedPlace>) {
    for (const { account, region, logKind } of places) {
      const accounts = this.byLogKind.get(logKind) ?? new Map<string | null, Set<string | null>>();
      this.byLogKind.set(logKind, accounts);
      const regions = accounts.get(account) ?? new Set();
      accounts.set(account, regions);
      if (!regions.has(region)) this.count++;
      regions.add(region);
    }
  }
}

function toGroups(stains: readonly PlaceStain[], everywhere: Places): readonly StainGroup[] {
  const [first] = stains;
  if (first === undefined) return [];
  const { kind, from, to, problem } = first;
  const stained = new Places(stains);
  const why = problem === undefined ? {} : { problem };
  const countOf = (isMeant: (stain: PlaceStain) => boolean): number =>
    stains.reduce((sum, stain) => sum + (isMeant(stain) ? stain.count : 0), 0);
  if (stained.count === everywhere.count) {
    return [{ facts: { kind, accounts: [], regions: [], count: countOf(() => true), ...why }, from, to }];
  }
  const hasOneKind = everywhere.byLogKind.size === 1;
  return [...stained.byLogKind].flatMap(([logKind, accounts]) => {
    const all = everywhere.byLogKind.get(logKind) ?? new Map<string | null, Set<string | null>>();
    const shared = new Map<
      string,
      { readonly accounts: (string | null)[]; readonly regions: readonly (string | null)[] }
    >();
    for (const [account, regions] of accounts) {
      const isWhole = regions.size === all.get(account)?.size;
      const named = isWhole ? [] : inOrder(regions);
      const name = JSON.stringify(named);
      const same = shared.get(name);
      if (same === undefined) shared.set(name, { accounts: [account], regions: named });
      else same.accounts.push(account);
    }
    const ofKind = hasOneKind || logKind === null ? {} : { logKind };
    return [...shared.values()].map((group) => {
      const isAll = group.accounts.length === all.size;
      const meant = new Set(group.accounts);
      const count = countOf((stain) => stain.logKind === logKind && meant.has(stain.account));
      const named = { accounts: isAll ? [] : inOrder(group.accounts), regions: group.regions };
      return { facts: { kind, ...named, ...ofKind, count, ...why }, from, to };
    });
  });
}

/** What is unknown stands last. */
function inOrder(names: Iterable<string | null>): readonly (string | null)[] {
  const all = [...new Set(names)];
  return [...all.filter((name) => name !== null).sort(), ...all.filter((name) => name === null)];
}

/** Counts of neighbours add up. */
function joinNeighbours(groups: readonly StainGroup[]): readonly StainGroup[] {
  const sorted = [...groups].sort((a, b) => a.from - b.from || a.to - b.to);
  const joined: StainGroup[] = [];
  const last = new Map<string, number>();
  for (const group of sorted) {
    const { kind, accounts, regions, logKind, problem, count } = group.facts;
    const name = JSON.stringify([kind, accounts, regions, logKind ?? '', problem ?? '', count === 0]);
    const at = last.get(name);
    const before = at === undefined ? undefined : joined[at];
    if (at !== undefined && before?.to === group.from) {
      joined[at] = { ...before, facts: { ...before.facts, count: before.facts.count + count }, to: group.to };
      continue;
    }
    last.set(name, joined.length);
    joined.push(group);
  }
  return joined;
}
