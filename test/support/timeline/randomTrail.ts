import type { FixtureObject, IndexFixture } from '../indexFixture';
import { logKey } from '../indexFixture';

/** A record as a plain loop reads it: what is indexed is made from `toJson`, what is expected from these fields. */
export interface TrailRecord {
  readonly id: string;
  readonly time: string | undefined;
  readonly eventName: string | undefined;
  readonly eventSource: string | undefined;
  readonly region: string | undefined;
  readonly address: string | undefined;
  readonly agent: string | undefined;
  readonly errorCode: string | null | undefined;
  readonly errorMessage: string | undefined;
  readonly readOnly: boolean | undefined;
  readonly sharedId: string | undefined;
  readonly account: string | undefined;
  readonly category: string | undefined;
  readonly caller: Caller;
}

/** A `userIdentity`, with what Trailcase should make of it. */
export interface Caller {
  readonly identity: Readonly<Record<string, unknown>> | undefined;
  readonly principal: string;
  /** Whose first uses are looked for; undefined: nobody's. */
  readonly actor: string | undefined;
  readonly hasKey: boolean;
  readonly hasArn: boolean;
}

const session = (role: string, roleArn: string, name: string, key?: string): Caller => {
  const arn = `arn:aws:sts::111122223333:assumed-role/${role}/${name}`;
  return {
    identity: {
      type: 'AssumedRole',
      principalId: `AROAEXAMPLEEXAMPLE123:${name}`,
      arn,
      accountId: '111122223333',
      ...(key === undefined ? {} : { accessKeyId: key }),
      sessionContext: { sessionIssuer: { type: 'Role', arn: roleArn, userName: role } },
    },
    principal: `${role} / ${name}`,
    actor: role.startsWith('AWSReservedSSO_') ? arn : roleArn,
    hasKey: key !== undefined,
    hasArn: true,
  };
};

const admin = 'arn:aws:iam::111122223333:role/team/Admin';
const person = 'arn:aws:iam::111122223333:role/aws-reserved/sso.amazonaws.com/AWSReservedSSO_Ops_1';
const alice = 'arn:aws:iam::111122223333:user/alice';

export const callers: readonly Caller[] = [
  {
    identity: { type: 'IAMUser', arn: alice, userName: 'alice', accessKeyId: 'AKIAIOSFODNN7EXAMPLE' },
    principal: 'alice',
    actor: alice,
    hasKey: true,
    hasArn: true,
  },
  session('Admin', admin, 'one', 'ASIAEXAMPLEEXAMPLE11'),
  session('Admin', admin, 'two'),
  session('AWSReservedSSO_Ops_1', person, 'ann', 'ASIAEXAMPLEEXAMPLE22'),
  session('AWSReservedSSO_Ops_1', person, 'bob'),
  {
    identity: { type: 'AWSAccount', principalId: 'AROAEXAMPLEEXAMPLE123:one', accountId: '111122223333' },
    principal: 'account 111122223333 / one',
    actor: 'AROAEXAMPLEEXAMPLE123:one',
    hasKey: false,
    hasArn: false,
  },
  {
    identity: { type: 'AWSService', invokedBy: 'ec2.amazonaws.com' },
    principal: 'ec2.amazonaws.com',
    actor: 'ec2.amazonaws.com',
    hasKey: false,
    hasArn: false,
  },
  { identity: undefined, principal: 'no identity', actor: undefined, hasKey: false, hasArn: false },
];

/** Numbers from 0 up to 1, the same for the same seed (mulberry32). */
export function newRandom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}

export const trailStart = Date.parse('2026-01-15T00:00:00Z');

/** Few values of everything, so that records share them; some say little, some have no time that can be read. */
export function newTrailRecords(random: () => number, count: number): readonly TrailRecord[] {
  const pick = <T>(...values: readonly T[]): T => values[Math.floor(random() * values.length)]!;
  const records = Array.from({ length: count }, (_, number): TrailRecord => {
    const seconds = Math.floor(random() * 60) * 1711;
    const time = new Date(trailStart + seconds * 1000).toISOString().replace('.000Z', 'Z');
    return {
      id: `e${number}`,
      time: pick(time, time, time, time, time, time, time, time, time, 'no time'),
      eventName: pick('GetObject', 'PutObject', 'ListBuckets', 'Selectivity', 'ConsoleLogin', undefined),
      eventSource: pick('s3.amazonaws.com', 'iam.amazonaws.com', undefined),
      region: pick('eu-west-1', 'us-east-1', undefined),
      address: pick('203.0.113.7', '203.0.113.8', "o'hara", 'ec2.amazonaws.com', undefined),
      agent: pick('boto3', '[boto3]', 'aws-cli', '[]', '[a] b [c', undefined),
      errorCode: pick(undefined, undefined, null, '', 'AccessDenied', 'Client.UnauthorizedOperation', 'NoSuchBucket'),
      errorMessage: pick(undefined, undefined, undefined, 'Failed authentication'),
      readOnly: pick(true, false, undefined),
      sharedId: pick(undefined, undefined, `s${Math.floor(random() * 12)}`),
      account: pick('111122223333', '444455556666', '777788889999', undefined),
      category: pick('Management', 'Management', 'Management', 'Insight', undefined),
      caller: pick(...callers),
    };
  });
  // What other accounts recorded of the same actions: mostly at the same moment, by whatever name for the caller.
  const echoes = records
    .filter(({ sharedId }) => sharedId !== undefined)
    .flatMap((record, number): TrailRecord[] =>
      pick([1], [1], [1, 2], []).map((part) => ({
        ...record,
        id: `echo${number}-${part}`,
        time: pick(record.time, record.time, new Date(trailStart).toISOString()),
        account: pick('111122223333', '444455556666', '777788889999'),
        caller: pick(record.caller, ...callers),
      })),
    );
  return [...records, ...echoes];
}

export function toJson(record: TrailRecord): Record<string, unknown> {
  const { caller } = record;
  return {
    eventVersion: '1.08',
    ...(caller.identity === undefined ? {} : { userIdentity: caller.identity }),
    eventTime: record.time,
    eventName: record.eventName,
    eventSource: record.eventSource,
    awsRegion: record.region,
    sourceIPAddress: record.address,
    userAgent: record.agent,
    errorCode: record.errorCode,
    errorMessage: record.errorMessage,
    readOnly: record.readOnly,
    sharedEventID: record.sharedId,
    recipientAccountId: record.account,
    eventCategory: record.category,
    eventID: record.id,
  };
}

/** Where the records of a random trail were put. */
export interface PlacedTrail {
  /** Ids of the records that count, by the key of each log, in the order in which the index has the logs. */
  readonly logs: ReadonlyMap<string, readonly string[]>;
}

/** Where in the index a record counts that stands in some of these logs: the place of the log with the first key. */
export function toOrder(logs: PlacedTrail['logs'], isAsked: (key: string) => boolean): ReadonlyMap<string, number> {
  const order = new Map<string, number>();
  const first = new Map<string, string>();
  let place = 0;
  for (const [key, ids] of logs) {
    for (const id of ids) {
      place++;
      if (!isAsked(key) || (first.get(id) ?? key) < key) continue;
      first.set(id, key);
      order.set(id, place);
    }
  }
  return order;
}

/**
 * Three logs a segment, some records twice in different logs, and one log of the first segment read anew by the second:
 * it lacks some of the records that it had.
 */
export async function indexTrail(
  fixture: IndexFixture,
  records: readonly TrailRecord[],
  random: () => number,
): Promise<PlacedTrail> {
  const keys = ['a', 'b', 'c', 'd', 'e', 'f'].map((name) => logKey(name));
  const logs = new Map<string, TrailRecord[]>(keys.map((key) => [key, []]));
  for (const record of records) {
    logs.get(keys[Math.floor(random() * keys.length)]!)!.push(record);
    if (random() < 0.2) {
      const other = logs.get(keys[Math.floor(random() * keys.length)]!)!;
      if (!other.includes(record)) other.push(record);
    }
  }
  const toObject = (key: string, held: readonly TrailRecord[]): FixtureObject => ({ key, records: held.map(toJson) });
  const [first] = keys;
  const before = await fixture.addSegment({ objects: keys.slice(0, 3).map((key) => toObject(key, logs.get(key)!)) });
  logs.set(
    first!,
    logs.get(first!)!.filter(() => random() < 0.8),
  );
  await fixture.addSegment({
    objects: [first!, ...keys.slice(3)].map((key) => toObject(key, logs.get(key)!)),
    supersedes: [{ segment: before.id, objects: [0] }],
  });
  const inOrder = [...keys.slice(1, 3), first!, ...keys.slice(3)];
  return { logs: new Map(inOrder.map((key) => [key, logs.get(key)!.map(({ id }) => id)])) };
}
