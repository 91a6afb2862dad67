import assert from 'node:assert/strict';
import { KeyRing } from '../../../../src/engine/digest/keyRing';
import { toFingerprint } from '../../../../src/engine/digest/publicKey';
import { newSigningKey, toPublicKey } from '../../../support/signedTrail/signingKey';

const first = newSigningKey();
const second = newSigningKey('second');
const time = Date.UTC(2026, 0, 15);

describe('KeyRing', () => {
  it('finds keys by their fingerprint in either case, and loads each once', () => {
    const ring = new KeyRing([toPublicKey(first), toPublicKey(second)]);
    const found = ring.find(first.fingerprint.toUpperCase());
    assert.equal(found?.publicKey.fingerprint, first.fingerprint);
    assert.equal(found.keyObject?.asymmetricKeyType, 'rsa');
    assert.equal(ring.find(first.fingerprint), found);
    assert.equal(ring.find('0'.repeat(32)), undefined);
    assert.equal(ring.find('__proto__'), undefined);
    assert.equal(ring.size, 2);
  });

  it('keeps a key that cannot be loaded', () => {
    const der = Buffer.from('no key');
    const fingerprint = toFingerprint(der);
    const found = new KeyRing([{ der, fingerprint, origin: 'AWS' }]).find(fingerprint);
    assert.ok(found !== undefined);
    assert.equal(found.keyObject, undefined);
  });

  it('knows no region by itself', () => {
    assert.equal(new KeyRing().hasRegion('us-east-1'), false);
  });

  it('knows the region of its keys alone', () => {
    const ring = new KeyRing([toPublicKey(first, { region: 'us-east-1' })]);
    assert.ok(ring.hasRegion('us-east-1'));
    assert.equal(ring.hasRegion('eu-west-1'), false);
  });

  it('counts keys without a region for every region', () => {
    assert.ok(new KeyRing([toPublicKey(first, { origin: 'keys.json' })]).hasRegion('eu-west-1'));
  });

  it('of a run of several regions does not know whose keys without a region are', () => {
    const bare = toPublicKey(first, { origin: 'keys.json', validFrom: time, validTo: time + 1000 });
    const ring = new KeyRing([bare], { isOneOfSeveral: true });
    assert.equal(ring.hasRegion('eu-west-1', time), false);
    assert.equal(ring.hasRegion('eu-west-1', time, true), true, 'one of them proved something there');
    assert.equal(ring.hasRegion('eu-west-1', time - 1, true), false, 'but not of that time');
    ring.add(toPublicKey(second, { origin: 'keys.json', region: 'eu-west-1' }));
    assert.equal(ring.hasRegion('eu-west-1', time), true, 'the file says so itself');
    assert.equal(ring.hasRegion('us-east-1', time), false);
  });

  it('does not take a cache for an answer', () => {
    const ring = new KeyRing([toPublicKey(first, { region: 'us-east-1', origin: 'cache' })]);
    assert.equal(ring.hasRegion('us-east-1'), false);
    assert.ok(ring.find(first.fingerprint) !== undefined);
    ring.markAnswered('us-east-1');
    assert.ok(ring.hasRegion('us-east-1', time));
    assert.equal(ring.hasRegion('eu-west-1', time), false);
  });

  it('does not take keys of another time for an answer', () => {
    const key = toPublicKey(first, { origin: 'keys.json', validFrom: time, validTo: time + 1000 });
    const ring = new KeyRing([key]);
    assert.ok(ring.hasRegion('us-east-1', time));
    assert.ok(ring.hasRegion('us-east-1', time + 1000));
    assert.equal(ring.hasRegion('us-east-1', time - 1), false);
    assert.equal(ring.hasRegion('us-east-1', time + 1001), false);
    assert.ok(ring.hasRegion('us-east-1'));
  });

  it('takes keys whose dates are absent or odd for an answer at any time', () => {
    const odd = toPublicKey(first, { origin: 'keys.json', validFrom: time + 1000, validTo: time });
    assert.ok(new KeyRing([odd]).hasRegion('us-east-1', 0));
    assert.ok(new KeyRing([toPublicKey(first, { origin: 'keys.json' })]).hasRegion('us-east-1', 0));
  });

  it('keeps of one fingerprint the key that says most', () => {
    const cached = toPublicKey(first, { origin: 'cache', region: 'us-east-1' });
    const bare = toPublicKey(first, { origin: 'keys.json' });
    const full = toPublicKey(first, { origin: 'AWS', region: 'us-east-1' });
    for (const order of [
      [cached, bare, full],
      [full, cached, bare],
      [bare, full, cached],
    ]) {
      const ring = new KeyRing();
      for (const key of order) {
        ring.add(key);
        ring.find(first.fingerprint); // loads it
      }
      assert.deepEqual(ring.list(), [full]);
      assert.equal(ring.find(first.fingerprint)?.publicKey, full);
    }
  });
});
