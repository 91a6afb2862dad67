import * as assert from 'node:assert/strict';
import { findLocalRoot } from '../../../../src/client/explorer/localRoot';
import { toAccessibleLabel, toContextValue, toNodeLabel, toTooltip } from '../../../../src/client/explorer/nodeText';
import { TreeElement, type ElementNode } from '../../../../src/client/explorer/treeElement';
import type { ObjectNode } from '../../../../src/engine/trail/trailNode';
import type { SourceRoot } from '../../../../src/protocol/requests';
import { readManifest } from '../manifest';

const hostile = 'a\u202e[x](command:evil) <img src=x> `|` $(bug)\n# h';
const root: SourceRoot = {
  sourceId: 's',
  label: hostile,
  location: hostile,
  isLocal: false,
  prefix: '',
  config: { uri: 's3://b' },
};
const log: ObjectNode = {
  type: 'object',
  kind: 'log',
  key: hostile,
  label: hostile,
  description: hostile,
  uri: `s3://b/${hostile}`,
  sizeBytes: 2048,
  lastModified: Date.parse('2026-01-15T14:05:09Z'),
  etag: hostile,
  storageClass: 'GLACIER',
  isArchived: true,
};

function element(node: ElementNode, at: SourceRoot = root): TreeElement {
  return new TreeElement('id', node, at, undefined);
}

describe('text of nodes', () => {
  const nodes: readonly ElementNode[] = [
    { type: 'source', prefix: '' },
    { type: 'container', level: 'region', prefix: hostile, label: hostile },
    log,
    {
      type: 'problem',
      prefix: '',
      error: { code: 'accessDenied', message: hostile, operation: hostile, identity: hostile, nextStep: hostile },
    },
  ];
  for (const node of nodes) {
    it(`of a ${node.type} keeps hostile names harmless`, () => {
      const shown = [toNodeLabel(element(node)), toAccessibleLabel(element(node)) ?? ''];
      for (const text of shown) assert.doesNotMatch(text, /[\u202e\n]/);
      const tooltip = toTooltip(element(node)) ?? '';
      assert.doesNotMatch(tooltip, /\u202e/);
      // Outside of code spans nothing is left that Markdown would read as a link, HTML or an icon.
      const outside = tooltip.replace(/(`+)[^`](?:[\s\S]*?[^`])?\1(?!`)/g, '');
      assert.doesNotMatch(outside, /\]\(|<img|\$\(/);
    });
  }

  it('names size, time, ETag and storage class of an object', () => {
    const tooltip = toTooltip(element({ ...log, uri: 's3://b/k', etag: '"e"' })) ?? '';
    for (const part of [
      '`s3://b/k`',
      '`2.0 KB (2048 bytes as stored)`',
      '`2026-01-15 14:05:09 UTC`',
      '`"e"`',
      '`GLACIER`',
    ]) {
      assert.ok(tooltip.includes(part), part);
    }
  });
});

describe('context values', () => {
  const { menus } = readManifest().contributes;
  const values = [
    toContextValue(element({ type: 'source', prefix: '' })),
    toContextValue(element({ type: 'source', prefix: '' }, { ...root, isLocal: true })),
    toContextValue(element({ type: 'container', level: 'day', prefix: 'd/', label: 'd' })),
    toContextValue(element(log)),
    toContextValue(element({ ...log, isArchived: false, kind: 'digest' }, { ...root, isLocal: true })),
    toContextValue(element({ type: 'problem', prefix: '', error: { code: 'credentialsExpired', message: '' } })),
    toContextValue(element({ type: 'settingsProblem', index: 0, message: '' })),
    toContextValue(element({ type: 'settingsProblem', index: -1, message: '' })),
    toContextValue(element({ type: 'note', prefix: '', label: '' })),
  ];

  it('are those that the menus ask for', () => {
    assert.deepEqual(values, [
      'source.s3',
      'source.local',
      'container.day.s3',
      'object.log.s3.archived',
      'object.digest.local',
      'problem.credentialsExpired.s3',
      'problem.settings',
      'problem.server',
      'note',
    ]);
  });

  it('are each met by a menu, and each menu meets one', () => {
    const tests = menus['view/item/context']!.map(({ when }) => {
      const pattern = /viewItem =~ \/(.*)\/$/.exec(when ?? '')?.[1];
      const exact = /viewItem == ([\w.]+)$/.exec(when ?? '')?.[1];
      return {
        when,
        matches: (value: string) => (pattern === undefined ? value === exact : new RegExp(pattern).test(value)),
      };
    });
    const all = [...values, 'object.log.s3', 'problem.accessDenied.s3'];
    for (const value of values)
      assert.ok(
        tests.some(({ matches }) => matches(value)),
        value,
      );
    for (const { when, matches } of tests) assert.ok(all.some(matches), when);
  });
});

describe('the local source of a file', () => {
  const local = (sourceId: string, location: string): SourceRoot => ({ ...root, sourceId, location, isLocal: true });

  it('is the innermost one that holds it', () => {
    const roots = [local('a', '/x'), local('b', '/x/y/'), root];
    assert.deepEqual(findLocalRoot(roots, '/x/y/z.json')?.root.sourceId, 'b');
    assert.deepEqual(findLocalRoot(roots, '/x/y/z.json')?.key, 'z.json');
    assert.deepEqual(findLocalRoot(roots, '/x/yy/z.json')?.key, 'yy/z.json');
    assert.equal(findLocalRoot(roots, '/other/z.json'), undefined);
  });

  it('is found on Windows, too', () => {
    assert.equal(findLocalRoot([local('a', 'C:\\logs')], '/c:/logs/d/z.json')?.key, 'd/z.json');
  });
});
