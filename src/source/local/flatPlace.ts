import { open } from 'node:fs/promises';
import { readLogText } from '../../engine/record/logText';
import { RecordFields } from '../../engine/record/recordFields';
import { fileNameOf, parseObjectName } from '../../engine/trail/objectKey';
import { toDiskPath } from './fileName';

/** Enough for the first records of a log. */
const headBytes = 256 * 1024;

/** By its ending: everything that logs were ever exported as. */
export function isLogName(fileName: string): boolean {
  return /\.(json|jsonl|ndjson|csv|log|gz)$/i.test(fileName);
}

/**
 * The key a log would have in AWS's layout, from its name or, failing that, from its first record. Undefined for what
 * has no record at all. Rejects with the file system's error.
 */
export async function findPlace(filePath: string, relative: string): Promise<string | undefined> {
  const fileName = fileNameOf(relative);
  const name = parseObjectName(fileName);
  if (name.accountId !== undefined && name.region !== undefined && name.stamp !== undefined) {
    return toKey(name.accountId, name.logKind ?? 'CloudTrail', name.region, name.stamp.slice(0, 8), fileName);
  }
  const place = toPlace(await readHead(filePath));
  return place && toKey(place.account, 'CloudTrail', place.region, place.date, fileName);
}

/** Where logs stand that do not say, or that cannot be read. */
export function toUnknownPlace(relative: string): string {
  return toKey('unknown-account', 'CloudTrail', 'unknown-region', '', fileNameOf(relative));
}

function toKey(account: string, kind: string, region: string, date: string, fileName: string): string {
  const day = date.length === 8 ? `${date.slice(0, 4)}/${date.slice(4, 6)}/${date.slice(6, 8)}/` : '';
  return `AWSLogs/${account}/${kind}/${region}/${day}${fileName}`;
}

interface Place {
  readonly account: string;
  readonly region: string;
  /** `20260115`, or `''` when the record has no time. */
  readonly date: string;
}

/** Account, region and day of a log's first record; undefined when it has no record at all. */
function toPlace(head: Uint8Array): Place | undefined {
  const log = readLogText(head, { maxLogBytes: 16 * headBytes, maxGzipRatio: 300 });
  const record = log.records[0];
  if (record === undefined) return undefined;
  const fields = new RecordFields(log, record);
  const account = fields.text('recipientAccountId') ?? fields.text('userIdentity', 'accountId') ?? '';
  const region = fields.text('awsRegion') ?? '';
  const date = /^(\d{4})-(\d\d)-(\d\d)/.exec(fields.text('eventTime') ?? '');
  return {
    account: /^\d{12}$/.test(account) ? account : 'unknown-account',
    region: /^[a-z]{2,}(-[a-z]+)+-\d+[a-z]?$/.test(region) ? region : 'unknown-region',
    date: date === null ? '' : date.slice(1).join(''),
  };
}

async function readHead(filePath: string): Promise<Uint8Array> {
  const file = await open(toDiskPath(filePath));
  try {
    const buffer = Buffer.alloc(headBytes);
    const { bytesRead } = await file.read(buffer, 0, headBytes, 0);
    return buffer.subarray(0, bytesRead);
  } finally {
    await file.close();
  }
}
