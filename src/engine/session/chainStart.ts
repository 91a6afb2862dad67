import type { EpochMs } from '../../base/time';
import { parseArn } from '../entity/arn';
import type { ChainParty } from './chainDraft';
import type { KeyHolder, KeyHolders } from './keyHolders';
import type { SessionSubject } from './session';
import { hasSucceeded, isTemporary, toPlainParty } from './sessionIdentity';
import type { KeyIdentity, SessionIdentity, SessionRecords } from './sessionRecords';

const maxIdentities = 5_000;
/** Sessions of a role that a chain begins with. */
const maxStarts = 100;

export interface ChainStart {
  /** The first is the chain's start; several where a key has several users, and for roles. Never empty. */
  readonly parties: readonly [ChainParty, ...ChainParty[]];
  /** Set for users and root: everything that they issued counts, whatever the key. */
  readonly arn: string | undefined;
  /** Whole sentences, by node. */
  readonly notes: readonly { readonly nodeId: string; readonly text: string }[];
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
    ...(start.identities.length > 0 || issuers.length > 0
      ? []
      : [`No record in the index was signed with the access key ${key}, and none issues it.`]),
  ];
  return { parties: [start, ...others], arn: undefined, notes: notes.map((text) => ({ nodeId: start.id, text })) };
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
  const chosen = chooseSession(rows, time);
  if (chosen === undefined) return startAtUnused(arn, records, holders, signal);
  const found = await findHolders([chosen], holders, signal);
  const [first, ...others] = found;
  if (first === undefined) return nobody(arn);
  const sessions = new Set(rows.map(({ identity: { accessKeyId, creationTime } }) => accessKeyId ?? creationTime)).size;
  const text =
    time === undefined && sessions > first.keys.length
      ? [`The index has more sessions of this ARN; this is the newest.`]
      : [];
  return { parties: [first, ...others], arn: undefined, notes: text.map((one) => ({ nodeId: first.id, text: one })) };
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
  return { parties: [user], arn, notes: [] };
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
  const [first, ...others] = [...sessions.values()].slice(0, maxStarts);
  if (first === undefined) return nobody(roleArn);
  const text = `These are sessions of the role ${roleArn}: ${Math.min(sessions.size, maxStarts)} of ${sessions.size}, those at work last first.`;
  return {
    parties: [first, ...others],
    arn: undefined,
    notes: sessions.size === 1 ? [] : [{ nodeId: first.id, text }],
  };
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
    notes: [{ nodeId: party.id, text: `No record in the index is by ${arn}, and none issues credentials to it.` }],
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
