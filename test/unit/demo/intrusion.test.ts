import assert from 'node:assert/strict';
import { demoReadme } from '../../../src/demo/demoCase';
import { type ReadLog, type ReadRecord, readDemoCase, type StoredCase } from './storedCase';

const intruder = '203.0.113.77';

describe('the story in the demo case', function () {
  // Generating the case takes under a second here; a slow machine may take its time.
  this.timeout(60_000);
  let stored: StoredCase;
  let leakedKeyId: string;
  before(() => {
    stored = readDemoCase();
    const arn = 'arn:aws:iam::111122223333:user/deploy-bot';
    const keyIds = new Set(find((record) => record.userIdentity?.arn === arn).map((r) => r.userIdentity?.accessKeyId));
    assert.equal(keyIds.size, 1);
    leakedKeyId = [...keyIds][0] ?? '';
    assert.match(leakedKeyId, /^AKIA/);
  });

  function find(matches: (record: ReadRecord) => boolean): ReadRecord[] {
    return stored.records.filter(matches).sort((a, b) => (a.eventTime ?? '').localeCompare(b.eventTime ?? ''));
  }
  function findOne(matches: (record: ReadRecord) => boolean): ReadRecord {
    const found = find(matches);
    assert.equal(found.length, 1, `${found.length} records match`);
    return found[0]!;
  }
  function findLogOf(record: ReadRecord): ReadLog {
    return stored.logs.find((log) => log.records.includes(record))!;
  }

  it('begins with a key at a new address, and another user agent', () => {
    const uses = find((record) => record.userIdentity?.accessKeyId === leakedKeyId);
    const usual = uses.filter((record) => record.sourceIPAddress === '198.51.100.24');
    const unusual = uses.filter((record) => record.sourceIPAddress === intruder);
    assert.equal(usual.length + unusual.length, uses.length);
    assert.ok(usual.length >= 20);
    assert.equal(unusual[0]?.eventName, 'GetCallerIdentity');
    assert.equal(unusual[0].eventTime, '2026-01-14T21:47:12Z');
    const usualAgents = new Set(usual.map((record) => record.userAgent));
    assert.ok(unusual.every((record) => !usualAgents.has(record.userAgent)));
    const names = new Set(unusual.map((record) => record.eventName));
    for (const name of ['ListBuckets', 'ListUsers', 'ListRoles', 'GetAccountAuthorizationDetails', 'ListSecrets']) {
      assert.ok(names.has(name), name);
    }
    const instances = unusual.filter((record) => record.eventName === 'DescribeInstances');
    assert.equal(new Set(instances.map((record) => record.awsRegion)).size, 3);
    const refused = unusual.filter((record) => /Denied|Unauthorized/.test(record.errorCode ?? ''));
    assert.ok(refused.length > 40, `${refused.length} refused`);
  });

  it('crosses the accounts: one action in two logs, then a session with its key', () => {
    const started = find(
      (record) =>
        record.eventName === 'AssumeRole' && record.sourceIPAddress === intruder && record.errorCode === undefined,
    );
    assert.equal(started.length, 4);
    const [first, second] = started;
    assert.equal(first?.sharedEventID, second?.sharedEventID);
    assert.notEqual(first?.eventID, second?.eventID);
    const seen = new Map([first, second].map((record) => [record?.recipientAccountId, record?.userIdentity?.type]));
    assert.deepEqual([seen.get('111122223333'), seen.get('444455556666')], ['IAMUser', 'AWSAccount']);
    const sessionKey = first?.responseElements?.credentials?.accessKeyId ?? '';
    assert.match(sessionKey, /^ASIA/);
    const inSession = find((record) => record.userIdentity?.accessKeyId === sessionKey);
    assert.ok(inSession.length >= 10);
    assert.deepEqual([...new Set(inSession.map((record) => record.recipientAccountId))], ['444455556666']);
  });

  it('gains rights and leaves doors open', () => {
    const steps = find((r) => r.sourceIPAddress === intruder && r['readOnly'] === false && r.errorCode === undefined);
    const names = steps.map((record) => record.eventName);
    assert.deepEqual(
      names.filter((name) => name !== 'CopyObject'),
      [
        ...['AttachRolePolicy', 'CreateUser', 'AttachUserPolicy', 'CreateAccessKey', 'CreateLoginProfile'],
        ...['UpdateAssumeRolePolicy', 'ConsoleLogin', 'StopLogging'],
      ],
    );
    const trust = findOne((record) => record.eventName === 'UpdateAssumeRolePolicy');
    const policy = trust.requestParameters?.['policyDocument'];
    assert.equal(typeof policy, 'string');
    assert.match(JSON.stringify(JSON.parse(policy as string)), /999900001111/);
    assert.match(JSON.stringify(findOne((record) => record.eventName === 'CreateUser')), /svc-metrics/);
  });

  it('carries data out of the bucket', () => {
    const reads = find((r) => r.eventName === 'GetObject' && r.sourceIPAddress === intruder);
    assert.ok(reads.length > 100, `${reads.length} reads`);
    assert.ok(reads.every((record) => record.eventCategory === 'Data'));
    const bytes = reads.reduce((sum, r) => sum + Number(r.additionalEventData?.['bytesTransferredOut']), 0);
    assert.ok(bytes > 2e9, `${bytes} bytes`);
    assert.equal(find((r) => r.eventName === 'ListObjects' && r.sourceIPAddress === intruder).length, 1);
    const copies = find((record) => record.eventName === 'CopyObject');
    assert.ok(copies.length >= 1);
    for (const copy of copies) assert.equal(copy.requestParameters?.['destinationBucket'], 'nw-archive-7731');
  });

  it('silences the trail after two refusals', () => {
    const attempts = find((r) => r.eventSource === 'cloudtrail.amazonaws.com' && r['readOnly'] === false);
    assert.deepEqual(
      attempts.map((record) => [record.eventName, record.errorCode]),
      [
        ['DeleteTrail', 'AccessDeniedException'],
        ['UpdateTrail', 'AccessDeniedException'],
        ['StopLogging', undefined],
        ['StartLogging', undefined],
      ],
    );
  });

  it('leaves two doors open: a key that nobody created, and a trusted stranger', () => {
    const strayUse = find((record) => record.sourceIPAddress === '203.0.113.140');
    assert.deepEqual(
      strayUse.map((record) => record.eventName),
      ['GetCallerIdentity', 'ListUsers'],
    );
    const strayKey = strayUse[0]?.userIdentity?.accessKeyId ?? '';
    assert.match(strayKey, /^AKIA/);
    const mentions = stored.logs.filter((log) => log.text.includes(strayKey)).flatMap((log) => log.records);
    assert.ok(mentions.every((record) => record.eventName !== 'CreateAccessKey'));
    const stranger = find((record) => record.sourceIPAddress?.startsWith('2001:db8:') === true);
    assert.deepEqual(
      stranger.map((record) => record.userIdentity?.type),
      ['AWSAccount', 'AssumedRole'],
    );
  });

  it('holds one record that attacks its reader', () => {
    const hostile = findOne((record) => record.userAgent?.includes('](command:') === true);
    assert.match(hostile.userAgent ?? '', /<img [^>]*>.*\u202e/);
    assert.equal(hostile.eventName, 'GetObject');
  });

  it('holds numbers whose spelling matters, as they are spelled', () => {
    const log = findLogOf(findOne((r) => r.requestParameters?.['key'] === 'archive/one-mebibyte.bin'));
    assert.ok(log.text.includes('"bytesTransferredOut":1048576.0,'));
    assert.ok(log.text.includes('"transferSequence":18446744073709551615}'));
  });

  it('has an insight with a start and an end', () => {
    assert.equal(stored.insightLogs.length, 1);
    const { key, records } = stored.insightLogs[0]!;
    assert.match(key, /\/111122223333\/CloudTrail-Insight\/us-east-1\/2026\/01\/14\//);
    const details = records.map((r) => r['insightDetails'] as Record<string, unknown>);
    assert.deepEqual(
      details.map((detail) => [detail['state'], detail['insightType'], detail['eventName'], detail['errorCode']]),
      [
        ['Start', 'ApiErrorRateInsight', 'AssumeRole', 'AccessDenied'],
        ['End', 'ApiErrorRateInsight', 'AssumeRole', 'AccessDenied'],
      ],
    );
    assert.equal(records[0]?.sharedEventID, records[1]?.sharedEventID);
    assert.ok(records.every((record) => !('userIdentity' in record)));
  });

  it('asks in its case file before it answers', () => {
    const [questions = '', answers = ''] = demoReadme().split('## What happened');
    for (const spoiler of [leakedKeyId, intruder, 'svc-metrics', 'release-automation', 'nw-archive-7731']) {
      assert.ok(!questions.includes(spoiler), spoiler);
      assert.ok(answers.includes(spoiler), spoiler);
    }
  });
});
