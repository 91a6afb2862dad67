import { toUtcText, type EpochMs } from '../../base/time';
import { parseArn } from '../entity/arn';
import type { ChainParty } from './chainDraft';
import type { KeyHolder, KeyHolders } from './keyHolders';
import type { ChainGap, SessionSubject } from './session';
import { hasSucceeded, isTemporary, toPlainParty } from './sessionIdentity';
import type { KeyIdentity, SessionIdentity, SessionRecordList, SessionRecords } from './sessionRecords';

const maxIdentities = 5_000;
/** Between a session's creation date and the record of it. */
const issuedMs = 2_000;
/** Sessions of a role that a chain begins with. */
const maxStarts = 100;
/** Named of those who assumed a role for sessions that are not shown. */
const maxCallers = 20;

export interface ChainStart {
  /** The first is the chain's start; several where a key has several users, and for roles. Never empty. */
  readonly parties: readonly [ChainParty, ...ChainParty[]];
  /** Set for users and root: everything that they issued counts, whatever the key. */
  readonly arn: string | undefined;
  /** Sessions of its own, of users and root: those that nothing leads to stand beside the start. */
  readonly own?: readonly KeyHolder[];
  /** What is missing. */
  readonly gaps: readonly Pick<ChainGap, 'nodeId' | 'text'>[];
  /** Whole sentences. */
  readonly notes: readonly string[];
  /** What there was no room for, in words. */
  readonly cut?: string;
}

export async function findStart(
  subject: SessionSubject,
  records: SessionRecords,
  holders: KeyHolders,
  signal: AbortSignal,
): Promise<ChainStart> {
  switch (subject.kind) {
    case 'key':
      return startAtKey(subject.id, holders, signal);
    case 'session':
      return isLasting(subject.arn)
        ? startAtUser(subject.arn, records, holders, signal)
        : startAtSession(subject.arn, subject.time, records, holders, signal);
    case 'principal':
      if (isLasting(subject.arn)) return startAtUser(subject.arn, records, holders, signal);
      if (parseArn(subject.arn)?.service === 'sts') {
        return startAtSession(subject.arn, undefined, records, holders, signal);
      }
      return startAtRole(subject.arn, records, holders, signal);
    default:
      return subject satisfies never;
  }
}

function isLasting(arn: string): boolean {
  const parsed = parseArn(arn);
  return parsed?.service === 'iam' && (parsed.resourceType === 'user' || parsed.resourceId === 'root');
}

async function startAtKey(key: string, holders: KeyHolders, signal: AbortSignal): Promise<ChainStart> {
  await holders.load([key], [], signal);
  const [first, ...others] = holders.ofKey(key);
  const start = first ?? toNobody(key);
  const issuers = holders.issuersOf(key);
  const events = new Set(issuers.map(({ sharedEventId, eventId }) => sharedEventId ?? eventId));
  const notes = [
    ...(others.length === 0
      ? []
      : [
          `${others.length + 1} identities used the access key ${key}: ${[start, ...others].map(({ name }) => name).join('; ')}. Each is shown by itself.`,
        ]),
    ...(events.size <= 1 ? [] : [`${events.size} calls returned the access key ${key}; all are shown.`]),
  ];
  const text = `No record in the index was signed with the access key ${key}, and none issues it.`;
  const isKnown = start.identities.length > 0 || issuers.length > 0;
  return { parties: [start, ...others], arn: undefined, gaps: isKnown ? [] : [{ nodeId: start.id, text }], notes };
}

async function startAtSession(
  arn: string,
  time: EpochMs | undefined,
  records: SessionRecords,
  holders: KeyHolders,
  signal: AbortSignal,
): Promise<ChainStart> {
  const rows = (await records.identitiesBy({ arns: [arn] }, maxIdentities, signal)).filter(({ identity }) =>
    isTemporary(identity),
  );
  const isCreated = rows.some(({ identity: { creationTime } }) => creationTime === time);
  const unused = isCreated || time === undefined ? undefined : await findUnused(arn, time, records, holders, signal);
  if (unused !== undefined) return startAtKey(unused, holders, signal);
  const chosen = chooseSession(rows, time);
  if (chosen === undefined) return startAtUnused(arn, records, holders, signal);
  const { creationTime } = chosen.identity;
  // Services that act for a session have keys of their own: all that are of its ARN and creation date belong here.
  const own = creationTime === undefined ? [chosen] : rows.filter((row) => row.identity.creationTime === creationTime);
  const [first, ...others] = mainFirst(await findHolders(own, holders, signal));
  if (first === undefined) return nobody(arn);
  const notes = toSessionNotes(rows, time, chosen, [first, ...others]);
  return { parties: [first, ...others], arn: undefined, gaps: [], notes };
}

function toSessionNotes(
  rows: readonly KeyIdentity[],
  time: EpochMs | undefined,
  { identity: { creationTime }, firstTime = Infinity, lastTime = -Infinity }: KeyIdentity,
  shown: readonly KeyHolder[],
): readonly string[] {
  const sessions = new Set(rows.map(({ identity }) => identity.creationTime ?? identity.accessKeyId)).size;
  const whole = shown.filter(({ isDerived }) => !isDerived).length;
  const same = whole < 2 ? [] : [`${whole} sessions of this ARN began in the same second; all are shown.`];
  const began = creationTime === undefined ? '' : `, which began at ${toUtcText(creationTime)}`;
  if (time === undefined) {
    return sessions < 2 ? same : ['The index has more sessions of this ARN; this is the newest.', ...same];
  }
  if (creationTime === time) return same;
  const others = rows.filter(({ identity, firstTime: from = Infinity, lastTime: to = -Infinity }) => {
    return identity.creationTime !== creationTime && from <= time && time <= to;
  });
  const wasAtWork = firstTime <= time && time <= lastTime;
  if (wasAtWork && others.length === 0) return same;
  const text = wasAtWork
    ? `Several sessions of this ARN were at work at ${toUtcText(time)}; this is the newest of them${began}.`
    : `No session of this ARN began at ${toUtcText(time)} or was at work then; this is the nearest one${began}.`;
  return [text, ...same];
}

/** The key of a session that was issued then and never used. */
async function findUnused(
  arn: string,
  time: EpochMs,
  records: SessionRecords,
  holders: KeyHolders,
  signal: AbortSignal,
): Promise<string | undefined> {
  const window = { arn, roleArn: undefined, sessionName: undefined, from: time - issuedMs, to: time + issuedMs };
  const issued = (await records.issuersNear([window], signal)).records.filter(
    (record) => hasSucceeded(record) && [record.assumedRoleArn, record.federatedUserArn].includes(arn),
  );
  const keys = [...new Set(issued.flatMap(({ issuedKeyId }) => issuedKeyId ?? []))];
  await holders.load(keys, [], signal);
  return keys.find((key) => holders.identitiesOf(key).length === 0);
}

/** Sessions that somebody was issued come before those that are made of them. */
function mainFirst(found: readonly KeyHolder[]): readonly KeyHolder[] {
  const rank = ({ hasIssuer, isDerived }: KeyHolder): number => (hasIssuer ? 0 : isDerived ? 2 : 1);
  return [...found].sort((a, b) => rank(a) - rank(b));
}

/** The session that was created then; else the one that was at work then, or the last one before. */
function chooseSession(rows: readonly KeyIdentity[], time: EpochMs | undefined): KeyIdentity | undefined {
  const [newest] = rows;
  if (time === undefined) return newest;
  const created = rows.filter(({ identity: { creationTime } }) => creationTime === time);
  const atWork = rows.filter(({ firstTime = Infinity, lastTime = -Infinity }) => firstTime <= time && time <= lastTime);
  const before = rows.filter(
    ({ identity: { creationTime }, firstTime }) => (creationTime ?? firstTime ?? Infinity) <= time,
  );
  return created[0] ?? atWork[0] ?? before[0] ?? newest;
}

/** A session that no record shows at work: its newest issuing record tells the key. */
async function startAtUnused(
  arn: string,
  records: SessionRecords,
  holders: KeyHolders,
  signal: AbortSignal,
): Promise<ChainStart> {
  const always = { arn, roleArn: undefined, sessionName: undefined, from: -8e15, to: 8e15 };
  const issued = await records.issuersNear([always], signal);
  const key = issued.records
    .filter((record) => hasSucceeded(record) && [record.assumedRoleArn, record.federatedUserArn].includes(arn))
    .at(-1)?.issuedKeyId;
  if (key === undefined) return nobody(arn);
  return startAtKey(key, holders, signal);
}

async function startAtUser(
  arn: string,
  records: SessionRecords,
  holders: KeyHolders,
  signal: AbortSignal,
): Promise<ChainStart> {
  const rows = await records.identitiesBy({ arns: [arn] }, maxIdentities, signal);
  const lasting = rows.filter(({ identity }) => !isTemporary(identity));
  const [known] = lasting.length > 0 ? lasting : rows;
  if (known === undefined) return nobody(arn);
  const { kind, id, name, description } = toPlainParty(known.identity);
  const keys = [...new Set(lasting.flatMap(({ identity: { accessKeyId } }) => accessKeyId ?? []))].reverse();
  const user: KeyHolder = {
    kind: kind === 'user' || kind === 'root' ? kind : 'unknown',
    id,
    name,
    description,
    keys,
    identity: { ...known.identity, creationTime: undefined },
    identities: lasting,
    hasIssuer: false,
    isDerived: false,
    splitBy: undefined,
  };
  await holders.load(keys, [], signal);
  const temporary = rows.filter(({ identity }) => isTemporary(identity));
  const own = mainFirst(await findHolders(temporary, holders, signal)).slice(0, maxStarts);
  return { parties: [user], arn, own, gaps: [], notes: [] };
}

async function startAtRole(
  roleArn: string,
  records: SessionRecords,
  holders: KeyHolders,
  signal: AbortSignal,
): Promise<ChainStart> {
  const [rows, issued] = await Promise.all([
    records.identitiesBy({ roleArns: [roleArn] }, maxIdentities, signal),
    records.issuedFor([roleArn], signal),
  ]);
  const used = await findHolders(rows, holders, signal);
  const keys = issued.records.filter(hasSucceeded).flatMap(({ issuedKeyId }) => issuedKeyId ?? []);
  await holders.load(keys, [], signal);
  const sessions = new Map(used.map((holder) => [holder.id, holder]));
  for (const holder of keys.flatMap((key) => holders.ofKey(key)))
    if (!sessions.has(holder.id)) sessions.set(holder.id, holder);
  const all = [...sessions.values()];
  const [first, ...others] = all.slice(0, maxStarts);
  if (first === undefined) return nobody(roleArn);
  const text = `These are sessions of the role ${roleArn}: ${Math.min(sessions.size, maxStarts)} of ${sessions.size}, those at work last first.`;
  const start = {
    parties: [first, ...others],
    arn: undefined,
    gaps: [],
    notes: sessions.size === 1 ? [] : [text],
  } as const;
  return all.length <= maxStarts ? start : { ...start, cut: toLeftOutText(all.slice(maxStarts), issued) };
}

/** Who assumed the role for the sessions that are not shown. */
function toLeftOutText(left: readonly KeyHolder[], { records, isCut }: SessionRecordList): string {
  const keys = new Set(left.flatMap(({ keys: own }) => own));
  const callers = new Map<string, number>();
  for (const { issuedKeyId, identity } of records.filter(hasSucceeded)) {
    if (issuedKeyId === undefined || !keys.has(issuedKeyId)) continue;
    const caller = identity.arn ?? identity.name;
    callers.set(caller, (callers.get(caller) ?? 0) + 1);
  }
  const names = [...callers].sort((a, b) => b[1] - a[1]).map(([caller, count]) => `${caller} (${count})`);
  const shown = names.slice(0, maxCallers).join(', ');
  const more = names.length > maxCallers ? ` and ${names.length - maxCallers} more` : '';
  const who = names.length === 0 ? '' : ` The calls that issued them were by ${shown}${more}.`;
  return `${left.length}${isCut ? ' or more' : ''} older sessions of the role are not shown.${who}`;
}

async function findHolders(
  rows: readonly KeyIdentity[],
  holders: KeyHolders,
  signal: AbortSignal,
): Promise<readonly KeyHolder[]> {
  const identities = rows.map(({ identity }) => identity);
  await holders.load(
    identities.flatMap(({ accessKeyId }) => accessKeyId ?? []),
    identities.flatMap(toKeyless),
    signal,
  );
  const found = new Map<string, KeyHolder>();
  for (const identity of identities) {
    const keyed = holders.ofIdentity(identity);
    const own = toKeyless(identity).flatMap(({ arn, creationTime }) => holders.ofSession(arn, creationTime));
    for (const holder of keyed === undefined ? own : [keyed]) if (!found.has(holder.id)) found.set(holder.id, holder);
  }
  return [...found.values()];
}

function toKeyless({
  accessKeyId,
  arn,
  creationTime,
}: SessionIdentity): readonly { readonly arn: string; readonly creationTime: number | undefined }[] {
  return accessKeyId === undefined && arn !== undefined ? [{ arn, creationTime }] : [];
}

function nobody(arn: string): ChainStart {
  const party = toNobody(arn);
  return {
    parties: [party],
    arn: undefined,
    gaps: [{ nodeId: party.id, text: `No record in the index is by ${arn}, and none issues credentials to it.` }],
    notes: [],
  };
}

function toNobody(name: string): KeyHolder {
  return {
    kind: 'unknown',
    id: `unknown:${name}`,
    name,
    description: 'not in the index',
    keys: [],
    identity: undefined,
    identities: [],
    hasIssuer: false,
    isDerived: false,
    splitBy: undefined,
  };
}
