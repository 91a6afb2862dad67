import assert from 'node:assert/strict';
import type { KeyFactOptions, LaterCalls } from '../../../src/index/keyFacts';
import type { TrailIndex } from '../../../src/index/trailIndex';
import { IndexFixture, logKey, noSignal } from '../../support/indexFixture';
import { newRecord } from '../../support/logFixture';

const key = 'AKIAIOSFODNN7EXAMPLE';
const account = '111122223333';
const from = Date.parse('2026-01-15T10:00:00Z');
const options: KeyFactOptions = {
  maxValues: 10,
  maxRecords: 10,
  making: ['iam:CreateUser', 'lambda:AddPermission'],
  logging: ['cloudtrail:StopLogging'],
  granting: [],
  dataCalls: [],
};
let nextId = 0;

function record(service: string, eventName: string, fields: Readonly<Record<string, unknown>> = {}) {
  return newRecord({
    eventID: `00000000-0000-4000-8000-${String(nextId++).padStart(12, '0')}`,
    eventSource: `${service}.amazonaws.com`,
    eventName,
    requestParameters: null,
    ...fields,
  });
}

describe('key facts', function () {
  this.timeout(30_000);
  let fixture: IndexFixture;

  beforeEach(() => {
    fixture = new IndexFixture();
  });
  afterEach(async () => {
    await fixture.dispose();
  });

  async function open(...records: readonly Readonly<Record<string, unknown>>[]): Promise<TrailIndex> {
    await fixture.addSegment({ objects: [{ key: logKey('one'), records }] });
    return fixture.open();
  }

  async function later(index: TrailIndex, calls: Partial<LaterCalls>, limit = 10): Promise<readonly string[]> {
    const all: LaterCalls = { named: [], names: [], unnamed: [], accounts: undefined, from, ...calls };
    const { records, total } = await index.keyFacts().later(all, limit, noSignal);
    assert.ok(total >= records.length);
    return records.map(({ call, account: of }) => `${call} ${of ?? ''}`);
  }

  it('answers for an index without records', async () => {
    const index = await fixture.open();
    assert.equal((await index.keyFacts().read([key], options, noSignal)).records, 0);
    assert.deepEqual(await later(index, { unnamed: ['iam:DeleteUser'] }), []);
  });

  it('reads calls without the version behind their names', async () => {
    const index = await open(
      record('lambda', 'AddPermission20150331v2'),
      record('cloudfront', 'CreateDistribution2020_05_31'),
      record('iam', 'CreateUser'),
      record('iam', 'CreateUser', { errorCode: 'AccessDenied' }),
      record('cloudtrail', 'StopLogging', { errorCode: 'AccessDenied' }),
    );
    const sheet = await index.keyFacts().read([key], options, noSignal);
    assert.deepEqual(
      sheet.making.records.map(({ call }) => call),
      ['lambda:AddPermission', 'iam:CreateUser'],
    );
    assert.deepEqual(
      sheet.logging.records.map(({ call, errorCode }) => [call, errorCode]),
      [['cloudtrail:StopLogging', 'AccessDenied']],
    );
    assert.deepEqual(sheet.otherChanges, { calls: [{ call: 'cloudfront:CreateDistribution', records: 1 }], total: 1 });
  });

  it('cuts lists, and says how many there are', async () => {
    const index = await open(
      ...Array.from({ length: 12 }, (_, at) => record('iam', 'CreateUser', { userAgent: `agent ${at}` })),
    );
    const sheet = await index.keyFacts().read([key], options, noSignal);
    assert.equal(sheet.agents.values.length, 10);
    assert.equal(sheet.agents.total, 12);
    assert.equal(sheet.making.records.length, 10);
    assert.equal(sheet.making.total, 12);
  });

  it('leaves out objects that were read anew', async () => {
    const first = await fixture.addSegment({
      objects: [{ key: logKey('one'), records: [record('iam', 'CreateUser')] }],
    });
    await fixture.addSegment({
      objects: [{ key: logKey('one'), records: [record('iam', 'ListUsers')] }],
      supersedes: [{ segment: first.id, objects: [0] }],
    });
    const sheet = await (await fixture.open()).keyFacts().read([key], options, noSignal);
    assert.deepEqual(
      sheet.events.values.map(({ values }) => values[1]),
      ['ListUsers'],
    );
  });

  it('finds later calls by what they name, successful ones alone', async () => {
    const eve = { requestParameters: { userName: 'eve' } };
    const index = await open(
      record('iam', 'DeleteUser', eve),
      record('iam', 'DeleteUser', { requestParameters: { userName: 'eve-2' } }),
      record('iam', 'DeleteUser', { ...eve, errorCode: 'DeleteConflict' }),
      record('iam', 'DeleteUser', { ...eve, eventTime: '2026-01-15T09:59:59Z' }),
      record('iam', 'DeleteUser', { ...eve, recipientAccountId: '444455556666' }),
      record('iam', 'DeleteUser', { ...eve, recipientAccountId: undefined }),
      record('lambda', 'RemovePermission20150331v2', eve),
      record('iam', 'RemovePermission', eve),
    );
    const named = { named: ['iam:DeleteUser'], names: ['eve'] };
    assert.deepEqual(await later(index, { ...named, accounts: [account] }), [`iam:DeleteUser ${account}`]);
    assert.equal((await later(index, named)).length, 3);
    assert.deepEqual(await later(index, { ...named, accounts: [''] }), ['iam:DeleteUser ']);
    assert.deepEqual(await later(index, { unnamed: ['lambda:RemovePermission'], ...named, accounts: [account] }), [
      `iam:DeleteUser ${account}`,
      `lambda:RemovePermission ${account}`,
    ]);
    assert.deepEqual(await later(index, { named: ['iam:DeleteUser'] }), []);
    assert.equal((await later(index, { unnamed: ['iam:DeleteUser'] }, 2)).length, 2);
  });

  it('takes keys and names for texts, whatever stands in them', async () => {
    const odd = `'; DROP TABLE x; --`;
    const index = await open(record('iam', 'DeleteUser', { requestParameters: { userName: odd } }));
    assert.equal((await index.keyFacts().read([odd], options, noSignal)).records, 0);
    assert.equal((await later(index, { named: ['iam:DeleteUser'], names: [odd] })).length, 1);
  });

  it('takes texts with the character NUL, which ends a statement', async () => {
    const odd = 'nul\u0000byte';
    const eve = { requestParameters: { userName: 'eve' } };
    const index = await open(record('iam', 'DeleteUser', eve), record('iam', 'CreateUser'));
    assert.equal((await index.keyFacts().read([odd, key], options, noSignal)).records, 2);
    const named = { named: ['iam:DeleteUser'], names: [odd, 'eve'], accounts: [odd, account] };
    assert.equal((await later(index, named)).length, 1);
  });

  it('leaves no table behind, also where it is stopped', async () => {
    const index = await open(record('iam', 'CreateUser'));
    const facts = index.keyFacts();
    await assert.rejects(facts.read([key], options, AbortSignal.abort()), { name: 'AbortError' });
    const many = Array.from({ length: 20 }, () => facts.read([key], options, new AbortController().signal));
    for (const sheet of await Promise.all(many)) assert.equal(sheet.records, 1);
  });
});
