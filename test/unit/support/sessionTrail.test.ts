import assert from 'node:assert/strict';
import { assumeChain, assumeRole, createAccessKey, getFederationToken } from '../../support/sessionTrail/issuing';
import { signIn, switchRole } from '../../support/sessionTrail/consoleSessions';
import { SessionTrail } from '../../support/sessionTrail/sessionTrail';
import { newRole } from '../../support/sessionTrail/trailActors';
import { newService, newUser } from '../../support/sessionTrail/trailPeople';
import { IndexFixture, noSignal, toQuery } from '../../support/indexFixture';

function newTrail(): SessionTrail {
  const trail = new SessionTrail({ seed: 'support' });
  const alice = newUser('111111111111', 'alice');
  const roles = ['222222222222', '222222222222', '333333333333'].map((account, at) => newRole(account, `hop-${at}`));
  const last = assumeChain(trail, alice, roles).at(-1);
  assert.ok(last);
  trail.act({ actor: last, service: 's3', name: 'GetObject' }, 3);
  assumeRole(trail, last, newRole('444444444444', 'locked'), { error: { code: 'AccessDenied' } });
  assumeRole(trail, newService('ec2.amazonaws.com'), newRole('111111111111', 'web'), { sessionName: 'i-0123' });
  const console = signIn(trail, alice, { keys: 3 });
  trail.act({ actor: console, service: 'iam', name: 'ListUsers', key: 2 });
  switchRole(trail, console, newRole('333333333333', 'operator'), 'alice');
  createAccessKey(trail, alice, newUser('111111111111', 'mallory'));
  getFederationToken(trail, alice, 'broker');
  return trail;
}

describe('session trails for tests', () => {
  it('are the same on every run', () => {
    assert.deepEqual(newTrail().objects(), newTrail().objects());
    assert.deepEqual(newTrail().truth(), newTrail().truth());
  });

  it('hold the records that their truth names, twins in both accounts', () => {
    const trail = newTrail();
    const byId = new Map(trail.records().map((record) => [record['eventID'], record]));
    const { edges, sessions, failedEventIds } = trail.truth();
    assert.equal(edges.length, 8);
    for (const { eventIds, to } of edges) {
      assert.ok(eventIds.length > 0, to);
      for (const eventId of eventIds) assert.ok(byId.has(eventId), eventId);
      assert.ok(new Set(eventIds.map((eventId) => byId.get(eventId)?.['sharedEventID'])).size === 1);
    }
    assert.deepEqual(
      edges.map(({ eventIds }) => eventIds.length),
      [2, 1, 2, 1, 1, 2, 1, 1],
    );
    assert.equal(byId.get(failedEventIds[0])?.['errorCode'], 'AccessDenied');
    assert.deepEqual(
      sessions.map(({ eventIds }) => eventIds.length),
      [1, 1, 4, 0, 2, 0, 0],
    );
  });

  it('can be indexed', async () => {
    const trail = newTrail();
    const fixture = new IndexFixture();
    try {
      await fixture.addSegment({ objects: trail.objects() });
      const index = await fixture.open();
      const result = await index.search(toQuery('eventName:AssumeRole'), {}, {}, noSignal);
      assert.equal((await result.whenDone).count, 10);
    } finally {
      await fixture.dispose();
    }
  });
});
