import { listAssumed, toKeyIds } from '../engine/dossier/assumedKeys';
import type { KeyDossier } from '../engine/dossier/dossier';
import { toKeysQuery } from '../engine/dossier/dossierQuery';
import { dataCalls, grantingCalls, loggingCalls } from '../engine/dossier/knownCalls';
import { toLoggingText } from '../engine/dossier/loggingText';
import { toNotSeen } from '../engine/dossier/notSeen';
import type { OriginalRecord } from '../engine/dossier/originalRecord';
import { listMade, makingCalls, toRemnants } from '../engine/dossier/remnants';
import type { SeenCall } from '../engine/dossier/seenCall';
import { listIdentities, listOwned } from '../engine/dossier/sharedKeys';
import { toUndoSearch } from '../engine/dossier/undoSearch';
import { parseUniqueId } from '../engine/entity/accessKeyId';
import type { RecordRef } from '../engine/session/session';
import type { FactRecord, FactRecords, KeyFactOptions, KeyFacts, KeySheet } from '../index/keyFacts';
import { readOriginals, type ReadOriginals } from './keyDossierOriginals';
import { toCountedParts } from './keyDossierValues';
import type { RecordReader } from './recordReader';
import type { FoundChain } from './roleChain';

export interface DossierQuestion {
  readonly accessKeyId: string;
  /** Count the sessions that were assumed with it, too. */
  readonly withAssumed: boolean;
}

/** Originals that are read, and how many were. */
export interface DossierProgress {
  readonly originalsDone: number;
  readonly originalsTotal: number;
}

/** Originals that a dossier reads: what is beyond is counted and said. */
const maxOriginals = 5_000;
const options: Omit<KeyFactOptions, 'owned'> = {
  maxValues: 200,
  maxRecords: maxOriginals,
  making: makingCalls,
  logging: loggingCalls,
  granting: grantingCalls,
  dataCalls,
};

/** What a dossier is made of. */
export interface DossierSources {
  readonly found: FoundChain;
  readonly facts: KeyFacts;
  readonly reader: Pick<RecordReader, 'read'>;
}

/** The dossier of a key whose chain is known. Rejects with an AbortError. */
export async function collectKeyDossier(
  { found, facts, reader }: DossierSources,
  { accessKeyId, withAssumed }: DossierQuestion,
  onProgress: (progress: DossierProgress) => void,
  signal: AbortSignal,
): Promise<KeyDossier> {
  const { chain, coverage } = found;
  const assumed = listAssumed(chain, accessKeyId);
  const assumedIds = toKeyIds(assumed.keys);
  const keys = withAssumed ? [accessKeyId, ...assumedIds] : [accessKeyId];
  const users = await facts.usersOf(keys, signal);
  const owned = withAssumed ? listOwned(assumed.keys, users) : [];
  const sheet = await facts.read(keys, { ...options, owned }, signal);
  const originals = new OriginalsReader(reader, onProgress, signal);
  const { loggingChanges, remnants, leftOut, unreadLater } = await followUp(sheet, facts, originals, signal);
  const query = toKeysQuery(keys, sheet.twins > sheet.twinIds.length ? [] : sheet.twinIds, owned);
  const { records, errors, denied, samples } = sheet;
  return {
    accessKeyId,
    keyKind: toKeyKind(accessKeyId),
    keys,
    chain,
    records,
    errors,
    denied,
    firstUse: samples[0],
    lastUse: samples.at(-1),
    query,
    ...toCountedParts(sheet, query),
    remnants,
    loggingChanges,
    leftOut,
    notSeen: toNotSeen({
      records,
      twins: sheet.twins,
      areTwinsInQueries: sheet.twins > sheet.twinIds.length,
      hasDataEvents: sheet.hasDataEvents,
      uncountedSessions: withAssumed ? 0 : assumedIds.length,
      keylessSessions: assumed.keyless,
      chainCut: assumedIds.length + assumed.keyless === 0 ? undefined : chain.cut,
      users: listIdentities(users, accessKeyId).map(([first]) => first?.arn ?? first?.principalId ?? ''),
      owned,
      unreadMaking: sheet.making.total - sheet.making.records.length,
      leftOut,
      unreadLater,
      unread: originals.unread,
      otherChanges: sheet.otherChanges,
    }),
    unreadOriginals: [...originals.unread.values()].reduce((sum, count) => sum + count, 0),
    coverage: { isComplete: coverage.isComplete, text: coverage.statement },
  };
}

interface FollowedUp extends Pick<KeyDossier, 'loggingChanges' | 'remnants'> {
  readonly leftOut: NonNullable<KeyDossier['leftOut']>;
  readonly unreadLater: number;
}

/** Calls that changed logging and are listed: what succeeded before what was only tried. */
const maxLogging = 1_000;

function cutLogging({ records, total }: FactRecords): FactRecords {
  if (records.length <= maxLogging) return { records, total };
  const isFailed = ({ errorCode, errorMessage }: FactRecord): boolean => (errorCode ?? errorMessage) !== undefined;
  const first = [...records].sort((a, b) => Number(isFailed(a)) - Number(isFailed(b))).slice(0, maxLogging);
  const kept = new Set(first);
  return { records: records.filter((record) => kept.has(record)), total };
}

/** What the originals say: what was made, what of that was taken back, and what was done to logging. */
async function followUp(
  sheet: KeySheet,
  facts: KeyFacts,
  originals: OriginalsReader,
  signal: AbortSignal,
): Promise<FollowedUp> {
  const { making } = sheet;
  const logging = cutLogging(sheet.logging);
  originals.expect(making.records.length + logging.records.length);
  const changes = await originals.read(logging);
  const made = listMade(toSeenCalls(making, await originals.read(making)));
  const search = toUndoSearch(made.things);
  const left = Math.max(0, maxOriginals - making.records.length - logging.records.length);
  const later = search === undefined ? noRecords : await facts.later(search, left, signal);
  originals.expect(later.records.length);
  const undone = toSeenCalls(later, await originals.read(later));
  const { remnants, leftOut } = toRemnants(made, undone);
  return {
    remnants,
    leftOut: { remnants: leftOut, loggingChanges: logging.total - logging.records.length },
    loggingChanges: logging.records.map((record, at) => ({
      ...toRef(record),
      errorCode: record.errorCode ?? (record.errorMessage === undefined ? undefined : 'error'),
      text: toLoggingText(record.eventName, changes[at], record.resources, record.errorCode),
    })),
    unreadLater: later.total - later.records.length,
  };
}

const noRecords: FactRecords = { records: [], total: 0 };

/** Reads originals, tells how far it is, and keeps why some were not read. */
class OriginalsReader {
  readonly unread = new Map<string, number>();
  private done = 0;
  private total = 0;

  constructor(
    private readonly reader: Pick<RecordReader, 'read'>,
    private readonly onProgress: (progress: DossierProgress) => void,
    private readonly signal: AbortSignal,
  ) {}

  expect(count: number): void {
    this.total += count;
    this.tell();
  }

  /** In the order of the records. */
  async read({ records }: FactRecords): Promise<ReadOriginals['originals']> {
    const onRead = (count: number): void => {
      this.done += count;
      this.tell();
    };
    const { originals, unread } = await readOriginals(this.reader, records, onRead, this.signal);
    for (const [reason, count] of unread) this.unread.set(reason, (this.unread.get(reason) ?? 0) + count);
    return originals;
  }

  private tell(): void {
    if (this.total > 0) this.onProgress({ originalsDone: this.done, originalsTotal: this.total });
  }
}

function toSeenCalls(
  { records }: FactRecords,
  originals: readonly (OriginalRecord | undefined)[],
): readonly SeenCall[] {
  return records.map((record, at) => ({
    ref: toRef(record),
    call: record.call,
    region: record.region,
    accessKeyId: record.accessKeyId,
    original: originals[at],
  }));
}

function toRef({ eventId, eventName, time, account, key, ordinal }: FactRecord): RecordRef {
  return { eventId, eventName, time, account, key, ordinal };
}

/** From its first letters (IAM User Guide, "Unique identifiers"). */
function toKeyKind(accessKeyId: string): string {
  switch (parseUniqueId(accessKeyId) === undefined ? '' : accessKeyId.slice(0, 4)) {
    case 'AKIA':
      return 'access key of an IAM user or root';
    case 'ASIA':
      return 'temporary credentials (STS)';
    default:
      return 'key of an unknown kind';
  }
}
