import { toDisplayText } from '../../base/displayText';
import type { TimelineGap, TimelineGapKind } from './timeline';

/**
 * Where something is not known. Empty: everywhere in the scope; `null`: keys that name none. Keys of objects say these:
 * untrusted text.
 */
export interface GapPlaces {
  readonly accounts: readonly (string | null)[];
  readonly regions: readonly (string | null)[];
  /** `CloudTrail-Insight` …; undefined: all kinds of logs. */
  readonly logKind?: string;
}

export interface GapFacts extends GapPlaces {
  readonly kind: TimelineGapKind;
  /** Logs, or records, that were not read. */
  readonly count: number;
  /** Why a place could not be listed. */
  readonly problem?: string;
}

const maxNames = 4;

/** One sentence, for people. */
export function toGapText({ kind, count, problem, ...places }: GapFacts): string {
  const where = toWhere(places);
  switch (kind) {
    case 'notIndexed':
      return `Not indexed${where}.`;
    case 'partlyIndexed':
      return count === 0
        ? `Not listed, so that there may be more logs than were read${where}.`
        : `${toCount(count, 'log')} listed but not read yet${where}.`;
    case 'unreadable':
      return problem === undefined
        ? `${toCount(count, 'log or record', 'logs or records')} could not be read${where}.`
        : `Could not be listed${where}: ${toDisplayText(problem, 200)}`;
    case 'provenQuiet':
      return `Digest files prove that no log was delivered${where}.`;
    case 'unproven':
      return `No valid digest file covers this time${where}: whether logs are missing cannot be told.`;
  }
}

/** Of places that were quiet one after the other, so that no hour is quiet in all of them. */
export function toQuietText(places: GapPlaces): string {
  return `Digest files prove that no log was delivered for some of this time${toWhere(places)}.`;
}

const partTexts: Readonly<Record<TimelineGapKind, string>> = {
  notIndexed: 'Not indexed',
  partlyIndexed: 'Indexed only in part',
  unreadable: 'Logs or records could not be read',
  provenQuiet: 'Digest files prove that no log was delivered',
  unproven: 'No valid digest file covers this',
};

/** Of several gaps as one: not every region of every account is meant, and when `isVaried`, not all of the time. */
export function toPartText(kind: TimelineGapKind, isVaried: boolean, places: GapPlaces): string {
  return `${partTexts[kind]}${isVaried ? ', for some of this time' : ''}, in some places${toWhere(places)}.`;
}

function toWhere({ accounts, regions, logKind }: GapPlaces): string {
  const parts = [
    accounts.length === 0 ? '' : ` for ${accounts.length === 1 ? 'account' : 'accounts'} ${toNames(accounts)}`,
    regions.length === 0 ? '' : ` in ${toNames(regions)}`,
    logKind === undefined ? '' : ` (${toDisplayText(logKind, 60)})`,
  ];
  return parts.join('');
}

/** The places as a gap has them, which people index: nobody can ask for the account of a key that names none. */
export function toGapScope({ accounts, regions }: GapPlaces): Pick<TimelineGap, 'accounts' | 'regions'> {
  return { accounts: toScopeNames(accounts), regions: toScopeNames(regions) };
}

function toScopeNames(names: readonly (string | null)[]): readonly string[] {
  const known = names.filter((name) => name !== null);
  return known.length < names.length ? [] : known;
}

function toNames(names: readonly (string | null)[]): string {
  const shown = names.slice(0, maxNames).map((name) => (name === null ? 'unknown' : toDisplayText(name, 60)));
  if (names.length > maxNames) return `${shown.join(', ')} and ${names.length - maxNames} more`;
  return shown.length < 2 ? shown.join('') : `${shown.slice(0, -1).join(', ')} and ${shown[shown.length - 1] ?? ''}`;
}

function toCount(n: number, one: string, many = `${one}s`): string {
  return `${n.toLocaleString('en')} ${n === 1 ? one : many}`;
}
