import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { demoCaseObjects, demoPublicKeys, demoReadme } from '../../../src/demo/demoCase';
import { readDemoCase, type StoredCase, toText } from './storedCase';

const logKey =
  /^AWSLogs\/o-exampleorg1\/(?<account>\d{12})\/(?<kind>CloudTrail(?:-Insight)?)\/(?<region>[a-z]+-[a-z]+-\d)\/(?<day>\d{4}\/\d\d\/\d\d)\/\k<account>_\k<kind>_\k<region>_(?<stamp>\d{8}T\d{4}Z)_[A-Za-z0-9]{16}\.json\.gz$/;
const digestKey =
  /^AWSLogs\/o-exampleorg1\/(?<account>\d{12})\/CloudTrail-Digest\/(?<region>[a-z]+-[a-z]+-\d)\/(?<day>\d{4}\/\d\d\/\d\d)\/\k<account>_CloudTrail-Digest_\k<region>_org-trail_us-east-1_(?<stamp>\d{8}T\d{6}Z)\.json\.gz$/;

function toMinute(time: string | undefined): string {
  return `${(time ?? '').slice(0, 16).replace(/[-:]/g, '')}Z`;
}

describe('the demo case', function () {
  // Generating the case takes under a second here; a slow machine may take its time.
  this.timeout(60_000);
  let stored: StoredCase;
  before(() => {
    stored = readDemoCase();
  });

  it('is the same on each run, down to the metadata', () => {
    const hashRun = () => {
      const hash = createHash('sha256');
      for (const object of demoCaseObjects()) {
        hash.update(JSON.stringify([object.key, object.lastModified, object.metadata]));
        hash.update(toText(object)).update(object.bytes);
      }
      return hash.digest('hex');
    };
    assert.equal(hashRun(), hashRun());
  });

  it('has the size it promises', () => {
    const { logs, records } = stored;
    assert.ok(records.length >= 6000 && records.length <= 8000, `${records.length} records`);
    assert.ok(logs.length >= 300 && logs.length <= 1100, `${logs.length} logs`);
    for (const { key, records: inLog } of logs) assert.ok(inLog.length >= 1 && inLog.length <= 60, key);
    assert.deepEqual([...new Set(records.map((r) => r.recipientAccountId))].sort(), ['111122223333', '444455556666']);
    assert.deepEqual([...new Set(records.map((r) => r.awsRegion))].sort(), [
      'ap-southeast-2',
      'eu-west-1',
      'us-east-1',
    ]);
  });

  it('puts every object where CloudTrail would, at a time after its records', () => {
    for (const { key, records } of [...stored.logs, ...stored.insightLogs]) {
      const parts = logKey.exec(key)?.groups;
      assert.ok(parts !== undefined, key);
      assert.equal(parts['day']!.replaceAll('/', ''), parts['stamp']!.slice(0, 8), key);
      for (const record of records) {
        assert.equal(record.recipientAccountId, parts['account'], key);
        assert.equal(record.awsRegion, parts['region'], key);
        assert.ok(toMinute(record.eventTime) <= parts['stamp']!, `${key} is older than ${record.eventTime ?? ''}`);
      }
    }
    for (const { key, content } of stored.digests) {
      const parts = digestKey.exec(key)?.groups;
      assert.ok(parts !== undefined, key);
      assert.equal(parts['stamp'], content.digestEndTime.replace(/[-:]/g, ''));
      assert.equal(parts['day'], content.digestEndTime.slice(0, 10).replaceAll('-', '/'));
    }
    const others = [...stored.objects.keys()].filter((key) => !key.startsWith('AWSLogs/'));
    assert.deepEqual(others.sort(), ['CASE.md', 'public-keys.json']);
  });

  it('gives every record the fields that all records have', () => {
    const fields = ['eventTime', 'eventVersion', 'userIdentity', 'eventSource', 'eventName', 'awsRegion'];
    fields.push('sourceIPAddress', 'requestParameters', 'responseElements', 'eventID', 'eventType', 'eventCategory');
    fields.push('userAgent', 'readOnly', 'managementEvent', 'recipientAccountId');
    for (const record of stored.records) {
      for (const field of fields) assert.ok(field in record, `${field} of ${JSON.stringify(record)}`);
      assert.match(record.eventTime ?? '', /^2026-01-1[345]T\d\d:\d\d:\d\dZ$/);
      assert.match(record.eventID ?? '', /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
    }
    const ids = stored.records.map((record) => record.eventID);
    assert.equal(new Set(ids).size, ids.length);
  });

  it('writes ids in the lengths of AWS', () => {
    const ids = stored.logs.flatMap((log) => log.text.match(/\b(?:AKIA|ASIA|AIDA|AROA)[A-Z2-7]+\b/g) ?? []);
    assert.ok(ids.length > stored.records.length);
    for (const id of ids) assert.equal(id.length, /^A[KS]IA/.test(id) ? 20 : 21, id);
  });

  it('uses only addresses that are kept for documentation', () => {
    const addresses = new Set(stored.records.map((record) => record.sourceIPAddress ?? ''));
    for (const address of addresses) {
      assert.match(
        address,
        /^(?:192\.0\.2|198\.51\.100|203\.0\.113)\.\d+$|^2001:db8:|^[a-z0-9]+\.amazonaws\.com$|^AWS Internal$/,
      );
    }
    assert.ok([...addresses].some((address) => address.startsWith('2001:db8:')));
  });

  it('shows every kind of caller', () => {
    const types = new Set(stored.records.map((record) => record.userIdentity?.type));
    for (const type of [
      ...['Root', 'IAMUser', 'AssumedRole', 'FederatedUser', 'AWSAccount', 'AWSService', 'IdentityCenterUser'],
      ...['WebIdentityUser', 'SAMLUser', undefined],
    ]) {
      assert.ok(types.has(type), type);
    }
    const versions = new Set(stored.records.map((record) => record['eventVersion']));
    assert.deepEqual([...versions].sort(), ['1.08', '1.09', '1.10', '1.11']);
  });

  it('is busier by day than by night', () => {
    const countAt = (from: number, to: number) =>
      stored.records.filter((record) => {
        const hour = Number(record.eventTime?.slice(11, 13));
        return record.eventTime?.startsWith('2026-01-13') === true && hour >= from && hour < to;
      }).length;
    assert.ok(countAt(8, 12) > 2 * countAt(0, 4));
  });

  it('falls silent while the trail is stopped', () => {
    const times = stored.records.map((record) => record.eventTime ?? '').sort();
    const lastBefore = times.filter((time) => time <= '2026-01-15T02:58:41Z').at(-1);
    const firstAfter = times.find((time) => time > '2026-01-15T02:58:41Z');
    assert.equal(lastBefore, '2026-01-15T02:58:41Z');
    assert.equal(firstAfter, '2026-01-15T08:43:07Z');
  });

  it('hands out its key and its case file also by themselves', () => {
    assert.equal(toText(stored.objects.get('public-keys.json')!), demoPublicKeys());
    assert.equal(toText(stored.objects.get('CASE.md')!), demoReadme());
    assert.match(demoReadme(), /^# .+\n[^]*^## What you can look for$[^]*^## What happened$/m);
  });
});
