import { isAbort } from '../base/errors';
import { readIssuanceDetails } from '../engine/session/issuanceDetails';
import { buildRoleChain } from '../engine/session/roleChain';
import type { IssuanceDetails, RecordRef, RoleChain, SessionSubject } from '../engine/session/session';
import type { CoverageStatement } from '../index/coverage';
import type { RecordLocation } from '../index/resultSet';
import type { SessionLookups } from '../index/sessionLookups';
import type { ReadRecord } from './recordReader';
import type { TrailSearch } from './trailSearch';

export interface FoundChain {
  readonly chain: RoleChain;
  readonly coverage: CoverageStatement;
}

/** Originals that are opened for one chain, at most. */
const maxReads = 200;

/** The role chain around a subject as the index alone has it: without the details of its edges. */
export async function findBareChain(
  trail: Pick<TrailSearch, 'index'>,
  subject: SessionSubject,
  signal: AbortSignal,
): Promise<RoleChain> {
  return buildRoleChain((await trail.index(signal)).sessionRecords(), subject, signal);
}

/**
 * The role chain around a subject, with what only the originals of its issuing records say. Where they cannot be read
 * (no credentials, offline, the log changed), the chain is whole all the same, and `unreadDetails` says why.
 */
export async function findRoleChain(
  trail: Pick<TrailSearch, 'index' | 'recordReader'>,
  subject: SessionSubject,
  signal: AbortSignal,
): Promise<FoundChain> {
  const index = await trail.index(signal);
  const lookups = index.sessionRecords();
  const [chain, coverage] = await Promise.all([buildRoleChain(lookups, subject, signal), index.coverageOf({}, signal)]);
  return { chain: await addDetails(chain, lookups, () => trail.recordReader(), signal), coverage };
}

interface Reader {
  read(locations: readonly RecordLocation[], signal: AbortSignal): Promise<readonly ReadRecord[]>;
}

/** Reads the originals of the edges' first records, those nearest to the start first. */
export async function addDetails(
  chain: RoleChain,
  lookups: Pick<SessionLookups, 'locationsOf'>,
  open: () => Reader,
  signal: AbortSignal,
): Promise<RoleChain> {
  const depths = new Map(chain.nodes.map(({ id, depth }) => [id, Math.abs(depth)]));
  const depthOf = (name: string): number => depths.get(name) ?? Infinity;
  const firsts = [...chain.edges]
    .sort((a, b) => depthOf(a.to) - depthOf(b.to))
    .flatMap(({ records: [first] }) => first ?? []);
  const wanted = new Map(firsts.map((ref) => [toName(ref), ref]));
  const refs = [...wanted.values()];
  const read = refs.slice(0, maxReads);
  const details = new Map<string, IssuanceDetails>();
  const unread = refs
    .slice(maxReads)
    .map((ref) => toUnread(ref, `only ${maxReads} originals are opened for one chain`));
  const results = await readOriginals(read, lookups, open, signal);
  for (const [at, ref] of read.entries()) {
    const result = results[at];
    const found = typeof result === 'string' ? undefined : readIssuanceDetails(toRecordText(result));
    if (found !== undefined) details.set(toName(ref), found);
    else unread.push(toUnread(ref, typeof result === 'string' ? result : 'it is no JSON that can be read'));
  }
  const edges = chain.edges.map((edge) => {
    const [first] = edge.records;
    return { ...edge, details: first === undefined ? undefined : details.get(toName(first)) };
  });
  return { ...chain, edges, unreadDetails: unread };
}

/** In the order of `refs`: the record's bytes, or why they could not be read. */
async function readOriginals(
  refs: readonly RecordRef[],
  lookups: Pick<SessionLookups, 'locationsOf'>,
  open: () => Reader,
  signal: AbortSignal,
): Promise<readonly (Uint8Array | string)[]> {
  if (refs.length === 0) return [];
  const locations = await lookups.locationsOf(refs, signal);
  const known = locations.flatMap((location) => location ?? []);
  try {
    const results = await open().read(known, signal);
    const found = new Map(known.map((location, at) => [toName(location), results[at]]));
    return refs.map((ref) => {
      const result = found.get(toName(ref));
      if (result === undefined) return 'the index no longer knows its log';
      return result.kind === 'record' ? result.bytes : result.reason;
    });
  } catch (error) {
    if (isAbort(error)) throw error;
    const reason = error instanceof Error ? error.message : String(error);
    return refs.map(() => reason);
  }
}

function toRecordText(bytes: Uint8Array | undefined): string {
  return bytes === undefined ? '' : Buffer.from(bytes).toString('utf8');
}

function toName({ key, ordinal }: Pick<RecordRef, 'key' | 'ordinal'>): string {
  return `${ordinal} ${key}`;
}

function toUnread({ eventId }: RecordRef, reason: string): RoleChain['unreadDetails'][number] {
  return { eventId, reason };
}
