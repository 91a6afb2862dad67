import * as assert from 'node:assert/strict';
import { findLocalRoot } from '../../../../src/client/explorer/localRoot';
import type { UserErrorCode } from '../../../../src/base/errors';
import {
  toAccessibleLabel,
  toContextValue,
  toNodeDescription,
  toNodeLabel,
  toTooltip,
} from '../../../../src/client/explorer/nodeText';
import { TreeElement, type ElementNode } from '../../../../src/client/explorer/treeElement';
import type { ObjectNode, TrailLevel } from '../../../../src/engine/trail/trailNode';
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

function denied(code: UserErrorCode, operation: string, message = ''): ElementNode {
  return { type: 'problem', prefix: '', error: { code, message, operation } };
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
      const shown = [toNodeLabel(element(node)), toAccessibleLabel(element(node))];
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

describe('what a screen reader reads', () => {
  const container = (level: TrailLevel, label: string, description?: string): ElementNode => ({
    type: 'container',
    level,
    prefix: 'p/',
    label,
    ...(description === undefined ? {} : { description }),
  });
  const spoken: readonly [ElementNode, string][] = [
    [container('kind', 'Digests'), 'Digests'],
    [container('month', '2026-01'), 'Month 2026-01'],
    [container('day', '2026-01-05', 'UTC'), 'Day 2026-01-05, UTC'],
    [container('month', 'us-east-1 / 2026-01', '3 days'), 'us-east-1, month 2026-01, 3 days'],
    [container('region', 'us-east-1'), 'Region us-east-1'],
    [container('account', '111122223333', 'account · o-exampleorg1'), 'Account 111122223333, o-exampleorg1'],
    [container('folder', 'exports'), 'Folder exports'],
    [{ ...log, label: '14:05 UTC', description: '2.0 KB · x', isArchived: false }, 'Log file, 14:05 UTC, 2.0 KB, x'],
    [
      denied('accessDenied', 's3:ListBucket', 'Cannot list s3://b/: denied.'),
      'Access denied: s3:ListBucket. Cannot list s3://b/: denied.',
    ],
  ];
  for (const [node, text] of spoken) {
    it(text, () => {
      assert.equal(toAccessibleLabel(element(node)), text);
    });
  }
});

describe('an account of an organization', () => {
  it('keeps the id when it was listed, and tells it in the tooltip', () => {
    const prefix = 'AWSLogs/o-exampleorg1/111122223333/';
    const label = '111122223333';
    const account = element({
      type: 'container',
      level: 'account',
      prefix,
      label,
      description: 'account · o-exampleorg1',
    });
    assert.equal(toNodeDescription(account), 'account · o-exampleorg1');
    account.listedDescription = '3 regions';
    assert.equal(toNodeDescription(account), '3 regions · o-exampleorg1');
    assert.match(toTooltip(account) ?? '', /Organization: `o-exampleorg1`/);
    const region = element({ type: 'container', level: 'region', prefix: `${prefix}CloudTrail/r/`, label: 'r' });
    assert.equal(toNodeDescription(region), undefined);
  });
});

describe('context values', () => {
  const store: SourceRoot = { ...root, config: { uri: 's3://b', endpoint: 'https://minio.example.org' } };
  const { menus } = readManifest().contributes;
  const values = [
    toContextValue(element({ type: 'source', prefix: '' })),
    toContextValue(element({ type: 'source', prefix: '' }, { ...root, isLocal: true })),
    toContextValue(element({ type: 'container', level: 'day', prefix: 'd/', label: 'd' })),
    toContextValue(element(log)),
    toContextValue(element({ ...log, isArchived: false, kind: 'digest' }, { ...root, isLocal: true })),
    toContextValue(element({ type: 'problem', prefix: '', error: { code: 'credentialsExpired', message: '' } })),
    toContextValue(element(denied('accessDenied', 's3:ListBucket'), store)),
    toContextValue(element(denied('encryptionDenied', 'kms:Decrypt'))),
    toContextValue(element(denied('accessDenied', 'sts:AssumeRole'))),
    toContextValue(element(denied('network', 's3:ListBucket'))),
    toContextValue(element(denied('accessDenied', 's3:ListBucket'), { ...root, isLocal: true })),
    toContextValue(element({ type: 'source', prefix: '' }, store)),
    toContextValue(element({ ...log, isArchived: false }, store)),
    toContextValue(element(log, { ...root, config: { uri: 's3://arn:aws:s3:eu-west-1:111122223333:accesspoint/a' } })),
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
      'problem.accessDenied.store.policy',
      'problem.encryptionDenied.s3.policy',
      'problem.accessDenied.s3',
      'problem.network.s3',
      'problem.accessDenied.local',
      'source.store',
      'object.log.store',
      'object.log.store.archived',
      'problem.settings',
      'problem.server',
      'note',
    ]);
  });

  it('offer the console for Amazon S3 only, and the policy where it helps', () => {
    const offered = (command: string): string[] => {
      const patterns = menus['view/item/context']!.filter((item) => item.command === command).map(
        ({ when }) => new RegExp(/viewItem =~ \/(.*)\/$/.exec(when ?? '')?.[1] ?? 'none'),
      );
      return values.filter((value) => patterns.some((pattern) => pattern.test(value)));
    };
    assert.deepEqual(offered('trailcase.openConsoleLink'), ['source.s3', 'container.day.s3', 'object.log.s3.archived']);
    assert.deepEqual(offered('trailcase.copyConsoleLink'), ['source.s3', 'container.day.s3', 'object.log.s3.archived']);
    assert.deepEqual(offered('trailcase.copyArn'), [
      'object.log.s3.archived',
      'object.log.store',
      'object.log.store.archived',
    ]);
    assert.deepEqual(offered('trailcase.copyIamPolicy'), [
      'source.s3',
      'problem.accessDenied.store.policy',
      'problem.encryptionDenied.s3.policy',
      'source.store',
    ]);
  });

  it('are each met by a menu, and each menu meets one', () => {
    const ofTrails = menus['view/item/context']!.filter(({ when }) => when?.includes('trails') === true);
    const tests = ofTrails.map(({ when }) => {
      const pattern = /viewItem =~ \/(.*)\/$/.exec(when ?? '')?.[1];
      const exact = /viewItem == ([\w.]+)$/.exec(when ?? '')?.[1];
      return {
        when,
        matches: (value: string) => (pattern === undefined ? value === exact : new RegExp(pattern).test(value)),
      };
    });
    const all = [...values, 'object.log.s3'];
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
