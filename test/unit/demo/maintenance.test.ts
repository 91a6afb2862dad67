import assert from 'node:assert/strict';
import { readDemoCase, type ReadRecord } from './storedCase';

describe('planned work in the demo case', () => {
  let records: readonly ReadRecord[];

  before(() => {
    ({ records } = readDemoCase());
  });

  function issuerOf(key: string | undefined): readonly ReadRecord[] {
    return records.filter((record) => record.responseElements?.credentials?.accessKeyId === key);
  }

  it('leads from a session over three roles and two accounts back to a person', () => {
    const [change] = records.filter((record) => record.eventName === 'PutParameter');
    const hops: (string | undefined)[] = [];
    let key = change?.userIdentity?.accessKeyId;
    const accounts = new Set<string | undefined>();
    while (key !== undefined) {
      const issuing = issuerOf(key);
      for (const { recipientAccountId } of issuing) accounts.add(recipientAccountId);
      const caller = issuing.find((record) => record.userIdentity?.type !== 'AWSAccount');
      hops.push(caller?.eventName);
      key = caller?.userIdentity?.accessKeyId;
      if (key === undefined) assert.equal(caller?.userIdentity?.type, 'SAMLUser');
    }
    assert.deepEqual(hops, ['AssumeRole', 'AssumeRole', 'AssumeRole', 'AssumeRoleWithSAML']);
    assert.equal(accounts.size, 2);
  });

  it('switches roles in the console as CloudTrail writes it: no record names the key', () => {
    const [reboot] = records.filter((record) => record.eventName === 'RebootInstances');
    assert.deepEqual(issuerOf(reboot?.userIdentity?.accessKeyId), []);
    const [switched] = records.filter((record) => record.eventName === 'SwitchRole');
    assert.equal(switched?.userIdentity?.arn, reboot?.userIdentity?.arn);
    assert.equal(switched?.userIdentity?.accessKeyId, undefined);
    const internal = records.filter(
      (record) => record.eventName === 'AssumeRole' && record.sourceIPAddress === 'AWS Internal',
    );
    assert.equal(internal.length, 2);
    assert.equal(new Set(internal.map((record) => record.sharedEventID)).size, 1);
    assert.ok(internal.every((record) => record.eventTime === switched?.eventTime));
    const [unused] = internal.map((record) => record.responseElements?.credentials?.accessKeyId);
    assert.equal(records.filter((record) => record.userIdentity?.accessKeyId === unused).length, 0);
  });
});
