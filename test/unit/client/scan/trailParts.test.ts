import * as assert from 'node:assert/strict';
import { newChildElements, newSourceElement, type FolderElement } from '../../../../src/client/explorer/treeElement';
import { listParts, parsePrefixParts, toAccountRoot } from '../../../../src/client/scan/trailParts';
import type { TrailLevel, TrailNode } from '../../../../src/engine/trail/trailNode';

describe('the account and region of a prefix', () => {
  const prefixes: readonly [prefix: string, account?: string, region?: string][] = [
    ['AWSLogs/111122223333/CloudTrail/us-east-1/2026/', '111122223333', 'us-east-1'],
    ['x/AWSLogs/o-exampleorg1/111122223333/CloudTrail-Insight/eu-west-1/', '111122223333', 'eu-west-1'],
    ['AWSLogs/111122223333/CloudTrail/', '111122223333'],
    ['AWSLogs/111122223333/', '111122223333'],
    ['AWSLogs/111122223333/elasticloadbalancing/us-east-1/', '111122223333'],
    ['AWSLogs/444444444444/AWSLogs/111122223333/CloudTrail/us-east-1/', '111122223333', 'us-east-1'],
    ['AWSLogs/o-exampleorg1/'],
    ['logs/111122223333/'],
    [''],
  ];
  for (const [prefix, account, region] of prefixes) {
    it(`${prefix === '' ? '(root)' : prefix} is ${account ?? 'none'}, ${region ?? 'none'}`, () => {
      const parts = parsePrefixParts(prefix);
      assert.deepEqual([parts.account, parts.region], [account, region]);
    });
  }
});

describe('the account of a prefix', () => {
  const prefixes: readonly [prefix: string, accountRoot: string][] = [
    ['AWSLogs/111122223333/CloudTrail-Digest/us-east-1/2026/01/', 'AWSLogs/111122223333/'],
    ['AWSLogs/x/AWSLogs/o-exampleorg1/111122223333/CloudTrail/', 'AWSLogs/x/AWSLogs/o-exampleorg1/111122223333/'],
    ['AWSLogs/111122223333/', 'AWSLogs/111122223333/'],
    ['AWSLogs/o-exampleorg1/', 'AWSLogs/o-exampleorg1/'],
    ['logs/2026/01/', 'logs/2026/01/'],
    ['', ''],
  ];
  for (const [prefix, accountRoot] of prefixes) {
    it(`${prefix === '' ? '(root)' : prefix} ends where digests and logs part`, () => {
      assert.equal(toAccountRoot(prefix), accountRoot);
    });
  }
});

describe('accounts and regions below a node', () => {
  const root = { sourceId: 's', label: 'S', location: 's3://b', isLocal: false, prefix: '', config: { uri: 's3://b' } };
  const level = (prefix: string): TrailLevel =>
    /^AWSLogs\/\d{12}\/CloudTrail\/[^/]+\/$/.test(prefix) ? 'region' : 'folder';
  const tree: Readonly<Record<string, readonly string[]>> = {
    '': ['AWSLogs/', 'notes/'],
    'notes/': [],
    'AWSLogs/': ['AWSLogs/111111111111/', 'AWSLogs/222222222222/'],
    'AWSLogs/111111111111/': ['AWSLogs/111111111111/CloudTrail/us-east-1/'],
    'AWSLogs/222222222222/': ['AWSLogs/222222222222/CloudTrail/'],
    'AWSLogs/222222222222/CloudTrail/': [
      'AWSLogs/222222222222/CloudTrail/us-east-1/',
      'AWSLogs/222222222222/CloudTrail/eu-west-1/',
    ],
  };
  const listed: string[] = [];
  const list = (folder: FolderElement) => {
    listed.push(folder.node.prefix);
    const nodes = (tree[folder.node.prefix] ?? []).map((prefix): TrailNode => ({
      type: 'container',
      prefix,
      level: level(prefix),
      label: prefix,
    }));
    return Promise.resolve(newChildElements(folder, nodes));
  };
  beforeEach(() => listed.splice(0));

  it('are listed no further down than where they are named', async () => {
    assert.deepEqual(await listParts(newSourceElement(root), 'account', () => true, list), [
      '111111111111',
      '222222222222',
    ]);
    assert.deepEqual(listed, ['', 'AWSLogs/', 'notes/']);
  });

  it('are those of the wanted accounts, each once', async () => {
    assert.deepEqual(await listParts(newSourceElement(root), 'region', () => true, list), ['eu-west-1', 'us-east-1']);
    listed.splice(0);
    const only = await listParts(newSourceElement(root), 'region', ({ account }) => account !== '222222222222', list);
    assert.deepEqual(only, ['us-east-1']);
    assert.ok(!listed.some((prefix) => prefix.includes('222222222222')));
  });
});
