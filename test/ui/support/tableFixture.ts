import type { CellValue, ResultPage, ResultPageParams, SearchResult } from '../../../src/protocol/searchRequests';

const calls = [
  ['s3.amazonaws.com', 'GetObject', 'arn:aws:s3:::acme-payroll-exports/2026/01/payroll-2026-01.csv'],
  ['sts.amazonaws.com', 'AssumeRole', 'arn:aws:iam::111122223333:role/deploy'],
  ['iam.amazonaws.com', 'CreateAccessKey', 'svc-backup'],
  ['ec2.amazonaws.com', 'DescribeInstances', ''],
  ['kms.amazonaws.com', 'Decrypt', 'arn:aws:kms:us-east-1:111122223333:key/1f0a2c7e-5b1d-4b52-8a56-9a1e2d3c4b5a'],
  ['signin.amazonaws.com', 'ConsoleLogin', ''],
] as const;
const people = ['alice', 'deploy/i-0a1b2c3d4e5f60718', 'svc-backup', 'bob'] as const;
const regions = ['us-east-1', 'eu-central-1', 'ap-southeast-2'] as const;

/** What an attacker may have chosen: markup, an order override, line breaks, an invisible character. */
export const hostileAgent = '<img src=x onerror=alert(1)>\u202Egnp.exe\r\nnext line\u200B';

/** Rows of a made-up result of any size: the row `id` is the same whenever it is asked for. */
export function toFixturePage({ offset, limit, sort, columns }: ResultPageParams, total: number): ResultPage {
  const last = Math.min(total, offset + limit);
  const rows = Array.from({ length: Math.max(0, last - offset) }, (_, i) => {
    const id = sort.descending ? total - 1 - (offset + i) : offset + i;
    return { id, cells: columns.map((column) => toCell(id, column)) };
  });
  return { total, rows };
}

function toCell(id: number, column: string): CellValue {
  const [eventSource, eventName, resource] = calls[id % calls.length] ?? calls[0];
  switch (column) {
    case 'eventTime':
      return new Date(Date.UTC(2026, 0, 13) + id * 137).toISOString().replace(/\.\d+Z$/, 'Z');
    case 'eventName':
      return eventName;
    case 'eventSource':
      return eventSource;
    case 'principal':
      return people[(id * 7) % people.length] ?? null;
    case 'sourceIPAddress':
      return id % 9 === 0 ? eventSource : `203.0.113.${id % 250}`;
    case 'awsRegion':
      return regions[id % regions.length] ?? null;
    case 'errorCode':
      return id % 11 === 0 ? 'AccessDenied' : null;
    case 'resources':
      return resource === '' ? [] : [resource];
    case 'userAgent':
      return hostileAgent;
    case 'record':
      return id % 1000;
    default:
      return null;
  }
}

export const scope = { sourceId: 'demo' };
export const query = 'eventName:(GetObject OR AssumeRole) -errorCode:* sourceIPAddress:203.0.113.0/24';

export function newFixtureResult(count: number, changes: Partial<SearchResult> = {}): SearchResult {
  return {
    resultId: 'result-1',
    count,
    copies: 0,
    conflicts: 0,
    coverage: { isComplete: true, text: 'All 31 days, 2 accounts and 3 regions that were listed are indexed.' },
    isIndexed: true,
    elapsedMs: 12,
    unread: [],
    isWhole: true,
    ...changes,
  };
}
