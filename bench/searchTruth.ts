import type { Query } from '../src/engine/query/query';
import type { TrailIndex } from '../src/index/trailIndex';

/** What a generator of trails wrote: exact counts of distinct records. */
export interface TrailTruth {
  readonly events: number;
  readonly duplicate_records: number;
  readonly files: number;
  readonly by_account: Readonly<Record<string, number>>;
  readonly by_region: Readonly<Record<string, number>>;
  readonly by_day: Readonly<Record<string, number>>;
  readonly by_category: Readonly<Record<string, number>>;
  readonly by_identity_type: Readonly<Record<string, number>>;
  readonly by_error: Readonly<Record<string, number>>;
  /** By `<eventSource>:<eventName>`. */
  readonly by_event: Readonly<Record<string, number>>;
  /** By ARN; callers without one stand there under other names. */
  readonly by_principal_top500: Readonly<Record<string, number>>;
  readonly attacks: readonly {
    readonly victim: string;
    readonly sourceIPAddress: string;
    readonly backdoor_key: string;
    readonly eventIDs: readonly string[];
  }[];
}

/** Every count of the truth that the index tells otherwise, as a sentence. */
export async function compareWithTruth(
  index: TrailIndex,
  truth: TrailTruth,
  parse: (text: string) => Query,
): Promise<readonly string[]> {
  const { signal } = new AbortController();
  const wrong: string[] = [];
  const compare = (what: string, found: unknown, expected: unknown): void => {
    if (found !== expected) wrong.push(`${what}: found ${String(found)}, expected ${String(expected)}`);
  };
  const count = async (text: string): Promise<number> => {
    const result = await index.search(parse(text), {}, {}, signal);
    const summary = await result.whenDone;
    await result.dispose();
    return summary.count;
  };
  const all = await index.search(parse(''), {}, {}, signal);
  const summary = await all.whenDone;
  compare('records', summary.count, truth.events);
  compare('copies', summary.copies, truth.duplicate_records);
  compare('conflicts', summary.conflicts, 0);
  for (const [by, expected] of [
    ['day', truth.by_day],
    ['recipientAccountId', truth.by_account],
    ['awsRegion', truth.by_region],
    ['eventCategory', truth.by_category],
    ['userIdentity.type', truth.by_identity_type],
    ['errorCode', truth.by_error],
  ] as const) {
    const { groups } = await all.groups(by, 100_000, signal);
    const found = new Map(groups.flatMap(({ value, count: n }) => (value === null ? [] : [[value, n]])));
    compare(`groups by ${by}`, found.size, Object.keys(expected).length);
    for (const [value, n] of Object.entries(expected)) compare(`${by} ${value}`, found.get(value), n);
  }
  await all.dispose();
  for (const [event, n] of Object.entries(truth.by_event)) {
    const at = event.indexOf(':');
    compare(event, await count(`eventSource:"${event.slice(0, at)}" eventName:"${event.slice(at + 1)}"`), n);
  }
  for (const [arn, n] of Object.entries(truth.by_principal_top500)) {
    if (arn.startsWith('arn:')) compare(arn, await count(`userIdentity.arn:"${arn}"`), n);
  }
  for (const [error, n] of Object.entries(truth.by_error)) compare(error, await count(`errorCode:"${error}"`), n);
  for (const { sourceIPAddress, eventIDs } of truth.attacks) {
    const ids = eventIDs.map((id) => `eventID:${id}`).join(' OR ');
    compare(`events of the attack from ${sourceIPAddress}`, await count(ids), eventIDs.length);
  }
  const { rows } = await index.runSql('SELECT count(*), count(DISTINCT eventID) FROM records', { maxRows: 1 }, signal);
  compare('records by SQL', rows[0]?.[0], truth.events);
  compare('eventIDs by SQL', rows[0]?.[1], truth.events);
  const { total, discrepancies } = await index.coverage({}, signal);
  compare('objects read', total.read, truth.files);
  compare('records indexed', total.indexed, truth.events + truth.duplicate_records);
  compare('copies in the ledger', total.copies, truth.duplicate_records);
  for (const { statement } of discrepancies) wrong.push(statement);
  return wrong;
}
