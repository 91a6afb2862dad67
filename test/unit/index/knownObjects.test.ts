import assert from 'node:assert/strict';
import { HashIndex } from '../../../src/index/hashIndex';
import { IndexFixture, logKey, noSignal } from '../../support/indexFixture';
import { newRecord } from '../../support/logFixture';
import { gzipSync } from 'node:zlib';

const bytes = gzipSync(JSON.stringify({ Records: [newRecord()] }));
const size = bytes.length;

describe('the objects that an index knows', function () {
  this.timeout(20_000);
  const fixture = new IndexFixture();
  after(() => fixture.dispose());

  it('tell what a scan need not read', async () => {
    const first = await fixture.addSegment({
      objects: [
        { key: logKey('a'), bytes, etag: '"abc"' },
        { key: logKey('b'), bytes, etag: 'def', failed: 'throttled' },
        { key: logKey('c'), bytes, etag: 'ghi', skipped: 'archived' },
        { key: logKey('ü/д'), bytes },
      ],
    });
    const second = await fixture.addSegment({
      objects: [{ key: logKey('d'), bytes, etag: 'v2' }],
      supersedes: [{ segment: first.id, objects: [1] }],
    });
    const known = await (await fixture.open()).knownObjects(noSignal);
    assert.equal(known.size, 4);
    assert.deepEqual(known.find(logKey('a'), '"abc"', size), { kind: 'current' });
    assert.deepEqual(known.find(logKey('a'), 'abc', size), { kind: 'current' }, 'quotes or not');
    assert.deepEqual(known.find(logKey('a'), 'xyz', size), { kind: 'changed', segment: first.id, object: 0 });
    assert.deepEqual(known.find(logKey('a'), 'abc', size + 1), { kind: 'changed', segment: first.id, object: 0 });
    assert.equal(known.find(logKey('b'), 'def', size), undefined, 'superseded');
    assert.deepEqual(known.find(logKey('c'), 'ghi', size), { kind: 'skipped', segment: first.id, object: 2 });
    assert.deepEqual(known.find(logKey('ü/д'), undefined, size), { kind: 'current' });
    assert.deepEqual(known.find(logKey('ü/д'), undefined, size, 5), { kind: 'changed', segment: first.id, object: 3 });
    assert.deepEqual(known.find(logKey('d'), 'v2', size), { kind: 'current' });
    assert.equal(known.find(logKey('e'), 'v2', size), undefined);
    assert.ok(second.id > first.id);
  });

  it('are read again where they failed', async () => {
    const failing = new IndexFixture();
    const { id } = await failing.addSegment({ objects: [{ key: logKey('a'), bytes, etag: 'e', failed: 'denied' }] });
    const known = await (await failing.open()).knownObjects(noSignal);
    assert.deepEqual(known.find(logKey('a'), 'e', size), { kind: 'failed', segment: id, object: 0 });
    await failing.dispose();
  });
});

describe('a table of hashes', () => {
  it('finds what was added, and nothing else', () => {
    const index = new HashIndex(1000, 2);
    for (let n = 0; n < 1000; n++) index.add(n * 7919, n % 13, n, ~n);
    assert.equal(index.size, 1000);
    for (let n = 0; n < 1000; n++) {
      const place = index.find(n * 7919, n % 13);
      assert.ok(place !== undefined);
      assert.deepEqual([index.value(place, 0), index.value(place, 1)], [n, ~n]);
      assert.equal(index.find(n * 7919, (n % 13) + 1), undefined);
    }
    index.add(0, 0, 5, 6);
    assert.equal(index.size, 1000, 'replaced');
    assert.throws(() => {
      index.add(1, 1, 0, 0);
    }, RangeError);
  });
});
