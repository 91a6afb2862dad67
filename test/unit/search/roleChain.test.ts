import assert from 'node:assert/strict';
import { newAbortError, UserError } from '../../../src/base/errors';
import { buildRoleChain } from '../../../src/engine/session/roleChain';
import type { RoleChain } from '../../../src/engine/session/session';
import type { SessionLookups } from '../../../src/index/sessionLookups';
import { addDetails } from '../../../src/search/roleChain';
import type { ReadRecord } from '../../../src/search/recordReader';
import { IndexFixture, noSignal } from '../../support/indexFixture';
import { assumeRole } from '../../support/sessionTrail/issuing';
import { SessionTrail } from '../../support/sessionTrail/sessionTrail';
import { newRole } from '../../support/sessionTrail/trailActors';
import { newUser } from '../../support/sessionTrail/trailPeople';

describe('the details of a role chain', () => {
  const fixture = new IndexFixture();
  const trail = new SessionTrail();
  let chain: RoleChain;
  let lookups: SessionLookups;

  before(async () => {
    const session = assumeRole(trail, newUser('111122223333', 'alice'), newRole('222233334444', 'Deploy'), {
      tags: [{ key: 'team', value: 'red' }],
      transitiveTagKeys: ['team'],
      externalId: 'x-1',
      policyArns: ['arn:aws:iam::aws:policy/ReadOnlyAccess'],
      policy: '{"Version":"2012-10-17"}',
      mfaSerial: 'arn:aws:iam::111122223333:mfa/alice',
      sourceIdentity: 'alice',
      durationSeconds: 900,
    });
    trail.act({ actor: session, service: 's3', name: 'ListBuckets' });
    // The same logs twice, as two trails deliver them.
    const copies = trail.objects().map((object) => ({ ...object, key: `second/${object.key}` }));
    await fixture.addSegment({ objects: [...trail.objects(), ...copies] });
    const index = await fixture.open();
    lookups = index.sessionRecords();
    chain = await buildRoleChain(lookups, { kind: 'key', id: session.keys[0] ?? '' }, noSignal);
  });
  after(() => fixture.dispose());

  function withOriginals(read: (key: string, ordinal: number) => ReadRecord): Promise<RoleChain> {
    const reader = {
      read: (locations: readonly { readonly key: string; readonly ordinal: number }[]) =>
        Promise.resolve(locations.map(({ key, ordinal }) => read(key, ordinal))),
    };
    return addDetails(chain, lookups, () => reader, noSignal);
  }

  it('come from the originals', async () => {
    const objects = new Map(trail.objects().map((object) => [object.key, object]));
    const whole = await withOriginals((key, ordinal) => ({
      kind: 'record',
      bytes: Buffer.from(JSON.stringify(objects.get(key)?.records[ordinal])),
    }));
    assert.deepEqual(whole.unreadDetails, []);
    const edge = whole.edges[0]!;
    const details = edge.details!;
    assert.deepEqual(edge.details?.sessionTags, [{ key: 'team', value: 'red' }]);
    assert.deepEqual(details.transitiveTagKeys, ['team']);
    assert.equal(details.externalId, 'x-1');
    assert.deepEqual(details.policyArns, ['arn:aws:iam::aws:policy/ReadOnlyAccess']);
    assert.equal(details.hasSessionPolicy, true);
    assert.deepEqual([edge.sourceIdentity, edge.durationSeconds], ['alice', 900]);
    assert.equal(edge.mfaSerial, 'arn:aws:iam::111122223333:mfa/alice');
  });

  it('count copies and twins once', () => {
    assert.equal(chain.edges.length, 1);
    assert.equal(chain.edges[0]?.records.length, 2, 'one record of each account');
    assert.deepEqual(
      chain.nodes.map(({ use }) => use.records),
      [1, 1],
    );
  });

  it('are said to be missing where originals cannot be read, and the chain stays whole', async () => {
    const unread = await withOriginals((key) => ({ kind: 'unread', key, reason: 'gone' }));
    assert.deepEqual(unread.edges, chain.edges);
    assert.deepEqual(unread.unreadDetails, [{ eventId: chain.edges[0]?.records[0]?.eventId, reason: 'gone' }]);
    const damaged = await withOriginals(() => ({ kind: 'record', bytes: Buffer.from('{"a":') }));
    assert.match(damaged.unreadDetails[0]?.reason ?? '', /no JSON/);
    const offline = { read: () => Promise.reject(new UserError('credentialsMissing', 'No credentials.')) };
    const alone = await addDetails(chain, lookups, () => offline, noSignal);
    assert.equal(alone.unreadDetails[0]?.reason, 'No credentials.');
  });

  it('stop when they are told to', async () => {
    const aborted = { read: () => Promise.reject(newAbortError()) };
    await assert.rejects(
      addDetails(chain, lookups, () => aborted, noSignal),
      { name: 'AbortError' },
    );
  });
});
