import * as assert from 'node:assert/strict';
import { toGroupTimeline, toValueTimeline } from '../../../../src/client/results/groupTimeline';
import { hitColumns, toHits, type Hit, type HitColumn } from '../../../../src/client/results/hit';
import { toHitSessions, toHitSubjects, toSessionSubject } from '../../../../src/client/results/hitSubjects';
import { allGroupings } from '../../../../src/client/results/resultOrder';
import type { Search } from '../../../../src/client/results/resultTree';
import { toDaysPlace } from '../../../../src/client/scan/missingTime';
import { toSourcePlace } from '../../../../src/client/search/place';
import { parseQuery } from '../../../../src/engine/query/parseQuery';
import type { CellValue, SearchScope } from '../../../../src/protocol/searchRequests';

const root = {
  sourceId: 's',
  label: 'Demo',
  location: 's3://logs',
  prefix: '',
  isLocal: false,
  config: { uri: 's3://logs' },
};
const from = Date.parse('2026-01-10T12:00:00Z');
const to = Date.parse('2026-01-20T00:00:00Z');
const roleArn = 'arn:aws:iam::111122223333:role/Admin';
const sessionArn = 'arn:aws:sts::111122223333:assumed-role/Admin/alice';
const issuer = 'userIdentity.sessionContext.sessionIssuer.arn';

function newSearch(query = 'eventName:Put*', scope: Partial<SearchScope> = { from, to }): Search {
  return { query, place: { ...toSourcePlace(root), scope: { sourceId: 's', ...scope } } };
}

function newHit(cells: Readonly<Partial<Record<HitColumn, CellValue>>>): Hit {
  const [hit] = toHits({ total: 1, rows: [{ id: 5, cells: hitColumns.map((column) => cells[column] ?? null) }] });
  assert.ok(hit !== undefined);
  return hit;
}

describe('toHitSubjects', () => {
  it('names everyone and everything of a record, the narrowest principal first', () => {
    const hit = newHit({
      principalId: sessionArn,
      [issuer]: roleArn,
      'userIdentity.accessKeyId': 'ASIAEXAMPLE000000001',
      sourceIPAddress: '203.0.113.7',
      resources: ['arn:aws:s3:::a', '', 'b'],
      account: '111122223333',
    });
    assert.deepEqual(toHitSubjects(hit), [
      { kind: 'principal', id: sessionArn },
      { kind: 'principal', id: roleArn },
      { kind: 'key', id: 'ASIAEXAMPLE000000001' },
      { kind: 'address', id: '203.0.113.7' },
      { kind: 'resource', id: 'arn:aws:s3:::a' },
      { kind: 'resource', id: 'b' },
      { kind: 'account', id: '111122223333' },
    ]);
    assert.deepEqual(toHitSessions(hit), [
      { kind: 'key', id: 'ASIAEXAMPLE000000001' },
      { kind: 'session', arn: sessionArn },
      { kind: 'principal', arn: roleArn },
    ]);
  });

  it('means the session of the record, and not the newest of that name', () => {
    const hit = newHit({ principalId: sessionArn, [issuer]: roleArn, eventTime: '2026-01-15T10:00:00Z' });
    assert.deepEqual(toHitSessions(hit), [
      { kind: 'session', arn: sessionArn, time: Date.parse('2026-01-15T10:00:00Z') },
      { kind: 'principal', arn: roleArn },
    ]);
  });

  it('invents nothing', () => {
    assert.deepEqual(toHitSubjects(newHit({ resources: [] })), []);
    assert.deepEqual(toHitSessions(newHit({ principalId: 'ec2.amazonaws.com' })), []);
  });
});

describe('toSessionSubject', () => {
  const federated = 'arn:aws-us-gov:sts::111122223333:federated-user/bob';
  const subjects = [
    ['AKIAEXAMPLE000000001', { kind: 'key', id: 'AKIAEXAMPLE000000001' }],
    [sessionArn, { kind: 'session', arn: sessionArn }],
    [federated, { kind: 'session', arn: federated }],
    [roleArn, { kind: 'principal', arn: roleArn }],
    ['alice', { kind: 'principal', arn: 'alice' }],
    ['AROAEXAMPLE000000001', { kind: 'principal', arn: 'AROAEXAMPLE000000001' }],
  ] as const;
  for (const [id, subject] of subjects) {
    it(id, () => {
      assert.deepEqual(toSessionSubject(id), subject);
    });
  }
});

describe('timelines of results', () => {
  it('are of the search, where and when it looked', () => {
    const search = newSearch();
    assert.deepEqual(toGroupTimeline(search), { place: search.place, subject: { kind: 'query', text: search.query } });
  });

  it('are narrowed to the group of a table', () => {
    const { place, subject } = toGroupTimeline(newSearch('a OR b'), { by: 'errorCode', value: 'Access"Denied' });
    assert.deepEqual(subject, { kind: 'query', text: '(a OR b) errorCode:"Access\\"Denied"' });
    assert.deepEqual(place.scope, { sourceId: 's', from, to });
  });

  it('are of a day as far as it was searched', () => {
    const { place, subject } = toValueTimeline(newSearch(), { by: 'day', value: '2026-01-10' });
    assert.deepEqual(place.scope, { sourceId: 's', from, to: Date.parse('2026-01-11T00:00:00Z') });
    assert.deepEqual(subject, { kind: 'query', text: 'eventName:Put*' });
    assert.throws(() => toValueTimeline(newSearch(), { by: 'day', value: null }), /without a time/);
  });

  it('are of what a group stands for, with all that it did', () => {
    const address = toValueTimeline(newSearch(), { by: 'sourceIPAddress', value: '203.0.113.7' });
    assert.deepEqual(address.subject, { kind: 'address', id: '203.0.113.7' });
    assert.deepEqual(address.place.scope, { sourceId: 's' });
    const account = toValueTimeline(newSearch(), { by: 'account', value: '111122223333' });
    assert.deepEqual(account.subject, { kind: 'account', id: '111122223333' });
  });

  it('are of the search where a group has no value', () => {
    const { place, subject } = toValueTimeline(newSearch(), { by: 'errorCode', value: null });
    assert.deepEqual(subject, { kind: 'query', text: '(eventName:Put*) missing:errorCode' });
    assert.equal(place.scope.from, from);
  });

  for (const by of allGroupings.filter((grouping) => grouping !== 'none' && grouping !== 'day')) {
    it(`ask in the query language for groups by ${by}`, () => {
      for (const value of ['x " y \\', null]) {
        for (const { subject } of [
          toGroupTimeline(newSearch('a OR b'), { by, value }),
          toValueTimeline(newSearch('a OR b'), { by, value }),
        ]) {
          if (subject.kind === 'query') assert.deepEqual(parseQuery(subject.text, { now: 0 }).errors, [], subject.text);
        }
      }
    });
  }
});

describe('toDaysPlace', () => {
  const place = { ...toSourcePlace(root), scope: { sourceId: 's', prefix: 'AWSLogs/', from: 1, to: 2 } };

  it('reads the whole days of delivery that are missing', () => {
    const missing = {
      from: Date.parse('2026-01-15T06:00:00Z'),
      to: Date.parse('2026-01-16T00:00:01Z'),
      accounts: ['111122223333'],
      regions: [],
    };
    const { scope, title } = toDaysPlace(place, missing);
    assert.deepEqual(scope, {
      sourceId: 's',
      prefix: 'AWSLogs/',
      from: Date.parse('2026-01-15T00:00:00Z'),
      to: Date.parse('2026-01-17T00:00:00Z'),
      accounts: ['111122223333'],
    });
    assert.equal(title, 'Demo, 2026-01-15 to 2026-01-16');
  });

  it('takes no day more than that', () => {
    const day = Date.parse('2026-01-15T00:00:00Z');
    const { scope } = toDaysPlace(place, { from: day, to: day + 86_400_000, accounts: [], regions: ['eu-west-1'] });
    assert.deepEqual([scope.from, scope.to, scope.regions], [day, day + 86_400_000, ['eu-west-1']]);
  });
});
