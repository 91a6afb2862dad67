import { toDisplayText } from '../../base/displayText';
import type { TimelineGapKind } from './timeline';

/** Where something is not known. Empty: everywhere in the scope. Keys of objects say these: untrusted text. */
export interface GapPlaces {
  readonly accounts: readonly string[];
  readonly regions: readonly string[];
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

function toWhere({ accounts, regions, logKind }: GapPlaces): string {
  const parts = [
    accounts.length === 0 ? '' : ` for ${accounts.length === 1 ? 'account' : 'accounts'} ${toNames(accounts)}`,
    regions.length === 0 ? '' : ` in ${toNames(regions)}`,
    logKind === undefined ? '' : ` (${toDisplayText(logKind, 60)})`,
  ];
  return parts.join('');
}

function toNames(names: readonly string[]): string {
  const shown = names.slice(0, maxNames).map((name) => toDisplayText(name, 60));
  if (names.length > maxNames) return `${shown.join(', ')} and ${names.length - maxNames} more`;
  return shown.length < 2 ? shown.join('') : `${shown.slice(0, -1).join(', ')} and ${shown[shown.length - 1] ?? ''}`;
}

function toCount(n: number, one: string, many = `${one}s`): string {
  return `${n.toLocaleString('en')} ${n === 1 ? one : many}`;
}
