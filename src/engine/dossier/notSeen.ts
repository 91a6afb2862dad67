import type { OwnedKey } from './sharedKeys';

/** What a dossier could not look at, as numbers. */
export interface UnseenFacts {
  readonly records: number;
  /** Records of further accounts of actions that count already. */
  readonly twins: number;
  readonly areTwinsInQueries: boolean;
  readonly hasDataEvents: boolean;
  /** Sessions that were assumed with the key and are not counted. */
  readonly uncountedSessions: number;
  /** Sessions that were assumed with it and sign without a key. */
  readonly keylessSessions: number;
  /** Why the role chain does not show all that was assumed: a whole sentence. */
  readonly chainCut: string | undefined;
  /** ARNs or principal ids of those that used the key, where they are several. */
  readonly users: readonly string[];
  /** Keys of assumed sessions that others used as well. */
  readonly owned: readonly OwnedKey[];
  /** Calls that make, change or log, and later calls that may take back, beyond what is read. */
  readonly unreadMaking: number;
  /** What the lists do not hold. */
  readonly leftOut: { readonly remnants: number; readonly loggingChanges: number };
  readonly unreadLater: number;
  /** Originals that could not be read, by why. */
  readonly unread: ReadonlyMap<string, number>;
  readonly otherChanges: {
    readonly calls: readonly { readonly call: string; readonly records: number }[];
    readonly total: number;
  };
}

const maxReasons = 3;

/** Whole sentences. Reasons and names in them are untrusted text. */
export function toNotSeen(facts: UnseenFacts): readonly string[] {
  const { records } = facts;
  if (records === 0)
    return ['The index holds no record that was signed with this key. Keys are compared with their case.'];
  const sentences = [
    ...toSessionTexts(facts),
    facts.twins === 0 ? '' : toTwinText(facts),
    facts.hasDataEvents
      ? ''
      : 'No data event of this key is in the index. Reads and writes of objects, rows and secrets are only recorded where a trail is set to record them.',
    facts.unreadMaking === 0
      ? ''
      : `${plural(facts.unreadMaking, 'further call')} that made or changed something ${isAre(facts.unreadMaking)} not listed: there are too many.`,
    facts.leftOut.remnants === 0
      ? ''
      : `${plural(facts.leftOut.remnants, 'further thing')} that it made or changed ${isAre(facts.leftOut.remnants)} not listed: there are too many.`,
    facts.leftOut.loggingChanges === 0
      ? ''
      : `${plural(facts.leftOut.loggingChanges, 'further call')} that changed logging ${isAre(facts.leftOut.loggingChanges)} not listed: there are too many.`,
    facts.unreadLater === 0
      ? ''
      : `${plural(facts.unreadLater, 'later call')} that may have taken something back ${isAre(facts.unreadLater)} not read: there are too many.`,
    toUnreadText(facts.unread),
    toOtherText(facts.otherChanges),
  ];
  return sentences.filter((sentence) => sentence !== '');
}

function toSessionTexts({
  uncountedSessions,
  keylessSessions,
  chainCut,
  users,
  owned,
}: UnseenFacts): readonly string[] {
  const named = owned
    .slice(0, maxReasons)
    .map(({ accessKeyId, arns }) => `${accessKeyId} (of ${arns.join(', ') || 'nobody known'})`);
  const more = owned.length > maxReasons ? ` and ${plural(owned.length - maxReasons, 'other')}` : '';
  return [
    users.length < 2
      ? ''
      : `The key was used by ${users.length.toLocaleString('en-US')} identities, which all count here: ${users.slice(0, maxReasons).join(', ')}${users.length > maxReasons ? ' and others' : ''}.`,
    uncountedSessions === 0
      ? ''
      : `${chainCut === undefined ? '' : 'At least '}${plural(uncountedSessions, 'key')} of sessions that were assumed with this key ${isAre(uncountedSessions)} not counted here.`,
    keylessSessions === 0
      ? ''
      : `${plural(keylessSessions, 'session')} that ${keylessSessions === 1 ? 'was' : 'were'} assumed with this key ${keylessSessions === 1 ? 'signs' : 'sign'} without an access key and ${isAre(keylessSessions)} not counted here.`,
    chainCut === undefined
      ? ''
      : `Of sessions that were assumed with this key, only those are known here that the role chain shows. ${chainCut}`,
    owned.length === 0
      ? ''
      : `Of keys that others used as well, only the records of the sessions that were assumed count here: ${named.join('; ')}${more}.`,
  ];
}

function toTwinText({ twins, areTwinsInQueries }: UnseenFacts): string {
  const found = areTwinsInQueries ? '; searches find them as well' : '';
  return `${plural(twins, 'record')} of other accounts ${twins === 1 ? 'is' : 'are'} of actions that are counted already (same sharedEventID)${found}.`;
}

function toUnreadText(unread: ReadonlyMap<string, number>): string {
  const total = [...unread.values()].reduce((sum, count) => sum + count, 0);
  if (total === 0) return '';
  const reasons = [...unread].sort(([, a], [, b]) => b - a);
  const named = reasons.slice(0, maxReasons).map(([reason, count]) => `${reason.replace(/[.\s]+$/, '')} (${count})`);
  const rest = reasons.length > maxReasons ? '; and other reasons' : '';
  return `${plural(total, 'original record')} could not be read: ${named.join('; ')}${rest}. What they made or took back is not known.`;
}

function toOtherText({ calls, total }: UnseenFacts['otherChanges']): string {
  if (total === 0) return '';
  const named = calls.map(({ call, records }) => `${call} (${records.toLocaleString('en-US')})`).join(', ');
  const listed = calls.reduce((sum, { records }) => sum + records, 0);
  const rest = total > listed ? ' and others' : '';
  return `${plural(total, 'further successful call')} by name make or change something and are not followed: ${named}${rest}.`;
}

function plural(count: number, one: string): string {
  return `${count.toLocaleString('en-US')} ${one}${count === 1 ? '' : 's'}`;
}

function isAre(count: number): string {
  return count === 1 ? 'is' : 'are';
}
