import assert from 'node:assert/strict';
import { parseUriParts, parseUriText, toUriParts, toUriText } from '../../../src/protocol/documentUri';

const keys = [
  'AWSLogs/111122223333/CloudTrail/us-east-1/2026/01/15/x.json.gz',
  '../../etc/passwd',
  'a/../b',
  'a//b',
  '/leading',
  'trailing/',
  './x',
  'a\\..\\b',
  '%2e%2e/x%25',
  'ä€🤖 +&?#=;',
  'a:b@c',
];

describe('documentUri', () => {
  for (const key of keys) {
    it(`carries the key ${JSON.stringify(key)} there and back`, () => {
      const address = { sourceId: 's3-logs-0123456789', key, page: 3, isRaw: false };
      const parts = toUriParts(address);
      assert.deepEqual(parseUriParts(parts), address);
      assert.deepEqual(parseUriText(toUriText(parts)), address);
      const segments = parts.path.split('/');
      assert.ok(
        !segments.slice(1).includes('..') && !segments.slice(1).includes('.') && !segments.slice(1).includes(''),
        parts.path,
      );
      assert.ok(!parts.path.includes('\\'));
    });
  }

  it('keeps the path of a local file, with and without a drive', () => {
    for (const key of ['/home/a/x.json.gz', 'c:/logs/x.json.gz']) {
      const parts = toUriParts({ sourceId: 'file', key });
      assert.equal(parseUriParts(parts)?.key, key);
    }
  });

  it('tells pages and raw texts apart by the end of the path, which is what a tab shows', () => {
    const address = { sourceId: 's', key: 'a/[page 2] k.json.gz' };
    assert.equal(toUriParts(address).path, '/a/[page 2] k.json.gz');
    assert.equal(toUriParts({ ...address, page: 2 }).path, '/a/[page 2] [page 2] k.json.gz');
    assert.equal(toUriParts({ ...address, isRaw: true }).path, '/a/[raw] [page 2] k.json.gz');
    for (const shown of [{}, { page: 2 }, { isRaw: true }]) {
      assert.equal(parseUriParts(toUriParts({ ...address, ...shown }))?.key, address.key);
    }
    assert.equal(parseUriText('cloudtrail://s/a/k?raw')?.key, 'a/k');
  });

  it('keeps page and raw apart, and refuses other schemes', () => {
    assert.equal(parseUriParts(toUriParts({ sourceId: 's', key: 'k', isRaw: true }))?.isRaw, true);
    assert.equal(parseUriText('cloudtrail://s/k?page%3D12')?.page, 12);
    assert.equal(parseUriText('file:///etc/passwd'), undefined);
    assert.equal(parseUriText('no uri'), undefined);
    assert.equal(parseUriText('cloudtrail://x/%zz'), undefined);
    assert.doesNotThrow(() => toUriText(toUriParts({ sourceId: 's', key: '\ud800' })));
  });
});
