import assert from 'node:assert/strict';
import { newRandom, type Random } from '../../../../src/demo/prng';
import { buildRoleChain } from '../../../../src/engine/session/roleChain';
import type { ChainEdge, RoleChain } from '../../../../src/engine/session/session';
import type { SessionRecords } from '../../../../src/engine/session/sessionRecords';
import { IndexFixture, noSignal } from '../../../support/indexFixture';
import { signIn, switchRole } from '../../../support/sessionTrail/consoleSessions';
import {
  assumeRole,
  getFederationToken,
  getSessionToken,
  type AssumeOptions,
} from '../../../support/sessionTrail/issuing';
import { SessionTrail } from '../../../support/sessionTrail/sessionTrail';
import { newRole, type TrailActor } from '../../../support/sessionTrail/trailActors';
import { newOidcUser, newSamlUser, newService, newUser } from '../../../support/sessionTrail/trailPeople';
import type { SessionTruth, TrueEdge } from '../../../support/sessionTrail/trailTruth';

const accounts = ['111122223333', '222233334444', '333344445555'];

describe('role chains of random trails', function () {
  this.timeout(120_000);

  for (let seed = 1; seed <= 6; seed++) {
    it(`finds what truly happened, and nothing else: trail ${seed}`, async () => {
      const trail = newRandomTrail(seed);
      const fixture = new IndexFixture();
      try {
        const objects = trail.objects();
        const half = Math.ceil(objects.length / 2);
        await fixture.addSegment({ objects: objects.slice(0, half) });
        // Some logs are delivered twice, so that copies have to be merged.
        const copies = objects.slice(0, 3).map((object) => ({ ...object, key: object.key.replace('.json', 'b.json') }));
        await fixture.addSegment({ objects: [...objects.slice(half), ...copies] });
        const index = await fixture.open();
        await checkAll(index.sessionRecords(), trail.truth());
      } finally {
        await fixture.dispose();
      }
    });
  }
});

async function checkAll(records: SessionRecords, truth: SessionTruth): Promise<void> {
  const inferred = truth.edges.filter(({ join }) => join === 'inferred').length;
  assert.ok(truth.sessions.length > 10);
  assert.ok(inferred > 0);
  const keys = new Set(truth.sessions.flatMap((session) => (session.eventIds.length === 0 ? [] : session.keys)));
  for (const key of keys) {
    const chain = await buildRoleChain(records, { kind: 'key', id: key }, noSignal);
    const session = truth.sessions.find((one) => one.keys.includes(key))!;
    assert.equal(chain.start, session.nodeId);
    assert.deepEqual(toLines(chain.edges), expectedLines(session.nodeId, truth), key);
    checkShape(chain);
    const start = chain.nodes.find(({ id }) => id === chain.start);
    assert.equal(start?.use.records, new Set(session.eventIds).size, `records of ${key}`);
    const issued = truth.edges.some(({ to, join }) => to === session.nodeId && join !== undefined);
    assert.equal(
      chain.gaps.some(({ nodeId }) => nodeId === session.nodeId),
      !issued,
      `gap of ${key}`,
    );
  }
}

/** What holds for every chain. */
function checkShape({ nodes, edges, gaps }: RoleChain): void {
  const ids = nodes.map(({ id }) => id);
  assert.equal(new Set(ids).size, ids.length);
  for (const { from, to, records, reason } of edges) {
    assert.ok(ids.includes(from) && ids.includes(to));
    assert.ok(records.length > 0 && reason.length > 0);
  }
  for (const { nodeId } of gaps) assert.ok(ids.includes(nodeId));
}

/** Walks the truth up from a session, and down from it: not sideways. */
function expectedLines(start: string, { edges, sessions }: SessionTruth): readonly string[] {
  const known = edges.filter(({ join }) => join !== undefined);
  const isUsed = (id: string): boolean =>
    sessions.every(({ nodeId, eventIds }) => nodeId !== id || eventIds.length > 0);
  const found = new Set<TrueEdge>();
  const walk = (id: string, next: (id: string) => readonly TrueEdge[], end: (edge: TrueEdge) => string): void => {
    for (const edge of next(id)) {
      if (found.has(edge)) continue;
      found.add(edge);
      walk(end(edge), next, end);
    }
  };
  walk(
    start,
    (id) => known.filter(({ to }) => to === id),
    ({ from }) => from,
  );
  // A session that is only inferred is not seen unless it was used.
  walk(
    start,
    (id) => known.filter(({ from, to, join }) => from === id && (join !== 'inferred' || isUsed(to))),
    ({ to }) => to,
  );
  return [...found].map(({ from, to, action, join, eventIds }) => toLine(from, to, action, join, eventIds)).sort();
}

function toLines(edges: readonly ChainEdge[]): readonly string[] {
  return edges
    .map(({ from, to, action, join, records }) => {
      const issuing = records.filter(({ eventName }) => eventName !== 'SwitchRole');
      return toLine(
        from,
        to,
        action,
        join,
        issuing.map(({ eventId }) => eventId ?? ''),
      );
    })
    .sort();
}

function toLine(from: string, to: string, action: string, join: string | undefined, ids: readonly string[]): string {
  return `${from} → ${to}: ${action} ${join ?? ''} ${ids.join('+')}`;
}

/** Forks, failed calls, missing records, twins of two accounts, console sessions with several keys, services. */
function newRandomTrail(seed: number): SessionTrail {
  const random = newRandom(`trail ${seed}`);
  const trail = new SessionTrail({ seed: `s${seed}`, stepMs: 4_000 });
  const roles = accounts.flatMap((account) => ['Deploy', 'Read'].map((name) => newRole(account, name)));
  const people: TrailActor[] = [
    newUser(accounts[0]!, 'alice'),
    newUser(accounts[1]!, 'bob'),
    newSamlUser(accounts[0]!, 'corp', 'carol@example.com'),
    newOidcUser(accounts[1]!, 'token.actions.githubusercontent.com', 'repo:example/app'),
    newService('ec2.amazonaws.com'),
  ];
  const sessions: TrailActor[] = [];
  for (let step = 0; step < 30; step++) {
    const caller = random.fraction() < 0.4 || sessions.length === 0 ? random.pick(people) : random.pick(sessions);
    const made = makeSession(trail, random, caller, random.pick(roles), step);
    trail.wait(90_000);
    if (made === undefined) continue;
    // Of a switched role that was never used, the logs show only the key that the console got.
    if (made.isConsole === true || random.fraction() < 0.85) {
      trail.act({ actor: made, service: 's3', name: 'ListBuckets' }, 1 + Math.floor(random.fraction() * 4));
      for (const key of made.keys.keys()) trail.act({ actor: made, service: 'ec2', name: 'DescribeInstances', key });
      sessions.push(made);
    }
  }
  return trail;
}

function makeSession(
  trail: SessionTrail,
  random: Random,
  caller: TrailActor,
  role: ReturnType<typeof newRole>,
  step: number,
): TrailActor | undefined {
  const kind = random.fraction();
  const isUser = caller.nodeId.startsWith('user:');
  if (isUser && kind < 0.15)
    return signIn(trail, caller, {
      keys: 1 + Math.floor(random.fraction() * 3),
      lagMs: random.pick([0, 1000, 20_000]),
    });
  if (isUser && kind < 0.25) return getSessionToken(trail, caller);
  if (isUser && kind < 0.3) return getFederationToken(trail, caller, `fed-${step}`);
  if (caller.isConsole === true && kind < 0.5) return switchRole(trail, caller, role, `switched-${step}`);
  // The same name now and then: forks that only the key tells apart.
  const sessionName = random.fraction() < 0.4 ? 'shared' : `n-${step}`;
  const options: AssumeOptions = {
    sessionName,
    ...(random.fraction() < 0.1 ? { error: { code: 'AccessDenied' } } : {}),
    ...(random.fraction() < 0.1 ? { logged: 'none' } : random.fraction() < 0.1 ? { logged: 'caller' } : {}),
    ...(random.fraction() < 0.15 ? { isKeyNamed: false } : {}),
  };
  const made = assumeRole(trail, caller, role, options);
  return options.error === undefined ? made : undefined;
}
