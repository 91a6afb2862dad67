import * as assert from 'node:assert/strict';
import { toDollarText, toDurationText, toNounText } from '../../../../src/client/numberText';
import {
  isQuestion,
  toPlanText,
  toScanMessage,
  toScanPercent,
  toScanStatus,
  toScanSummary,
} from '../../../../src/client/scan/scanText';
import type { ScanPlan, ScanProgress, ScanSummary } from '../../../../src/protocol/searchRequests';

const plan: ScanPlan = {
  planId: 'p',
  listedObjects: 13_388,
  listedBytes: 1,
  indexedObjects: 1000,
  objectsToRead: 12_345,
  bytesToRead: 1.5 * 1024 ** 3,
  skipped: [
    { reason: 'digest file', objects: 40, bytes: 40 * 1024 },
    { reason: 'archived (GLACIER)', objects: 3, bytes: 3 * 1024 ** 2 },
  ],
  problems: [],
  days: 31,
  firstDay: '2026-01-01',
  lastDay: '2026-01-31',
  accounts: 3,
  regions: 1,
  cost: { requests: 12_345, requestUsd: 0.0049, transferUsd: 0.135 },
  estimatedSeconds: 95,
  needsConsent: true,
};

const progress: ScanProgress = {
  progressId: 's',
  phase: 'reading',
  objectsDone: 500,
  objectsTotal: 1000,
  bytesDone: 250,
  bytesTotal: 1000,
  records: 12_000,
  failed: 0,
  objectsPerSecond: 840.4,
  bytesPerSecond: 1024 ** 2,
  secondsLeft: 61,
};

const summary: ScanSummary = {
  readObjects: 56,
  failedObjects: 0,
  skippedObjects: 0,
  indexedRecords: 1234,
  unreadableRecords: 0,
  bytes: 1,
  seconds: 1.2,
  isComplete: true,
  failures: [],
};

describe('the text of a plan', () => {
  it('says what is read, what is not, what it costs and how long it takes', () => {
    const { message, detail } = toPlanText(plan, 'Demo case');
    assert.equal(message, 'Index 12,345 logs (1.5 GB) of Demo case?');
    assert.deepEqual(detail.split('\n'), [
      '2026-01-01 to 2026-01-31 UTC · 31 days · 3 accounts · 1 region',
      '',
      'To read: 12,345 logs (1.5 GB)',
      'In the index already, unchanged: 1,000 logs',
      'Left out:',
      '• 40 objects (40.0 KB): digest file',
      '• 3 objects (3.0 MB): archived (GLACIER)',
      '',
      'Requests to S3: 12,345, less than $0.01',
      'Transfer out of AWS: about $0.14 (none where this machine is in the bucket’s region)',
      'Time: about 2 min',
    ]);
  });

  it('says nothing of costs for a folder', () => {
    const { cost, ...local } = plan;
    assert.ok(cost !== undefined);
    assert.doesNotMatch(toPlanText(local, 'x').detail, /S3|\$/);
  });

  it('names the cap and the levels that could not be listed, and counts the rest', () => {
    const problems = Array.from({ length: 7 }, (_, i) => ({ where: `us-${i}\u202e`, message: 'denied' }));
    const { detail } = toPlanText({ ...plan, problems, capNotice: 'Only 5 of 9.' }, 'x');
    assert.match(detail, /\nOnly 5 of 9\.\n/);
    assert.match(detail, /• us-0\\u\{202e\}: denied\n/);
    assert.match(detail, /… and 2 more$/);
    assert.doesNotMatch(detail, /us-5/);
  });

  it('is asked when it has to be, and when something would be missing', () => {
    assert.equal(isQuestion({ ...plan, needsConsent: false }), false);
    assert.equal(isQuestion(plan), true);
    assert.equal(isQuestion({ ...plan, needsConsent: false, capNotice: 'x' }), true);
    assert.equal(isQuestion({ ...plan, needsConsent: false, problems: [{ where: 'a', message: 'b' }] }), true);
  });
});

describe('the progress of a scan', () => {
  it('is told with rate and time left', () => {
    assert.equal(toScanMessage(progress), '500 of 1,000 logs · 12,000 records · 840 logs/s, 1.0 MB/s · 2 min left');
    assert.match(toScanMessage({ ...progress, failed: 3 }), / · 3 failed · /);
    assert.equal(toScanMessage({ ...progress, phase: 'listing' }), '500 logs listed');
    assert.equal(toScanMessage({ ...progress, phase: 'finishing' }), '12,000 records read, finishing the index');
  });

  it('is a share of the bytes, else of the logs, else unknown', () => {
    const { bytesTotal, objectsTotal, ...unknown } = progress;
    assert.equal(toScanPercent(progress), 25);
    assert.equal(toScanPercent({ ...unknown, objectsTotal: objectsTotal! }), 50);
    assert.equal(toScanPercent({ ...unknown, objectsTotal: 100, bytesTotal: 0 }), 100);
    assert.equal(toScanPercent(unknown), undefined);
    assert.equal(toScanPercent({ ...progress, phase: 'listing', bytesTotal: bytesTotal! }), undefined);
  });

  it('is short in the status bar', () => {
    assert.equal(toScanStatus(progress), 'Indexing 25% · 2 min left');
    assert.equal(toScanStatus({ ...progress, phase: 'listing' }), 'Listing 500 logs');
  });
});

describe('the summary of a scan', () => {
  it('says what was read', () => {
    assert.deepEqual(toScanSummary(summary, 'Demo'), {
      text: 'Indexed Demo: 1,234 records of 56 logs in 2 s.',
      isWarning: false,
    });
  });

  it('says that there was nothing new', () => {
    const { text, isWarning } = toScanSummary({ ...summary, readObjects: 0, indexedRecords: 0 }, 'Demo');
    assert.match(text, /^Everything of Demo is in the index already/);
    assert.equal(isWarning, false);
  });

  it('says what was not, and why', () => {
    const failures = [{ uri: 's3://b/k', reason: 'Access denied.' }];
    const { text, isWarning } = toScanSummary({ ...summary, failedObjects: 2, failures, unreadableRecords: 1 }, 'Demo');
    assert.equal(isWarning, true);
    assert.match(text, /2 logs could not be read \(Access denied\)\./);
    assert.match(text, /1 place in the logs could not be read as records\./);
  });

  it('says that a stopped one goes on', () => {
    const { text, isWarning } = toScanSummary({ ...summary, isComplete: false }, 'Demo');
    assert.equal(isWarning, true);
    assert.match(text, /was stopped after 1,234 records of 56 logs\. What was read is kept/);
  });
});

describe('numbers for people', () => {
  it('are rounded so that nobody waits longer, or thinks that something is free', () => {
    assert.deepEqual([0, 1, 59.2, 60, 61, 3600, 3660, 7260].map(toDurationText), [
      '1 s',
      '1 s',
      '1 min',
      '1 min',
      '2 min',
      '1 h',
      '1 h 1 min',
      '2 h 1 min',
    ]);
    assert.deepEqual([0, 0.001, 0.01, 1234.5].map(toDollarText), ['$0.00', 'less than $0.01', '$0.01', '$1,234.50']);
    assert.deepEqual(
      [toNounText(1, 'log'), toNounText(0, 'log'), toNounText(2, 'entry', 'entries')],
      ['1 log', '0 logs', '2 entries'],
    );
  });
});
