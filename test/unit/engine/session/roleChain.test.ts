import assert from 'node:assert/strict';
import { buildRoleChain } from '../../../../src/engine/session/roleChain';
import type { RoleChain, SessionSubject } from '../../../../src/engine/session/session';
import { IndexFixture, logKey, noSignal } from '../../../support/indexFixture';
import { signIn, signInWithSaml, switchRole } from '../../../support/sessionTrail/consoleSessions';
import { assumeChain, assumeRole, assumeRoot, createAccessKey } from '../../../support/sessionTrail/issuing';
import { SessionTrail } from '../../../support/sessionTrail/sessionTrail';
import { newRole, type RecordFields, type TrailActor } from '../../../support/sessionTrail/trailActors';
import { newRoot, newSamlUser, newService, newUser } from '../../../support/sessionTrail/trailPeople';

const [home, away, third] = ['111122223333', '222233334444', '333344445555'] as const;
const alice = newUser(home, 'alice');
const deploy = newRole(home, 'Deploy');

describe('a role chain', function () {
  this.timeout(60_000);
  const fixtures: IndexFixture[] = [];
  after(async () => {
    for (const fixture of fixtures) await fixture.dispose();
  });

  async function chainOf(
    records: SessionTrail | readonly RecordFields[],
    subject: SessionSubject | string,
  ): Promise<RoleChain> {
    const fixture = new IndexFixture();
    fixtures.push(fixture);
    const objects = records instanceof SessionTrail ? records.objects() : [{ key: logKey('one'), records }];
    await fixture.addSegment({ objects });
    const index = await fixture.open();
    const asked = typeof subject === 'string' ? ({ kind: 'key', id: subject } as const) : subject;
    return buildRoleChain(index.sessionRecords(), asked, noSignal);
  }

  function keyOf(actor: TrailActor): string {
    const [key] = actor.keys;
    assert.ok(key);
    return key;
  }

  function path({ edges }: RoleChain): readonly string[] {
    return edges.map(({ from, to, action, join }) => `${from} ${action} ${to} ${join}`);
  }

  it('crosses accounts over six hops, up to the user and down again', async () => {
    const trail = new SessionTrail();
    const roles = [away, third, home, away, third, home].map((account, at) => newRole(account, `hop-${at}`));
    const sessions = assumeChain(trail, alice, roles);
    for (const actor of sessions) trail.act({ actor, service: 's3', name: 'ListBuckets' });
    const expected = [alice, ...sessions]
      .slice(0, -1)
      .map((from, at) => `${from.nodeId} AssumeRole ${sessions[at]!.nodeId} accessKey`);
    const up = await chainOf(trail, keyOf(sessions.at(-1)!));
    assert.deepEqual(path(up), expected);
    assert.deepEqual(
      up.nodes.map(({ depth }) => depth),
      [-6, -5, -4, -3, -2, -1, 0],
    );
    assert.equal(
      up.edges.every(({ records }) => records.length === 2),
      true,
    );
    assert.deepEqual(up.gaps, []);
    const down = await chainOf(trail, { kind: 'principal', arn: alice.arn ?? '' });
    assert.deepEqual(path(down), expected);
  });

  it('never draws a failed call', async () => {
    const trail = new SessionTrail();
    assumeRole(trail, alice, deploy, { error: { code: 'AccessDenied' } });
    const failed = {
      ...trail.records()[0],
      responseElements: { credentials: { accessKeyId: 'ASIAAAAAAAAAAAAAAAAA' } },
    };
    for (const subject of ['ASIAAAAAAAAAAAAAAAAA', keyOf(alice)]) {
      assert.deepEqual((await chainOf([failed], subject)).edges, []);
    }
  });

  it('cuts circles, as anonymised logs have them, and says so', async () => {
    const trail = new SessionTrail();
    const one = assumeRole(trail, alice, deploy, { sessionName: 'one' });
    const two = assumeRole(trail, one, deploy, { sessionName: 'two' });
    const again = assumeRole(trail, two, deploy, { sessionName: 'one' });
    const own = assumeRole(trail, two, deploy, { sessionName: 'two' });
    const text = JSON.stringify(trail.records())
      .replaceAll(keyOf(again), keyOf(one))
      .replaceAll(keyOf(own), keyOf(two));
    const chain = await chainOf(JSON.parse(text) as RecordFields[], keyOf(one));
    assert.deepEqual(
      new Set(path(chain)),
      new Set([
        `${alice.nodeId} AssumeRole ${one.nodeId} accessKey`,
        `${one.nodeId} AssumeRole ${two.nodeId} accessKey`,
        `${two.nodeId} AssumeRole ${one.nodeId} accessKey`,
        `${two.nodeId} AssumeRole ${two.nodeId} accessKey`,
      ]),
    );
    assert.match(chain.cut ?? '', /circle/);
  });

  it('shows both calls that issued one key, and both who used it', async () => {
    const trail = new SessionTrail();
    const one = assumeRole(trail, alice, deploy, { sessionName: 'one' });
    const two = assumeRole(trail, newUser(home, 'bob'), newRole(home, 'Read'), { sessionName: 'two' });
    for (const actor of [one, two]) trail.act({ actor, service: 's3', name: 'ListBuckets' });
    const records = JSON.parse(JSON.stringify(trail.records()).replaceAll(keyOf(two), keyOf(one))) as RecordFields[];
    const chain = await chainOf(records, keyOf(one));
    const starts = chain.nodes.filter(({ depth }) => depth === 0);
    assert.deepEqual(starts.map(({ arn }) => arn).sort(), [one.arn, two.arn].sort());
    assert.deepEqual(
      starts.map(({ use }) => use.records),
      [1, 1],
    );
    assert.equal(chain.edges.length, 2);
    for (const { from, to } of chain.edges) {
      const isOne = chain.nodes.find(({ id }) => id === to)?.arn === one.arn;
      assert.equal(from, isOne ? alice.nodeId : newUser(home, 'bob').nodeId);
    }
    assert.match(chain.notes.join(' '), /2 identities used .* 2 calls returned/s);
  });

  it('joins nothing where two calls fit equally well, and names both', async () => {
    const trail = new SessionTrail({ stepMs: 1000 });
    const options = { sessionName: 'same', isKeyNamed: false };
    const one = assumeRole(trail, alice, deploy, options);
    assumeRole(trail, newUser(home, 'bob'), deploy, options);
    trail.act({ actor: one, service: 's3', name: 'ListBuckets' });
    const chain = await chainOf(trail, keyOf(one));
    assert.deepEqual(chain.edges, []);
    const [first, second] = trail.records();
    for (const record of [first, second]) assert.ok(chain.gaps[0]?.text.includes(String(record?.['eventID'])));
  });

  it('joins nothing where one call fits two sessions', async () => {
    const trail = new SessionTrail({ stepMs: 1000 });
    const one = assumeRole(trail, alice, deploy, { sessionName: 'same', isKeyNamed: false });
    const two = assumeRole(trail, alice, deploy, { sessionName: 'same', logged: 'none' });
    for (const actor of [one, two]) trail.act({ actor, service: 's3', name: 'ListBuckets' });
    for (const actor of [one, two]) {
      const chain = await chainOf(trail, keyOf(actor));
      assert.deepEqual(chain.edges, []);
      assert.match(chain.gaps[0]?.text ?? '', /None is chosen/);
    }
  });

  it('never takes a call that names another key for a plain session', async () => {
    const trail = new SessionTrail({ stepMs: 0 });
    const service = newService('ec2.amazonaws.com');
    const one = assumeRole(trail, service, deploy, { sessionName: 'i-0123456789abcdef0' });
    const two = assumeRole(trail, service, deploy, { sessionName: 'i-0123456789abcdef0', logged: 'none' });
    trail.act({ actor: two, service: 's3', name: 'ListBuckets' });
    const chain = await chainOf(trail, keyOf(two));
    assert.deepEqual(chain.edges, []);
    const delivered = await chainOf(trail, keyOf(one));
    assert.equal(delivered.nodes.find(({ depth }) => depth === 0)?.issuedTo, 'i-0123456789abcdef0');
    assert.equal(delivered.nodes[0]?.id, 'service:ec2.amazonaws.com');
  });

  it('is one session for all keys of a sign-in, also after SAML, and follows a role switch', async () => {
    const trail = new SessionTrail();
    const person = newSamlUser(home, 'corp', 'carol@example.com');
    const saml = signInWithSaml(trail, person, deploy, { keys: 2, sessionName: 'carol' });
    for (const key of saml.keys.keys()) trail.act({ actor: saml, service: 's3', name: 'ListBuckets', key });
    trail.wait(600_000);
    const console = signIn(trail, alice, { keys: 2 });
    trail.act({ actor: console, service: 's3', name: 'ListBuckets', key: 1 });
    const switched = switchRole(trail, console, newRole(away, 'Operator'), 'alice');
    trail.act({ actor: switched, service: 's3', name: 'ListBuckets' });
    for (const key of saml.keys) {
      const chain = await chainOf(trail, key);
      assert.deepEqual(path(chain), [`${person.nodeId} AssumeRoleWithSAML ${saml.nodeId} accessKey`]);
      assert.deepEqual(chain.nodes.find(({ id }) => id === saml.nodeId)?.accessKeyIds, saml.keys);
    }
    const chain = await chainOf(trail, keyOf(switched));
    assert.deepEqual(
      chain.edges.map(({ action, join }) => `${action} ${join}`),
      ['ConsoleLogin inferred', 'SwitchRole inferred'],
    );
    assert.equal(chain.nodes[0]?.id, alice.nodeId);
    assert.ok(chain.edges[1]?.records.some(({ eventName }) => eventName === 'SwitchRole'));
  });

  it('joins a sign-in exactly where both name it', async () => {
    const trail = new SessionTrail();
    const signInSessionArn = `arn:aws:signin:us-east-1:${home}:session/one`;
    const session = signIn(trail, alice, { signInSessionArn, lagMs: 300_000 });
    trail.act({ actor: session, service: 's3', name: 'ListBuckets' });
    const { edges } = await chainOf(trail, keyOf(session));
    assert.deepEqual(
      edges.map(({ join }) => join),
      ['accessKey'],
    );
    assert.match(edges[0]?.reason ?? '', /signInSessionArn/);
  });

  it('says what to index where the issuing record is missing, and what the index holds', async () => {
    const trail = new SessionTrail();
    trail.wait(86_400_000);
    const session = assumeRole(trail, alice, deploy, { logged: 'none', sessionName: 'lost' });
    const began = trail.now - 7000;
    trail.wait(3_600_000);
    trail.act({ actor: session, service: 's3', name: 'ListBuckets' });
    const before = await chainOf(trail, keyOf(session));
    assert.deepEqual(before.gaps[0]?.toIndex, { from: began - 900_000, to: began + 900_000, accounts: [home] });
    assert.match(before.gaps[0].text, /older than what the index holds of account 111122223333/);
    const near = new SessionTrail();
    const lost = assumeRole(near, alice, deploy, { logged: 'none', sessionName: 'lost' });
    near.act({ actor: lost, service: 's3', name: 'ListBuckets' });
    const held = await chainOf(near, keyOf(lost));
    assert.match(held.gaps[0]?.text ?? '', /only a part of what there may be of account 111122223333 .*one record/);
  });

  it('finds who made a lasting key, root for one task, and what a role’s sessions are', async () => {
    const trail = new SessionTrail();
    const session = assumeRole(trail, alice, deploy, { sessionName: 'maker' });
    const mallory = createAccessKey(trail, session, newUser(home, 'mallory'));
    trail.act({ actor: mallory, service: 's3', name: 'ListBuckets' });
    const root = assumeRoot(trail, mallory, away);
    trail.act({ actor: root, service: 's3', name: 'DeleteBucketPolicy' });
    const chain = await chainOf(trail, keyOf(root));
    assert.deepEqual(path(chain), [
      `${alice.nodeId} AssumeRole ${session.nodeId} accessKey`,
      `${session.nodeId} CreateAccessKey ${mallory.nodeId} accessKey`,
      `${mallory.nodeId} AssumeRoot ${root.nodeId} accessKey`,
    ]);
    assert.equal(chain.nodes.at(-1)?.account, away);
    assert.equal(newRoot(away).arn, chain.nodes.at(-1)?.arn);
    const role = await chainOf(trail, { kind: 'principal', arn: deploy.arn });
    assert.equal(role.start, session.nodeId);
    assert.equal(role.edges.length, 3);
  });

  it('marks a caller of another account that is known by its id alone', async () => {
    const trail = new SessionTrail();
    const hub = assumeRole(trail, alice, deploy, { sessionName: 'hub' });
    const target = assumeRole(trail, hub, newRole(away, 'Read'), { sessionName: 'read', logged: 'target' });
    trail.act({ actor: hub, service: 's3', name: 'ListBuckets' });
    trail.act({ actor: target, service: 's3', name: 'ListBuckets' });
    const known = await chainOf(trail, keyOf(target));
    assert.deepEqual(
      known.edges.map(({ from, join }) => `${from} ${join}`),
      [`${alice.nodeId} accessKey`, `${hub.nodeId} inferred`],
    );
    const alone = trail
      .records()
      .filter(
        ({ userIdentity }) =>
          (userIdentity as RecordFields)['principalId'] !== hub.principalId ||
          (userIdentity as RecordFields)['type'] === 'AWSAccount',
      );
    const unknown = await chainOf(alone, keyOf(target));
    assert.equal(unknown.edges.at(-1)?.from, `account:${home} ${hub.principalId ?? ''}`);
  });

  it('says that it knows nothing of a key or an ARN that is not in the index', async () => {
    const trail = new SessionTrail();
    trail.act({ actor: alice, service: 's3', name: 'ListBuckets' });
    const subjects: readonly SessionSubject[] = [
      { kind: 'key', id: "ASIA'; DROP TABLE x --" },
      { kind: 'session', arn: 'arn:aws:sts::111122223333:assumed-role/No/body' },
      { kind: 'principal', arn: 'no arn' },
    ];
    for (const subject of subjects) {
      const chain = await chainOf(trail, subject);
      assert.equal(chain.nodes.length, 1);
      assert.deepEqual(chain.edges, []);
      assert.match(chain.gaps[0]?.text ?? '', /No record in the index/);
    }
  });
});
