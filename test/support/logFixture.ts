import { gzipSync } from 'node:zlib';
import { LogIndex } from '../../src/engine/record/logIndex';
import { toPages, type PageLimits } from '../../src/engine/record/logPages';
import { readLogText, type LogText } from '../../src/engine/record/logText';
import type { ShownLog } from '../../src/server/features/shownLog';

export const testLimits = { maxLogBytes: 64 * 1024 * 1024, maxGzipRatio: 300 };

/** A record with the always-present fields; `fields` add to them and replace them. */
export function newRecord(fields: Readonly<Record<string, unknown>> = {}): Record<string, unknown> {
  return {
    eventVersion: '1.11',
    userIdentity: {
      type: 'IAMUser',
      principalId: 'AIDAEXAMPLEEXAMPLE123',
      arn: 'arn:aws:iam::111122223333:user/alice',
      accountId: '111122223333',
      accessKeyId: 'AKIAIOSFODNN7EXAMPLE',
      userName: 'alice',
    },
    eventTime: '2026-01-15T10:22:05Z',
    eventSource: 's3.amazonaws.com',
    eventName: 'GetBucketAcl',
    awsRegion: 'us-east-1',
    sourceIPAddress: '203.0.113.77',
    requestParameters: { bucketName: 'invoices' },
    responseElements: null,
    eventID: '11111111-2222-3333-4444-555555555555',
    eventType: 'AwsApiCall',
    recipientAccountId: '111122223333',
    ...fields,
  };
}

export function newLogText(...records: readonly Readonly<Record<string, unknown>>[]): string {
  return JSON.stringify({ Records: records });
}

export function readText(text: string): LogText {
  return readLogText(gzipSync(text), testLimits);
}

export function shownText(log: LogText): string {
  return Buffer.from(log.bytes).toString('utf8');
}

export function toShownLog(log: LogText, limits?: PageLimits, pageNumber = 1): ShownLog {
  const pageUri = (page: number): string => `cloudtrail://test/log.json.gz${page > 1 ? `?page=${page}` : ''}`;
  return { uri: pageUri(pageNumber), log, index: new LogIndex(log), pages: toPages(log, limits), pageNumber, pageUri };
}
