import assert from 'node:assert/strict';
import { toRecordPredicate } from '../../../../src/engine/query/recordPredicate';
import { toSql } from '../../../../src/engine/query/toSql';
import type { TimelineSubject } from '../../../../src/engine/timeline/timeline';
import { toSubjectQuery, toSubjectTitle } from '../../../../src/engine/timeline/timelineSubject';
import { toQuery } from '../../../support/indexFixture';
import { newLogText, newRecord, readText } from '../../../support/logFixture';

const role = 'arn:aws:iam::111122223333:role/team/Admin';
const sessionOf = (name: string, issuer?: string): Record<string, unknown> => ({
  userIdentity: {
    type: 'AssumedRole',
    principalId: `AROAEXAMPLEEXAMPLE123:${name}`,
    arn: `arn:aws:sts::111122223333:assumed-role/Admin/${name}`,
    accessKeyId: 'ASIAEXAMPLEEXAMPLE11',
    ...(issuer === undefined ? {} : { sessionContext: { sessionIssuer: { arn: issuer, userName: 'Admin' } } }),
  },
});
const keyless = 'arn:aws:sts::111122223333:assumed-role/Else/Two';
const creationTime = Date.parse('2026-01-15T10:00:00Z');
/** Names that would be syntax if they were not quoted. */
const odd = 'o"hara\\ OR *) AND (eventName:x';

const records = {
  alice: newRecord(),
  one: newRecord(sessionOf('one', role)),
  bare: newRecord(sessionOf('two')),
  odd: newRecord(sessionOf(odd, role)),
  signIn: newRecord({ eventID: 'the-sign-in', userIdentity: { type: 'Root' } }),
  secret: newRecord({
    userIdentity: { type: 'Root', accessKeyId: 'Anonymised1' },
    resources: [{ ARN: 'arn:aws:s3:::logs/Secret' }],
    requestParameters: { target: 'arn:aws:s3:::logs/Elsewhere' },
  }),
  keyless: newRecord({
    userIdentity: {
      type: 'AssumedRole',
      arn: keyless,
      sessionContext: { attributes: { creationDate: '2026-01-15T10:00:00Z' } },
    },
  }),
  otherRole: newRecord({
    userIdentity: { type: 'AssumedRole', arn: 'arn:aws:sts::111122223333:assumed-role/Admin2/one' },
    recipientAccountId: '444455556666',
  }),
  service: newRecord({
    userIdentity: { type: 'AWSService', invokedBy: 'ec2.amazonaws.com' },
    sourceIPAddress: 'ec2.amazonaws.com',
    recipientAccountId: '444455556666',
    requestParameters: { bucketName: 'other' },
    responseElements: { credentials: { accessKeyId: 'ASIAEXAMPLEEXAMPLE11' } },
  }),
} as const;
type Name = keyof typeof records;

function findMatching(subject: TimelineSubject): readonly Name[] {
  const query = toQuery(toSubjectQuery(subject));
  assert.ok(toSql(query).isExact, 'the index alone answers');
  const matches = toRecordPredicate(query);
  return (Object.keys(records) as Name[]).filter((name) => {
    const log = readText(newLogText(records[name]));
    return matches(log, log.records[0]!);
  });
}

describe('the subject of a timeline as a query', () => {
  const table: readonly (readonly [string, TimelineSubject, readonly Name[]])[] = [
    ['a user', { kind: 'principal', id: 'arn:aws:iam::111122223333:user/alice' }, ['alice']],
    ['a role with its sessions', { kind: 'principal', id: role }, ['one', 'bare', 'odd']],
    ['a session', { kind: 'principal', id: 'arn:aws:sts::111122223333:assumed-role/Admin/one' }, ['one']],
    ['a session that is written like another one', { kind: 'principal', id: keyless.replace('Two', 'TWO') }, []],
    ['that other one', { kind: 'principal', id: keyless }, ['keyless']],
    [
      'a session with an odd name',
      { kind: 'principal', id: `arn:aws:sts::111122223333:assumed-role/Admin/${odd}` },
      ['odd'],
    ],
    ['a role’s unique id', { kind: 'principal', id: 'AROAEXAMPLEEXAMPLE123' }, ['one', 'bare', 'odd']],
    ['a session’s unique id', { kind: 'principal', id: 'AROAEXAMPLEEXAMPLE123:two' }, ['bare']],
    ['a service', { kind: 'principal', id: 'ec2.amazonaws.com' }, ['service']],
    ['a name', { kind: 'principal', id: 'alice' }, ['alice']],
    ['an odd name', { kind: 'principal', id: odd }, []],
    ['a key, issued or used', { kind: 'key', id: 'ASIAEXAMPLEEXAMPLE11' }, ['one', 'bare', 'odd', 'service']],
    ['a resource', { kind: 'resource', id: 'other' }, ['service']],
    ['a resource that is none', { kind: 'resource', id: '*' }, []],
    ['a resource’s ARN', { kind: 'resource', id: 'arn:aws:s3:::logs/Secret' }, ['secret']],
    ['an ARN that is mentioned', { kind: 'resource', id: 'arn:aws:s3:::logs/Elsewhere' }, ['secret']],
    ['ARNs that are written like those', { kind: 'resource', id: 'arn:aws:s3:::logs/secret' }, []],
    ['another such one', { kind: 'resource', id: 'arn:aws:s3:::logs/elsewhere' }, []],
    ['a key that is written like another one', { kind: 'key', id: 'aNONYMISED1' }, []],
    ['such a chain', { kind: 'chain', keys: ['aNONYMISED1'], title: 'x' }, []],
    ['that other key', { kind: 'key', id: 'Anonymised1' }, ['secret']],
    ['an address', { kind: 'address', id: 'ec2.amazonaws.com' }, ['service']],
    ['an account', { kind: 'account', id: '444455556666' }, ['otherRole', 'service']],
    [
      'a chain',
      { kind: 'chain', keys: ['AKIAIOSFODNN7EXAMPLE', 'ASIAEXAMPLEEXAMPLE11'], title: 'x' },
      ['alice', 'one', 'bare', 'odd', 'service'],
    ],
    [
      'a chain’s calls without a key',
      {
        kind: 'chain',
        keys: [],
        title: 'x',
        eventIds: ['"x', 'the-sign-in'],
        sessions: [{ arn: keyless, creationTime }],
      },
      ['signIn', 'keyless'],
    ],
    [
      'a chain’s session without a creation date',
      { kind: 'chain', keys: [], title: 'x', sessions: [{ arn: keyless }] },
      [],
    ],
    ['a chain of no keys', { kind: 'chain', keys: [], title: 'x' }, []],
    ['a query', { kind: 'query', text: 'type:AssumedRole' }, ['one', 'bare', 'odd', 'keyless', 'otherRole']],
  ];
  for (const [what, subject, expected] of table) {
    it(`finds the records of ${what}`, () => {
      assert.deepEqual(findMatching(subject), expected);
    });
  }

  it('has a title', () => {
    const titles = [
      toSubjectTitle({ kind: 'principal', id: role }),
      toSubjectTitle({ kind: 'principal', id: 'arn:aws:sts::111122223333:assumed-role/Admin/one' }),
      toSubjectTitle({ kind: 'key', id: 'ASIAEXAMPLEEXAMPLE11' }),
      toSubjectTitle({ kind: 'account', id: '444455556666' }),
      toSubjectTitle({ kind: 'address', id: '203.0.113.7' }),
      toSubjectTitle({ kind: 'query', text: ' ' }),
    ];
    assert.deepEqual(titles, [
      'Timeline of Admin',
      'Timeline of Admin/one',
      'Timeline of key ASIAEXAMPLEEXAMPLE11',
      'Timeline of account 444455556666',
      'Timeline of 203.0.113.7',
      'Timeline of all records',
    ]);
  });
});
