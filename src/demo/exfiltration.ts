import type { EpochMs } from '../base/time';
import {
  backdoorKeyId,
  backdoorUserName,
  dropBucket,
  exportBucket,
  intruderAddress,
  managementAccount,
  second,
  utc,
} from './demoWorld';
import { type Actor, newIamUser, type Origin } from './identities';
import { SpelledNumber } from './jsonText';
import { newConsoleLogin } from './signIn';
import type { Random } from './prng';
import { newRecord, type PendingRecord } from './recordBuilder';
import { newS3Record } from './s3Call';

const region = 'eu-west-1';
/** Everything from here to there falls into one log file, which is deleted later. */
const lostFrom = utc('2026-01-15T01:35:00Z');
const lostTo = utc('2026-01-15T01:40:00Z');

/**
 * Attackers write into logs: Markdown with a command link, HTML, a right-to-left override, a formula, an icon.
 * A program that shows this record must show characters, and run nothing.
 */
export const hostileUserAgent =
  '[click here](command:workbench.action.terminal.new) <img src=x onerror=alert(1)> \u202egnp.stnuocca\u202c =HYPERLINK("//203.0.113.77") $(alert)';
export const hostileKey = 'tmp/<script>alert(1)</script>/\u202efdp.exe';

/** On the third night the new user reads a bucket of customer exports from end to end and copies the best of it out. */
export function* newExfiltration(random: Random, origin: Origin): Generator<PendingRecord> {
  const browser = {
    sourceAddress: intruderAddress,
    userAgent: 'Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0',
  };
  const signedIn = newIamUser(managementAccount, backdoorUserName, browser);
  yield newConsoleLogin(random, utc('2026-01-15T01:12:21Z'), signedIn, 'No');
  const actor = newIamUser(managementAccount, backdoorUserName, origin, backdoorKeyId);
  const call = { actor, region } as const;
  const time = utc('2026-01-15T01:18:05Z');
  yield newRecord(random, { ...call, time, service: 'sts', name: 'GetCallerIdentity' });
  yield newRecord(random, {
    ...call,
    time: time + 33 * second,
    service: 's3',
    name: 'GetBucketLocation',
    request: { bucketName: exportBucket, Host: `s3.${region}.amazonaws.com`, location: '' },
  });
  yield newS3Record(random, { ...bucketCall(actor, time + 70 * second), name: 'ListObjects', bytesOut: 48_212 });
  yield* newDownloads(random, actor);
  yield* newCopies(random, actor);
  yield* newOddities(random, actor);
}

function bucketCall(actor: Actor, time: EpochMs) {
  return { time, actor, region, bucket: exportBucket, bucketOwner: managementAccount } as const;
}

function* newDownloads(random: Random, actor: Actor): Generator<PendingRecord> {
  let time = utc('2026-01-15T01:20:12Z');
  const end = utc('2026-01-15T01:49:00Z');
  for (let part = 0; time < end; part++) {
    const month = `2025-${String(1 + (part % 12)).padStart(2, '0')}`;
    const key = `customers/${month}/part-${String(part).padStart(4, '0')}.parquet`;
    const object = { ...bucketCall(actor, time), name: 'GetObject', key } as const;
    yield newS3Record(random, { ...object, bytesOut: random.whole(4_000_000, 48_000_000), ...toFate(time) });
    time += random.whole(4, 15) * second;
  }
}

function* newCopies(random: Random, actor: Actor): Generator<PendingRecord> {
  const names = ['payroll-2025', 'contracts', 'customers-full', 'card-tokens', 'support-transcripts', 'board-minutes'];
  let time = utc('2026-01-15T01:36:10Z');
  for (const name of names) {
    const source = `archive/${name}.zip`;
    const extraRequest = {
      'x-amz-copy-source': `${exportBucket}/${source}`,
      destinationBucket: dropBucket,
      'x-amz-acl': 'bucket-owner-full-control',
    };
    yield newS3Record(random, {
      ...bucketCall(actor, time),
      name: 'CopyObject',
      key: `in/${name}.zip`,
      extraRequest,
      ...toFate(time),
    });
    time += random.whole(50, 75) * second;
  }
}

function toFate(time: EpochMs): { fate?: 'lost' } {
  return time >= lostFrom && time < lostTo ? { fate: 'lost' } : {};
}

/** Records that test the reader: hostile text, and numbers whose spelling must survive. */
function* newOddities(random: Random, actor: Actor): Generator<PendingRecord> {
  yield newS3Record(random, {
    ...bucketCall({ ...actor, userAgent: hostileUserAgent }, utc('2026-01-15T01:51:17Z')),
    name: 'GetObject',
    key: hostileKey,
    error: { code: 'NoSuchKey', message: 'The specified key does not exist.' },
  });
  yield newS3Record(random, {
    ...bucketCall(actor, utc('2026-01-15T01:52:44Z')),
    name: 'GetObject',
    key: 'archive/one-mebibyte.bin',
    bytesOut: new SpelledNumber('1048576.0'),
    extraAdditional: { transferSequence: new SpelledNumber('18446744073709551615') },
  });
}
