import assert from 'node:assert/strict';
import { buildRoleChain } from '../../../../src/engine/session/roleChain';
import type { RoleChain, SessionSubject } from '../../../../src/engine/session/session';
import { RunLog } from '../../../../src/index/runLog';
import { IndexFixture, logKey, noSignal } from '../../../support/indexFixture';
import { newRecord } from '../../../support/logFixture';
import { signIn, switchRole } from '../../../support/sessionTrail/consoleSessions';
import { assumeChain, assumeRole } from '../../../support/sessionTrail/issuing';
import { SessionTrail } from '../../../support/sessionTrail/sessionTrail';
import { newRole, type RecordFields, type TrailActor } from '../../../support/sessionTrail/trailActors';
import { newUser } from '../../../support/sessionTrail/trailPeople';

const [home, away] = ['111122223333', '222233334444'] as const;
const alice = newUser(home, 'alice');
const deploy = newRole(home, 'Deploy');
const dayMs = 86_400_000;
const quarter = 900_000;

interface Listed {
  readonly account: string;
  readonly region: string;
  readonly day: string;
  readonly objects: number;
}

/** Where chains end, and what is said of that. */
describe('the end of a role chain', function () {
  this.timeout(60_000);
  const fixtures: IndexFixture[] = [];
  after(async () => {
    for (const fixture of fixtures) await fixture.dispose();
  });

  async function chainOf(
    records: SessionTrail | readonly RecordFields[],
    subject: SessionSubject | string,
    listed: readonly Listed[] = [],
  ): Promise<RoleChain> {
    const fixture = new IndexFixture();
    fixtures.push(fixture);
    const objects = records instanceof SessionTrail ? records.objects() : [{ key: logKey('one'), records }];
    await fixture.addSegment({ objects });
    const log = await RunLog.create(fixture.folder);
    for (const { account, region, day, objects: count } of listed) {
      const prefix = `AWSLogs/${account}/CloudTrail/${region}/${day.replaceAll('-', '/')}/`;
      const place = { account, kind: 'CloudTrail', region, day, prefix };
      log.appendListing({ ...place, objects: count, bytes: 100, listedTime: Date.parse('2026-02-01T00:00:00Z') });
    }
    await log.close();
    const index = await fixture.open();
    const asked = typeof subject === 'string' ? ({ kind: 'key', id: subject } as const) : subject;
    return buildRoleChain(index.sessionRecords(), asked, noSignal);
  }

  function keyOf({ keys: [key] }: TrailActor): string {
    assert.ok(key);
    return key;
  }

  it('offers to index what was not read, however many records of that time are there', async () => {
    const trail = new SessionTrail({ start: Date.parse('2026-01-15T23:58:00Z') });
    const session = assumeRole(trail, alice, deploy, { logged: 'none' });
    trail.wait(120_000);
    trail.act({ actor: session, service: 's3', name: 'ListBuckets' });
    const day = { account: home, region: 'us-east-1', day: '2026-01-16', objects: 1 };
    const began = Date.parse('2026-01-15T23:58:00Z');
    for (const listed of [[], [day], [{ ...day, region: 'eu-west-1' }, day]]) {
      const [gap] = (await chainOf(trail, keyOf(session), listed)).gaps;
      assert.deepEqual(gap?.toIndex, { from: began - quarter, to: began + quarter, accounts: [home] });
      assert.match(
        gap.text,
        /The index holds only a part of what there may be of account 111122223333 .* \(one record\)/,
      );
    }
    const both = [day, { ...day, day: '2026-01-15', objects: 0 }];
    const [gap] = (await chainOf(trail, keyOf(session), both)).gaps;
    assert.equal(gap?.toIndex, undefined, gap?.text);
    assert.match(
      gap?.text ?? '',
      /The index holds all that was listed of account .* and none is the one that is missing/,
    );
  });

  it('is not known where only the role’s account tells of a caller of another one', async () => {
    const trail = new SessionTrail();
    const hub = assumeRole(trail, alice, deploy, { logged: 'none' });
    const began = trail.now;
    const target = assumeRole(trail, hub, newRole(away, 'Prod'), { logged: 'target' });
    trail.act({ actor: target, service: 's3', name: 'ListBuckets' });
    const chain = await chainOf(trail, keyOf(target));
    const [top] = chain.nodes;
    assert.equal(top?.kind, 'account');
    const [gap, ...others] = chain.gaps;
    assert.deepEqual(others, []);
    assert.equal(gap?.nodeId, top.id);
    assert.match(gap.text, /^Of this caller only the account .* The index holds nothing of account 111122223333\.$/);
    assert.deepEqual(gap.toIndex, { from: began - quarter, to: began + quarter, accounts: [home] });
  });

  it('is no gap where the chain goes on and is only cut', async () => {
    const trail = new SessionTrail();
    const roles = Array.from({ length: 30 }, (_, number) => newRole(home, `Role${number}`));
    const sessions = assumeChain(trail, alice, roles);
    const last = sessions.at(-1);
    assert.ok(last);
    trail.act({ actor: last, service: 's3', name: 'ListBuckets' });
    const chain = await chainOf(trail, keyOf(last));
    assert.match(chain.cut ?? '', /goes on beyond 20 hops/);
    assert.deepEqual(chain.gaps, []);
  });

  it('takes no evidence from a record that names another key, whatever id they share', async () => {
    const trail = new SessionTrail();
    const one = assumeRole(trail, alice, deploy, { sessionName: 'one' });
    const two = assumeRole(trail, newUser(home, 'bob'), newRole(home, 'Ops'), { sessionName: 'two' });
    trail.act({ actor: one, service: 's3', name: 'ListBuckets' });
    const [first, second, ...rest] = trail.records();
    const shared = [first, second].map((record) => ({ ...record, sharedEventID: 'shared' }));
    const edited = [first, { ...second, eventID: first?.['eventID'] }];
    for (const records of [shared, edited]) {
      const chain = await chainOf([...records, ...rest] as RecordFields[], keyOf(one));
      assert.deepEqual(
        chain.edges.map(({ from, to }) => `${from} ${to}`),
        [`${alice.nodeId} ${one.nodeId}`],
      );
      const other = await chainOf([...records, ...rest] as RecordFields[], keyOf(two));
      assert.deepEqual(
        other.edges.map(({ from, to }) => `${from} ${to}`),
        [`${newUser(home, 'bob').nodeId} ${two.nodeId}`],
      );
    }
  });

  it('names the console’s own record of the switch that it was, or none', async () => {
    const trail = new SessionTrail({ stepMs: 1000 });
    const operator = newRole('333333333333', 'operator');
    const people = [alice, newUser(away, 'alice')].map((user) => signIn(trail, user, { keys: 1 }));
    trail.wait(dayMs / 24);
    const switched = people.map((person) => {
      const session = switchRole(trail, person, operator, 'alice');
      trail.act({ actor: session, service: 'iam', name: 'ListUsers' });
      trail.wait(20_000);
      return session;
    });
    const truth = trail.records().filter(({ eventName }) => eventName === 'SwitchRole');
    for (const [at, session] of switched.entries()) {
      const chain = await chainOf(trail, keyOf(session));
      const edge = chain.edges.find(({ to }) => to === chain.start);
      const named = edge?.records.filter(({ eventName }) => eventName === 'SwitchRole').map(({ eventId }) => eventId);
      assert.deepEqual(named, [truth[at]?.['eventID']]);
      assert.equal(chain.edges[0]?.action, 'ConsoleLogin', 'a key that only switched the role is of the sign-in');
    }
  });

  describe('where keys are made of keys', () => {
    const role = newRole(home, 'A');
    const time = (seconds: number): string => new Date(Date.UTC(2026, 0, 15, 10, 0, seconds)).toISOString();
    const key = (number: number): string => `ASIA${'ABCDEFGHIJ'.charAt(number).repeat(16)}`;
    const sts = { eventSource: 'sts.amazonaws.com', eventName: 'AssumeRole', eventTime: time(0) };
    const session = (number: number, more: RecordFields = {}): RecordFields => {
      const arn = `arn:aws:sts::${home}:assumed-role/A/s`;
      const issuer = { type: 'Role', arn: role.arn, accountId: home, userName: 'A' };
      const context = { attributes: { creationDate: time(0) }, sessionIssuer: issuer };
      const ids = { principalId: 'AROAEXAMPLEEXAMPLE123:s', accountId: home, accessKeyId: key(number) };
      return { type: 'AssumedRole', arn, ...ids, sessionContext: context, ...more };
    };
    const assume = (caller: TrailActor, issued: number): RecordFields =>
      newRecord({
        ...sts,
        eventID: `assume-${issued}`,
        userIdentity: caller.identity,
        requestParameters: { roleArn: role.arn, roleSessionName: 's' },
        responseElements: {
          credentials: { accessKeyId: key(issued) },
          assumedRoleUser: { arn: `arn:aws:sts::${home}:assumed-role/A/s` },
        },
      });
    const call = (second: number, userIdentity: RecordFields): RecordFields =>
      newRecord({ eventID: `call-${second}`, eventTime: time(second), userIdentity });
    const forwarded = { invokedBy: 'cloudformation.amazonaws.com' };

    it('starts a session’s chain at the session itself, with what was made of it beside', async () => {
      const records = [assume(alice, 1), call(1, session(1)), call(9, session(9, forwarded))];
      const chain = await chainOf(records, { kind: 'session', arn: String(session(1)['arn']) });
      assert.equal(chain.start, `key:${key(1)}`);
      assert.deepEqual(
        chain.nodes.map(({ id, depth }) => `${depth} ${id}`),
        [`-1 ${alice.nodeId}`, `0 key:${key(1)}`, `0 key:${key(9)}`],
      );
      assert.deepEqual(chain.notes, [], 'it is the only session of that ARN');
    });

    it('gives a forwarded key to nobody when another session of that second may have made it', async () => {
      const bob = newUser(home, 'bob');
      const records = [assume(bob, 2), call(1, session(1)), call(9, session(9, forwarded))];
      const chain = await chainOf(records, key(9));
      assert.deepEqual(chain.edges, []);
      assert.match(chain.gaps[0]?.text ?? '', /None is chosen/);
    });

    it('keeps those apart who used one key of the console', async () => {
      const context = { sessionContext: { attributes: { creationDate: time(0) } }, accessKeyId: key(1) };
      const root = { type: 'Root', arn: `arn:aws:iam::${home}:root`, principalId: home, accountId: home, ...context };
      const user = { ...alice.identity, ...context };
      const chain = await chainOf([call(1, root), call(2, root), call(9, user)], key(1));
      assert.deepEqual(
        chain.nodes.map(({ arn, use }) => `${arn ?? ''} ${use.records}`),
        [`arn:aws:iam::${home}:root 2`, `${alice.arn} 1`],
      );
      assert.match(chain.notes.join(), /^2 identities used the access key/);
    });

    it('says when a key is used by somebody else than it was issued to', async () => {
      const other = session(1, { arn: `arn:aws:sts::${home}:assumed-role/B/s` });
      const chain = await chainOf([assume(alice, 1), call(1, other)], key(1));
      assert.match(chain.edges[0]?.reason ?? '', /But it was issued to .*role\/A\/s, and .* are by .*role\/B\/s\.$/);
    });
  });
});
