import assert from 'node:assert/strict';
import { findSubjects, findTextSubjects } from '../../../../src/server/features/subjectAt';
import type { TimelineSubject } from '../../../../src/engine/timeline/timeline';
import { newLogText, newRecord, readText, toShownLog } from '../../../support/logFixture';
import {
  account,
  created,
  issuedKey,
  lines,
  otherAccount,
  positionOf,
  roleArn,
  sessionArn,
  sessionKey,
  shown,
  targetRole,
  userKey,
} from './sessionLog';

const sessionTime = Date.parse(created);
const userArn = `arn:aws:iam::${account}:user/alice`;

function nameOf(subject: TimelineSubject | undefined): string {
  assert.ok(subject !== undefined && subject.kind !== 'chain' && subject.kind !== 'query');
  return `${subject.kind} ${subject.id}`;
}

describe('what can be asked about at a place', () => {
  it('is, of a record, its caller first, then role, keys, resources, address and account', () => {
    const subjects = findSubjects(shown, { record: 0, kind: 'principal', index: 0 });
    assert.deepEqual(subjects.timeline.map(nameOf), [
      `principal ${sessionArn}`,
      `principal ${roleArn}`,
      `key ${sessionKey}`,
      `key ${issuedKey}`,
      `resource ${targetRole}`,
      'address 203.0.113.77',
      `account ${otherAccount}`,
    ]);
    assert.deepEqual(subjects.sessions, [
      { kind: 'key', id: sessionKey },
      { kind: 'session', arn: sessionArn, time: sessionTime },
      { kind: 'principal', arn: roleArn },
      { kind: 'key', id: issuedKey },
    ]);
    assert.deepEqual(subjects.keys, [sessionKey, issuedKey]);
  });

  it('is, of a user, the user with all keys before the one key', () => {
    const { sessions, keys } = findSubjects(shown, { record: 1 });
    assert.deepEqual(sessions, [
      { kind: 'principal', arn: userArn },
      { kind: 'key', id: userKey },
    ]);
    assert.deepEqual(keys, [userKey]);
  });

  it('has no address where a service called, and no session', () => {
    const { timeline, sessions } = findSubjects(shown, { record: 2 });
    assert.deepEqual(timeline.map(nameOf), ['principal ec2.amazonaws.com', 'resource invoices', `account ${account}`]);
    assert.deepEqual(sessions, []);
  });

  it('has no caller where a record names none', () => {
    for (const record of [3, 4]) {
      const { timeline } = findSubjects(shown, { record });
      assert.ok(!timeline.some(({ kind }) => kind === 'principal'), `record ${record}`);
    }
  });

  it('is the resource of a resource’s lens', () => {
    assert.equal(
      nameOf(findSubjects(shown, { record: 1, kind: 'resource', index: 0 }).timeline[0]),
      'resource arn:aws:s3:::invoices',
    );
  });

  const places: readonly (readonly [what: string, text: string, nth: number, into: number, expected: string])[] = [
    ['a key', sessionKey, 0, 3, `key ${sessionKey}`],
    ['the name of a key’s member', '"accessKeyId"', 0, 3, `key ${sessionKey}`],
    ['a key that was issued', issuedKey, 0, 3, `key ${issuedKey}`],
    ['the ARN of the caller', sessionArn, 0, 3, `principal ${sessionArn}`],
    ['the unique id of the caller', 'AROAEXAMPLEEXAMPLE12:build-7', 0, 3, `principal ${sessionArn}`],
    ['the role of the caller', roleArn, 0, 3, `principal ${roleArn}`],
    ['the name of the role of the caller', '"userName": "deploy"', 0, 14, `principal ${roleArn}`],
    ['the account of the caller', `"accountId": "${account}"`, 0, 16, `account ${account}`],
    ['a role that is assumed', targetRole, 0, 3, `principal ${targetRole}`],
    ['an address', '"sourceIPAddress": "203', 0, 22, 'address 203.0.113.77'],
    ['a service in the place of an address', '"sourceIPAddress": "ec2', 0, 22, 'address ec2.amazonaws.com'],
    ['the account that got the record', '"recipientAccountId": "4444', 0, 24, `account ${otherAccount}`],
    ['a bucket by its name', '"bucketName": "invoices"', 0, 16, 'resource invoices'],
    ['a bucket by its ARN', 'arn:aws:s3:::invoices', 0, 4, 'resource arn:aws:s3:::invoices'],
    ['a user', userArn, 0, 4, `principal ${userArn}`],
    ['anything else in a record', '"eventVersion"', 0, 3, `principal ${sessionArn}`],
    ['between values', '"eventVersion"', 0, -2, `principal ${sessionArn}`],
  ];
  for (const [what, text, nth, into, expected] of places) {
    it(`is what stands at the position: ${what}`, () => {
      assert.equal(nameOf(findSubjects(shown, positionOf(text, nth, into)).timeline[0]), expected);
    });
  }

  it('leads to the session under the cursor, and else to that of the record', () => {
    const first = (text: string) => findSubjects(shown, positionOf(text)).sessions[0];
    assert.deepEqual(first(issuedKey), { kind: 'key', id: issuedKey });
    assert.deepEqual(first(targetRole), { kind: 'principal', arn: targetRole });
    assert.deepEqual(first('"eventVersion"'), { kind: 'key', id: sessionKey });
    assert.deepEqual(first(userArn), { kind: 'principal', arn: userArn });
  });

  it('is nothing between records and beyond the text', () => {
    for (const position of [
      { line: 0, character: 0 },
      { line: lines.length + 5, character: 0 },
    ]) {
      assert.deepEqual(findSubjects(shown, position), { timeline: [], sessions: [], keys: [] });
    }
    assert.deepEqual(findSubjects(shown, { record: 99, kind: 'resource', index: 3 }).timeline, []);
  });

  it('takes what is selected first, and then what stands there', () => {
    const subjects = findSubjects(shown, { ...positionOf('"eventVersion"'), selection: '198.51.100.7' });
    assert.deepEqual(subjects.timeline.slice(0, 2).map(nameOf), ['address 198.51.100.7', `principal ${sessionArn}`]);
  });

  it('names each once', () => {
    const { timeline } = findSubjects(shown, { ...positionOf(sessionArn), selection: sessionArn });
    const names = timeline.map(nameOf);
    assert.deepEqual(names, [...new Set(names)]);
  });
});

describe('what a text means by itself', () => {
  const cases: readonly (readonly [string, readonly string[]])[] = [
    [` ${userKey} \n`, [`key ${userKey}`]],
    [`"${sessionArn}"`, [`principal ${sessionArn}`, `resource ${sessionArn}`]],
    [
      'arn:aws:iam::111122223333:root',
      ['principal arn:aws:iam::111122223333:root', 'resource arn:aws:iam::111122223333:root'],
    ],
    ['arn:aws:iam::111122223333:policy/p', ['resource arn:aws:iam::111122223333:policy/p']],
    ['AROAEXAMPLEEXAMPLE12:build-7', ['principal AROAEXAMPLEEXAMPLE12:build-7']],
    ['2001:db8::1', ['address 2001:db8::1']],
    ['111122223333', ['account 111122223333']],
    ['i-0abc12345', ['resource i-0abc12345']],
    ['', []],
    ['two\nlines', []],
    ['x'.repeat(5000), []],
  ];
  for (const [text, expected] of cases) {
    it(JSON.stringify(text.slice(0, 40)), () => {
      assert.deepEqual(findTextSubjects(text).timeline.map(nameOf), expected);
    });
  }

  it('has a session for keys and for those who act, and a dossier for keys alone', () => {
    assert.deepEqual(findTextSubjects(userKey).keys, [userKey]);
    assert.deepEqual(findTextSubjects(sessionArn).sessions, [{ kind: 'session', arn: sessionArn }]);
    assert.deepEqual(findTextSubjects('arn:aws:s3:::invoices').sessions, []);
  });
});

describe('hostile records', () => {
  it('offer nothing longer than an identifier', () => {
    const long = `arn:aws:iam::111122223333:user/${'x'.repeat(100_000)}`;
    const identity = {
      type: 'IAMUser',
      arn: long,
      userName: 'x',
      accountId: account,
      accessKeyId: `AKIA${'A'.repeat(5000)}`,
    };
    const hostile = toShownLog(readText(newLogText(newRecord({ userIdentity: identity, sourceIPAddress: long }))));
    const subjects = findSubjects(hostile, { record: 0 });
    assert.ok(JSON.stringify(subjects).length < 1000, JSON.stringify(subjects).slice(0, 500));
  });

  it('may have any type anywhere', () => {
    for (const odd of [1, true, [], {}, 'x', [[]]]) {
      const fields = {
        userIdentity: odd,
        responseElements: odd,
        requestParameters: odd,
        sourceIPAddress: odd,
        eventTime: odd,
      };
      const record = toShownLog(readText(newLogText(newRecord(fields))));
      assert.doesNotThrow(() => findSubjects(record, { record: 0 }));
      assert.doesNotThrow(() => findSubjects(record, { line: 3, character: 8 }));
    }
  });
});
