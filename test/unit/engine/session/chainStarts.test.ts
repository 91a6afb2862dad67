import assert from 'node:assert/strict';
import { buildRoleChain } from '../../../../src/engine/session/roleChain';
import type { RoleChain, SessionSubject } from '../../../../src/engine/session/session';
import { IndexFixture, logKey, noSignal } from '../../../support/indexFixture';
import { newRecord } from '../../../support/logFixture';
import { newRole, type RecordFields, type TrailActor } from '../../../support/sessionTrail/trailActors';
import { newUser } from '../../../support/sessionTrail/trailPeople';

const [home, away] = ['111122223333', '222233334444'] as const;
const [alice, bob] = [newUser(home, 'alice'), newUser(home, 'bob')] as const;
const role = newRole(home, 'Admin');
const sessionArn = `arn:aws:sts::${home}:assumed-role/Admin/s`;
const start = Date.UTC(2026, 0, 15, 10);
const time = (seconds: number): string => new Date(start + seconds * 1000).toISOString().replace('.000Z', 'Z');
const key = (number: number): string => `ASIA${'ABCDEFGHIJ'.charAt(number).repeat(16)}`;

/** A session of the role that began then. */
function session(number: number, began = 0): RecordFields {
  const issuer = { type: 'Role', arn: role.arn, accountId: home, userName: 'Admin' };
  const context = { attributes: { creationDate: time(began) }, sessionIssuer: issuer };
  const ids = { principalId: 'AROAEXAMPLEEXAMPLE123:s', accountId: home, accessKeyId: key(number) };
  return { type: 'AssumedRole', arn: sessionArn, ...ids, sessionContext: context };
}

/** Undefined `issued`: the response names no key. */
function assume(caller: TrailActor, second: number, issued: number | undefined, more: RecordFields = {}): RecordFields {
  const credentials = issued === undefined ? {} : { credentials: { accessKeyId: key(issued) } };
  return newRecord({
    eventSource: 'sts.amazonaws.com',
    eventName: 'AssumeRole',
    eventTime: time(second),
    eventID: `${String(caller.identity['userName'])}-${second}-${issued ?? 'none'}`,
    userIdentity: caller.identity,
    requestParameters: { roleArn: role.arn, roleSessionName: 's' },
    responseElements: { ...credentials, assumedRoleUser: { arn: sessionArn } },
    ...more,
  });
}

function call(second: number, userIdentity: RecordFields): RecordFields {
  const eventID = `call-${second}-${String(userIdentity['accessKeyId'])}`;
  return newRecord({ eventID, eventTime: time(second), userIdentity });
}

function signIn(second: number): RecordFields {
  return newRecord({
    eventSource: 'signin.amazonaws.com',
    eventName: 'ConsoleLogin',
    eventTime: time(second),
    eventID: `login-${second}`,
    userIdentity: { ...alice.identity, accessKeyId: undefined },
    responseElements: { ConsoleLogin: 'Success' },
  });
}

/** What alice does in the console. */
function consoleCall(second: number, number: number, began: number): RecordFields {
  const sessionContext = { attributes: { creationDate: time(began) } };
  return newRecord({
    eventID: `console-${second}`,
    eventTime: time(second),
    sessionCredentialFromConsole: 'true',
    userIdentity: { ...alice.identity, accessKeyId: key(number), sessionContext },
  });
}

/** Where chains start, and which of several is meant. */
describe('the start of a role chain', function () {
  this.timeout(60_000);
  const fixtures: IndexFixture[] = [];
  after(async () => {
    for (const fixture of fixtures) await fixture.dispose();
  });

  async function chainOf(records: readonly RecordFields[], subject: SessionSubject | string): Promise<RoleChain> {
    const fixture = new IndexFixture();
    fixtures.push(fixture);
    await fixture.addSegment({ objects: [{ key: logKey('one'), records }] });
    const index = await fixture.open();
    const asked = typeof subject === 'string' ? ({ kind: 'key', id: subject } as const) : subject;
    return buildRoleChain(index.sessionRecords(), asked, noSignal);
  }

  const starts = ({ nodes }: RoleChain): readonly string[] =>
    nodes.flatMap(({ id, depth }) => (depth === 0 ? [id] : [])).sort();
  const path = ({ edges }: RoleChain): readonly string[] => edges.map(({ from, to }) => `${from} ${to}`);
  const at = (seconds?: number): SessionSubject => {
    return { kind: 'session', arn: sessionArn, ...(seconds === undefined ? {} : { time: start + seconds * 1000 }) };
  };

  it('is every session of that ARN that began in that second', async () => {
    const calls = [1, 2].map((number) => call(number, session(number)));
    const records = [assume(alice, 0, 1), assume(bob, 0, 2), ...calls];
    for (const subject of [at(), at(0)]) {
      const chain = await chainOf(records, subject);
      assert.deepEqual(
        starts(chain),
        [1, 2].map((number) => `key:${key(number)}`),
      );
      assert.deepEqual(chain.notes, ['2 sessions of this ARN began in the same second; all are shown.']);
    }
  });

  it('is the session that was issued then, also where nothing used it', async () => {
    const records = [assume(alice, 0, 1), call(5, session(1)), assume(bob, 600, 2)];
    assert.deepEqual(starts(await chainOf(records, at(600))), [`key:${key(2)}`]);
  });

  it('says so when it is another one than was asked for', async () => {
    const records = [call(5, session(1, 0)), call(25, session(1, 0)), call(10, session(2, 9)), call(30, session(2, 9))];
    const notesOf = async (seconds: number): Promise<string> => (await chainOf(records, at(seconds))).notes.join();
    assert.equal(await notesOf(0), '');
    assert.equal(await notesOf(6), '', 'only one was at work');
    assert.match(
      await notesOf(20),
      /^Several sessions of this ARN were at work at 2026-01-15 10:00:20 UTC; this is the newest/,
    );
    assert.match(await notesOf(90), /^No session of this ARN began at .* 10:01:30 UTC or was at work then/);
  });

  it('is of a user with the sessions that nothing leads to', async () => {
    const chain = await chainOf([consoleCall(1, 1, 0)], { kind: 'principal', arn: alice.arn ?? '' });
    assert.deepEqual(starts(chain), [`key:${key(1)}`, alice.nodeId]);
    assert.equal(chain.gaps[0]?.nodeId, `key:${key(1)}`);
  });

  it('names those who assumed a role for the sessions that are left out', async () => {
    const made = Array.from({ length: 103 }, (_, number) => {
      const caller = number < 2 ? bob : alice;
      const text = JSON.stringify([assume(caller, number * 60, 1), call(number * 60 + 1, session(1, number * 60))]);
      const own = `ASIA${String(number)
        .padStart(16, '0')
        .replace(/\d/g, (digit) => 'ABCDEFGHIJ'.charAt(Number(digit)))}`;
      return JSON.parse(text.replaceAll(key(1), own)) as RecordFields[]; // our own JSON
    });
    const chain = await chainOf(made.flat(), { kind: 'principal', arn: role.arn });
    assert.equal(starts(chain).length, 100);
    assert.equal(
      chain.cut,
      `3 older sessions of the role are not shown. The calls that issued them were by ${bob.arn ?? ''} (2), ${alice.arn ?? ''} (1).`,
    );
  });

  it('counts each action once, however many records two accounts have of one event', async () => {
    const twins = [home, home, home, away].map((account, number) =>
      newRecord({
        eventID: `twin-${number}`,
        eventTime: time(number),
        sharedEventID: 'one',
        recipientAccountId: account,
        userIdentity: session(1),
      }),
    );
    const chain = await chainOf(twins, key(1));
    assert.equal(chain.nodes[0]?.use.records, 3);
    const other = await chainOf([...twins.slice(0, 1), ...twins.slice(3), call(9, session(1))], key(1));
    assert.equal(other.nodes[0]?.use.records, 2);
  });

  it('leads down to what a session assumed in a call that carries no key', async () => {
    const keyless = { ...session(1), accessKeyId: undefined };
    const made = assume({ ...alice, identity: keyless }, 9, 2, {
      requestParameters: { roleArn: `arn:aws:iam::${away}:role/Next`, roleSessionName: 'next' },
      responseElements: {
        credentials: { accessKeyId: key(2) },
        assumedRoleUser: { arn: `arn:aws:sts::${away}:assumed-role/Next/next` },
      },
    });
    const chain = await chainOf([assume(alice, 0, 1), call(1, session(1)), made], key(1));
    assert.deepEqual(path(chain), [`${alice.nodeId} key:${key(1)}`, `key:${key(1)} key:${key(2)}`]);
    assert.equal(chain.edges[1]?.join, 'inferred');
  });

  it('is never issued by a call that came after what it did', async () => {
    const late = [call(2, session(1)), assume(bob, 3, undefined)];
    assert.deepEqual(path(await chainOf(late.reverse(), key(1))), [`${bob.nodeId} key:${key(1)}`].slice(1));
    const early = [assume(bob, 1, undefined), call(2, session(1))];
    assert.deepEqual(path(await chainOf(early, key(1))), [`${bob.nodeId} key:${key(1)}`]);
    assert.deepEqual(path(await chainOf([consoleCall(10, 1, 0), signIn(20)], key(1))), []);
  });

  it('is of the sign-in of its second, whoever else signed in within a minute', async () => {
    const records = [signIn(0), consoleCall(1, 1, 0), consoleCall(31, 2, 30)];
    assert.deepEqual(path(await chainOf(records, key(1))), [`${alice.nodeId} key:${key(1)}`]);
  });

  it('takes no twin that says otherwise of the call, and none of two that may be meant', async () => {
    const shared = { sharedEventID: 'shared' };
    const stranger = { type: 'AWSAccount', accountId: home };
    const target = assume(bob, 0, 1, { ...shared, eventID: 'target', userIdentity: stranger });
    const own = (caller: TrailActor, name: string): RecordFields =>
      assume(caller, 0, undefined, {
        ...shared,
        recipientAccountId: away,
        requestParameters: { roleArn: role.arn, roleSessionName: name },
        responseElements: null,
      });
    const records = [target, call(5, session(1))];
    const callersOf = async (more: readonly RecordFields[]): Promise<readonly string[]> =>
      (await chainOf([...records, ...more], key(1))).edges.map(({ from }) => from);
    assert.deepEqual(await callersOf([own(alice, 's'), own(bob, 'other')]), [alice.nodeId]);
    const either = await callersOf([own(alice, 's'), own(bob, 's')]);
    assert.match(either.join(), /^account:111122223333/, 'nobody is chosen');
  });
});
