import type { EpochMs } from '../base/time';
import { monitoringVendorAccount, newRole, regions, second, toUniqueId, vendorAddress } from './demoWorld';
import { newForeignCaller, type Origin } from './identities';
import type { Random } from './prng';
import { newRecord, type PendingRecord } from './recordBuilder';
import { startSession } from './stsSession';

const vendorOrigin: Origin = { sourceAddress: vendorAddress, userAgent: 'Skylark-Monitor/4.2 (aws-sdk-go-v2/1.32.7)' };

/** An outside monitoring company assumes its role and reads metrics in every region. */
export function* newVendorRound(random: Random, time: EpochMs, account: string): Generator<PendingRecord> {
  const caller = newForeignCaller(
    monitoringVendorAccount,
    `${toUniqueId('AROA', 'skylark collector')}:collector-${random.whole(1, 6)}`,
    vendorOrigin,
  );
  const { session, records } = startSession(random, {
    time,
    caller,
    role: newRole(account, 'skylark-monitoring'),
    sessionName: 'skylark',
    extraRequest: { externalId: 'skylark-5521', durationSeconds: 3600 },
  });
  yield* records;
  let offset = 2 * second;
  for (const region of regions) {
    for (const [service, name] of [
      ['monitoring', 'DescribeAlarms'],
      ['monitoring', 'ListMetrics'],
      ['ec2', 'DescribeInstances'],
      ['rds', 'DescribeDBInstances'],
    ] as const) {
      offset += random.whole(1, 3) * second;
      const request = name === 'DescribeInstances' ? { maxResults: 100, instancesSet: {}, filterSet: {} } : null;
      yield newRecord(random, { time: time + offset, actor: session, region, service, name, request });
    }
  }
}
