import assert from 'node:assert/strict';
import type { CountedValue, KeyDossier } from '../../../src/engine/dossier/dossier';
import { demoCaseObjects } from '../../../src/demo/demoCase';
import {
  attackerAccount,
  backdoorKeyId,
  backdoorUserName,
  exportBucket,
  leakedKeyId,
  releaseRole,
  trailArn,
} from '../../../src/demo/demoWorld';
import { logKey } from '../../support/indexFixture';
import { newRecord } from '../../support/logFixture';
import { DossierTrail } from './dossierTrail';

const key = 'AKIAIOSFODNN7EXAMPLE';
const account = '111122223333';
let nextId = 0;

/** A record that the key signed, a minute after the one before. */
function signed(eventName: string, fields: Readonly<Record<string, unknown>> = {}): Record<string, unknown> {
  const id = nextId++;
  return newRecord({
    eventID: `00000000-0000-4000-8000-${String(id).padStart(12, '0')}`,
    eventTime: new Date(Date.parse('2026-01-15T10:00:00Z') + id * 60_000).toISOString().replace('.000Z', 'Z'),
    eventSource: 'iam.amazonaws.com',
    eventName,
    requestParameters: null,
    ...fields,
  });
}

function identity(fields: Readonly<Record<string, unknown>>): object {
  return {
    type: 'IAMUser',
    arn: `arn:aws:iam::${account}:user/alice`,
    accountId: account,
    accessKeyId: key,
    ...fields,
  };
}

function everyValue(dossier: KeyDossier): readonly CountedValue[] {
  const { addresses, agents, regions, services, events } = dossier;
  return [addresses, agents, regions, services, events].flatMap(({ values }) => values);
}

/** Each query finds as many records as are counted, and the values of a kind are all of the records. */
async function checkQueries(trail: DossierTrail, dossier: KeyDossier): Promise<void> {
  assert.equal(await trail.count(dossier.query), dossier.records, dossier.query);
  for (const { value, query, records, errors, denied } of everyValue(dossier)) {
    assert.equal(await trail.count(query), records, `${value}: ${query}`);
    assert.equal(await trail.count(`${query} AND has:error`), errors, `${value}: ${query}`);
    assert.equal(await trail.count(`${query} AND error:denied`), denied, `${value}: ${query}`);
  }
  for (const { query, reads, writes } of dossier.data) assert.equal(await trail.count(query), reads + writes, query);
  for (const counted of [dossier.addresses, dossier.agents, dossier.regions, dossier.services, dossier.events]) {
    assert.equal(counted.values.length, counted.total);
    assert.equal(
      counted.values.reduce((sum, { records }) => sum + records, 0),
      dossier.records,
    );
  }
}

describe('the dossier of an access key', function () {
  this.timeout(60_000);
  let trail: DossierTrail;

  beforeEach(() => {
    trail = new DossierTrail();
  });
  afterEach(async () => {
    await trail.dispose();
  });

  it('of a key that nothing mentions says so', async () => {
    await trail.add({ key: logKey('one'), records: [signed('ListUsers')] });
    const dossier = await trail.dossier('AKIAAAAAAAAAAAAAAAAA');
    assert.equal(dossier.records, 0);
    assert.equal(dossier.firstUse, undefined);
    assert.deepEqual(dossier.notSeen, [
      'The index holds no record that was signed with this key. Keys are compared with their case.',
    ]);
    await assert.rejects(trail.dossier(' '), { code: 'invalidInput' });
  });

  it('of an empty index is empty', async () => {
    assert.equal((await trail.dossier(key)).records, 0);
  });

  it('counts values whose queries find exactly their records, however they are spelled', async () => {
    const agents = ['a "quoted" agent', 'back\\slash\\', 'AWS-CLI/2', 'aws-cli/2', '*', 'two\nlines', 'x) OR (a:b', ''];
    const addresses = [
      '203.0.113.7',
      '2001:db8::19',
      '2001:DB8:0:0::19',
      'AWS Internal',
      'ec2.amazonaws.com',
      '10.0.0.0/8',
    ];
    await trail.add({
      key: logKey('one'),
      records: [
        ...agents.map((userAgent) => signed('ListUsers', { userAgent })),
        ...addresses.map((sourceIPAddress) => signed('ListUsers', { sourceIPAddress })),
        signed('listusers', { errorCode: 'AccessDenied' }),
        signed('ConsoleLogin', { eventSource: 'signin.amazonaws.com', errorMessage: 'Failed authentication' }),
        signed('PutObject', { awsRegion: undefined, eventSource: undefined, errorCode: 'NoSuchBucket' }),
        signed('ListUsers', { userIdentity: identity({ accessKeyId: key.toLowerCase() }) }),
      ],
    });
    const dossier = await trail.dossier(key);
    assert.equal(dossier.records, agents.length + addresses.length + 3);
    assert.equal(dossier.errors, 3);
    assert.equal(dossier.denied, 1);
    assert.equal(dossier.addresses.values.find(({ value }) => value.startsWith('2001'))?.records, 2);
    assert.ok(dossier.agents.values.some(({ value }) => value === ''));
    await checkQueries(trail, dossier);
  });

  it('counts further deliveries once, and what was read anew as it is now', async () => {
    const twice = signed('CreateUser', { requestParameters: { userName: 'eve' } });
    await trail.add({ key: logKey('one'), records: [twice, signed('ListUsers')] });
    await trail.add({ key: logKey('two'), records: [twice] });
    const dossier = await trail.dossier(key);
    assert.equal(dossier.records, 2);
    assert.equal(dossier.remnants.length, 1);
    await checkQueries(trail, dossier);
    // The place that counts can no longer be read: the other delivery is.
    trail.lose(dossier.remnants[0]?.record.key ?? '');
    assert.equal((await trail.dossier(key)).remnants[0]?.name, 'user eve');
  });

  it('counts an action that two accounts recorded once', async () => {
    const shared = { eventSource: 's3.amazonaws.com', sharedEventID: 'shared-1', userAgent: 'one' };
    const time = { eventTime: '2026-01-15T12:00:00Z' };
    await trail.add(
      { key: logKey('one'), records: [signed('GetObject', { ...shared, ...time }), signed('ListUsers')] },
      {
        key: logKey('two', '2026/01/15', '444455556666'),
        records: [
          signed('GetObject', {
            ...shared,
            ...time,
            recipientAccountId: '444455556666',
            userIdentity: { type: 'AWSAccount', accountId: account, accessKeyId: key },
          }),
        ],
      },
    );
    const dossier = await trail.dossier(key);
    assert.equal(dossier.records, 2);
    assert.equal(dossier.agents.values.find(({ value }) => value === 'one')?.samples[0]?.account, account);
    assert.match(dossier.notSeen.join(' '), /1 record of other accounts/);
    await checkQueries(trail, dossier);
  });

  it('counts as many actions of a shared event as the account that has most of them', async () => {
    const shared = { eventSource: 's3.amazonaws.com', sharedEventID: 'shared-1' };
    const far = {
      ...shared,
      recipientAccountId: '444455556666',
      userIdentity: { type: 'AWSAccount', accountId: account, accessKeyId: key },
    };
    await trail.add(
      { key: logKey('one'), records: [signed('GetObject', shared)] },
      {
        key: logKey('two', '2026/01/15', '444455556666'),
        records: [signed('GetObject', far), signed('GetObject', far), signed('GetObject', far)],
      },
    );
    const dossier = await trail.dossier(key);
    assert.equal(dossier.records, 3);
    await checkQueries(trail, dossier);
  });

  it('takes texts with the character NUL, which ends statements of SQL', async () => {
    const user = { requestParameters: { userName: 'nul\u0000byte' } };
    await trail.add({
      key: logKey('one'),
      records: [signed('CreateUser', user), signed('CreateUser', { requestParameters: { userName: 'eve' } })],
    });
    await trail.add({ key: logKey('two'), records: [signed('DeleteUser', user)] });
    const { remnants } = await trail.dossier(key);
    assert.deepEqual(
      remnants.map(({ revertedHow }) => revertedHow),
      [undefined, 'deleted'],
    );
  });

  it('has a time of last use where one record has none', async () => {
    await trail.add({
      key: logKey('one'),
      records: [signed('ListUsers'), signed('GetUser', { eventTime: undefined })],
    });
    const dossier = await trail.dossier(key);
    assert.equal(dossier.records, 2);
    assert.equal(dossier.lastUse?.eventName, 'ListUsers');
  });

  it('credits sessions with nothing that others did with the same key', async () => {
    const shared = 'ASIAIOSFODNN7EXAMPLE';
    const assumed = (role: string): object => ({
      type: 'AssumedRole',
      principalId: `AROA${role}:s`,
      arn: `arn:aws:sts::${account}:assumed-role/${role}/s`,
      accountId: account,
      accessKeyId: shared,
    });
    const issue = (role: string, userIdentity: object): Record<string, unknown> =>
      signed('AssumeRole', {
        eventSource: 'sts.amazonaws.com',
        userIdentity,
        requestParameters: { roleArn: `arn:aws:iam::${account}:role/${role}`, roleSessionName: 's' },
        responseElements: {
          credentials: { accessKeyId: shared },
          assumedRoleUser: { assumedRoleId: `AROA${role}:s`, arn: `arn:aws:sts::${account}:assumed-role/${role}/s` },
        },
      });
    const bob = identity({ arn: `arn:aws:iam::${account}:user/bob`, accessKeyId: 'AKIAI44QH8DHBEXAMPLE' });
    await trail.add({
      key: logKey('one'),
      records: [
        issue('A', identity({})),
        issue('B', bob),
        signed('CreateUser', { userIdentity: assumed('A'), requestParameters: { userName: 'of-a' } }),
        signed('CreateUser', { userIdentity: assumed('B'), requestParameters: { userName: 'of-b' } }),
        signed('GetUser', { userIdentity: { ...assumed('B'), arn: undefined } }),
      ],
    });
    const dossier = await trail.dossier(key, true);
    assert.deepEqual(dossier.keys, [key, shared]);
    assert.equal(dossier.records, 2);
    assert.deepEqual(
      dossier.remnants.map(({ name }) => name),
      ['user of-a'],
    );
    assert.match(
      dossier.notSeen.join(' '),
      /Of keys that others used as well, only .* count here: ASIAIOSFODNN7EXAMPLE/,
    );
    await checkQueries(trail, dossier);
    const other = await trail.dossier('AKIAI44QH8DHBEXAMPLE', true);
    assert.equal(other.records, 3);
    await checkQueries(trail, other);
    const own = await trail.dossier(shared);
    assert.equal(own.records, 3);
    assert.match(own.notSeen.join(' '), /used by 2 identities, which all count here/);
  });

  it('sums bytes where they are recorded, and says where they are not', async () => {
    const object = (name: string, additionalEventData: unknown, fields: object = {}): Record<string, unknown> =>
      signed(name, {
        eventSource: 's3.amazonaws.com',
        eventCategory: 'Data',
        additionalEventData,
        resources: [
          { type: 'AWS::S3::Object', ARN: 'arn:aws:s3:::vault/a' },
          { type: 'AWS::S3::Bucket', ARN: 'arn:aws:s3:::vault', accountId: account },
        ],
        ...fields,
      });
    await trail.add({
      key: logKey('one'),
      records: [
        object('GetObject', { bytesTransferredOut: 791.5, bytesTransferredIn: 0 }, { readOnly: true }),
        object('GetObject', { bytesTransferredOut: 'NaN' }, { readOnly: true }),
        object('GetObject', null),
        object('PutObject', { bytesTransferredIn: 10 }, { readOnly: false }),
        object('GetObject', { bytesTransferredOut: 5000 }, { errorCode: 'AccessDenied' }),
        signed('GetSecretValue', {
          eventSource: 'secretsmanager.amazonaws.com',
          requestParameters: { secretId: 'db' },
        }),
      ],
    });
    const dossier = await trail.dossier(key);
    const [vault, secret] = dossier.data;
    assert.deepEqual(
      { ...vault, query: '', samples: [] },
      {
        service: 's3',
        store: 'vault',
        reads: 3,
        writes: 1,
        bytesOut: 791.5,
        bytesIn: 10,
        withoutBytes: 2,
        query: '',
        samples: [],
      },
    );
    assert.deepEqual([secret?.service, secret?.store, secret?.reads], ['secretsmanager', 'db', 1]);
    assert.deepEqual(dossier.dataTotal, { reads: 4, writes: 1, bytesOut: 791.5, bytesIn: 10, withoutBytes: 3 });
    await checkQueries(trail, dossier);
  });

  it('finds calls that were denied and later allowed, with what was changed in between', async () => {
    const denied = { errorCode: 'AccessDenied' };
    await trail.add({
      key: logKey('one'),
      records: [
        signed('ListUsers', denied),
        signed('ListUsers', denied),
        signed('GetUser'),
        signed('AttachUserPolicy', {
          requestParameters: { userName: 'alice', policyArn: 'arn:aws:iam::aws:policy/A' },
        }),
        signed('ListUsers'),
        signed('ListUsers', denied),
        signed('GetUser', denied),
        signed('ListRoles', denied),
        signed('GetRole', { ...denied, requestParameters: { roleName: 'b' } }),
        signed('GetRole', { requestParameters: { roleName: 'b' } }),
      ],
    });
    const { deniedThenAllowed } = await trail.dossier(key);
    assert.deepEqual(
      deniedThenAllowed.map(({ eventName, denied, between }) => [eventName, denied, between.map((r) => r.eventName)]),
      [
        ['ListUsers', 2, ['AttachUserPolicy']],
        ['GetRole', 1, []],
      ],
    );
  });

  it('finds a refusal about one resource that was allowed for others all along', async () => {
    const get = (bucket: string, fields: object = {}): Record<string, unknown> =>
      signed('GetObject', { eventSource: 's3.amazonaws.com', requestParameters: { bucketName: bucket }, ...fields });
    await trail.add({
      key: logKey('one'),
      records: [get('open'), get('closed', { errorCode: 'AccessDenied' }), get('open'), get('closed')],
    });
    const { deniedThenAllowed } = await trail.dossier(key);
    assert.equal(deniedThenAllowed.length, 1);
    assert.equal(deniedThenAllowed[0]?.denied, 1);
  });

  it('says which originals it could not read', async () => {
    await trail.add({
      key: logKey('one'),
      records: [signed('CreateUser', { requestParameters: { userName: 'eve' } })],
    });
    await trail.add({
      key: logKey('two'),
      records: [
        signed('DeleteUser', { requestParameters: { userName: 'eve' }, userIdentity: identity({ accessKeyId: 'X' }) }),
      ],
    });
    assert.equal((await trail.dossier(key)).remnants[0]?.revertedHow, 'deleted');
    trail.lose(logKey('two'));
    const unseen = await trail.dossier(key);
    assert.equal(unseen.remnants[0]?.revertedBy, undefined);
    assert.equal(unseen.unreadOriginals, 1);
    assert.match(unseen.notSeen.join(' '), /1 original record could not be read: This object does not exist \(1\)/);
  });

  it('takes no failed call for one that made or took back something', async () => {
    const userName = { requestParameters: { userName: 'eve' } };
    await trail.add({
      key: logKey('one'),
      records: [
        signed('CreateUser', userName),
        signed('CreateAccessKey', { ...userName, errorCode: 'LimitExceeded' }),
        signed('DeleteUser', { ...userName, errorCode: 'DeleteConflict' }),
        signed('StopLogging', { eventSource: 'cloudtrail.amazonaws.com', errorCode: 'AccessDenied' }),
      ],
    });
    const { remnants, loggingChanges } = await trail.dossier(key);
    assert.deepEqual(
      remnants.map(({ name, revertedBy }) => [name, revertedBy]),
      [['user eve', undefined]],
    );
    assert.deepEqual(
      loggingChanges.map(({ text, errorCode }) => [text, errorCode]),
      [['StopLogging (failed: AccessDenied)', 'AccessDenied']],
    );
  });

  it('tells how far it is, and stops when it is told to', async () => {
    await trail.add({
      key: logKey('one'),
      records: [signed('CreateUser', { requestParameters: { userName: 'eve' } })],
    });
    const told: number[] = [];
    await trail.dossier(key, false, ({ originalsDone, originalsTotal }) => told.push(originalsDone, originalsTotal));
    assert.deepEqual(told.slice(-2), [1, 1]);
    await assert.rejects(
      trail.dossier(key, false, () => undefined, AbortSignal.abort()),
      { name: 'AbortError' },
    );
  });
});

describe('the dossiers of the demo case', function () {
  this.timeout(120_000);
  let trail: DossierTrail;

  before(async () => {
    trail = new DossierTrail();
    await trail.add(...[...demoCaseObjects()].filter(({ key: name }) => /\/CloudTrail\/.*\.json\.gz$/.test(name)));
  });
  after(async () => {
    await trail.dispose();
  });

  it('name what the leaked key left behind through the role that it assumed', async () => {
    const dossier = await trail.dossier(leakedKeyId, true);
    assert.equal(dossier.keys.length, 3);
    const states = dossier.remnants.map(({ name, revertedHow }) => [name, revertedHow]);
    const admin = 'arn:aws:iam::aws:policy/AdministratorAccess';
    assert.deepEqual(states, [
      [`user ${backdoorUserName}`, undefined],
      ['trust policy of role audit-readonly', undefined],
      [`${admin} on role ${releaseRole.name}`, 'detached'],
      [`${admin} on user ${backdoorUserName}`, 'detached'],
      [`key ${backdoorKeyId} of ${backdoorUserName}`, 'made inactive'],
      [`console password of ${backdoorUserName}`, 'deleted'],
    ]);
    assert.ok(dossier.remnants.some(({ text }) => text.includes(`arn:aws:iam::${attackerAccount}:root`)));
    assert.deepEqual(
      dossier.loggingChanges.map(({ text, errorCode }) => [text, errorCode]),
      [
        ['DeleteTrail (failed: AccessDeniedException)', 'AccessDeniedException'],
        ['UpdateTrail (failed: AccessDeniedException)', 'AccessDeniedException'],
        [`StopLogging: ${trailArn}`, undefined],
      ],
    );
    const turned = dossier.deniedThenAllowed.map(({ eventName }) => eventName);
    assert.ok(turned.includes('AssumeRole') && turned.includes('ListUsers'), turned.join());
    await checkQueries(trail, dossier);
  });

  it('say what is not counted when the sessions are left out', async () => {
    const dossier = await trail.dossier(leakedKeyId);
    assert.deepEqual(dossier.keys, [leakedKeyId]);
    assert.deepEqual(dossier.remnants, []);
    assert.deepEqual(dossier.loggingChanges, []);
    assert.match(dossier.notSeen.join(' '), /2 keys of sessions that were assumed with this key are not counted/);
    assert.ok(dossier.records < (await trail.dossier(leakedKeyId, true)).records);
    await checkQueries(trail, dossier);
  });

  it('sum what the backdoor’s key read', async () => {
    const dossier = await trail.dossier(backdoorKeyId, true);
    assert.ok(dossier.chain.edges.some(({ action }) => action === 'CreateAccessKey'));
    const [bucket] = dossier.data;
    assert.equal(bucket?.store, exportBucket);
    assert.ok(bucket.bytesOut > 1e9);
    assert.equal(bucket.bytesOut, dossier.dataTotal.bytesOut);
    await checkQueries(trail, dossier);
  });
});
