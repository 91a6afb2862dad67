import * as assert from 'node:assert/strict';
import { silentLog } from '../../../../src/base/log';
import {
  toCoverageContext,
  toCoverageDescription,
  toCoverageLabel,
  toCoverageTooltip,
  toSpokenCoverage,
} from '../../../../src/client/ledger/coverageText';
import { sumRows, toState } from '../../../../src/client/ledger/coverageTotals';
import { CoverageTree, type CoverageElement } from '../../../../src/client/ledger/coverageTree';
import type { SourceRoot } from '../../../../src/protocol/requests';
import type { CoverageResult, CoverageRow } from '../../../../src/protocol/searchRequests';
import { readManifest } from '../manifest';
import { FakeServer } from '../fakeServer';

const base: CoverageRow = {
  account: '111111111111',
  kind: 'CloudTrail',
  region: 'us-east-1',
  day: '2026-01-14',
  listed: 10,
  read: 10,
  skipped: 0,
  failed: 0,
  pending: 0,
  found: 100,
  indexed: 100,
  unreadable: 0,
  copies: 0,
  bytes: 1024,
  reasons: [],
};
const row = (more: Partial<CoverageRow> = {}): CoverageRow => ({ ...base, ...more });
const newRoot = (sourceId: string): SourceRoot => ({
  sourceId,
  label: sourceId,
  location: '/x',
  isLocal: true,
  prefix: '',
  config: { uri: '/x' },
});
const newResult = (rows: readonly CoverageRow[], more: Partial<CoverageResult> = {}): CoverageResult => ({
  rows,
  statement: { isComplete: true, text: 'All.' },
  indexBytes: 2048,
  segments: 1,
  badSegments: [],
  ...more,
});

function newTree(results: Readonly<Record<string, CoverageResult | Error>>): CoverageTree {
  const server = new FakeServer({
    coverage: ({ scope }) => {
      const result = results[scope.sourceId]!;
      if (result instanceof Error) throw result;
      return result;
    },
  });
  const listRoots = () => Promise.resolve(Object.keys(results).map(newRoot));
  return new CoverageTree({ server, log: silentLog, listRoots, onDidChange: () => undefined });
}

/** Labels from a source downwards, always the last child. */
function descend(tree: CoverageTree, from: CoverageElement): CoverageElement[] {
  const children = tree.getChildren(from);
  const last = children.at(-1);
  return last === undefined ? [from] : [from, ...descend(tree, last)];
}

describe('the tree of coverage', () => {
  it('is empty while no source has an index', async () => {
    assert.deepEqual(await newTree({ a: newResult([]), b: newResult([]) }).getRoots(), []);
  });

  it('shows sources without one beside those that have', async () => {
    const roots = await newTree({ a: newResult([]), b: newResult([row()]) }).getRoots();
    assert.deepEqual(
      roots.map(({ node }) => toCoverageDescription(node)),
      ['not indexed', '100 records · 10 logs'],
    );
  });

  it('goes from the account to the day, each with the scope of its part', async () => {
    const rows = [
      row(),
      row({ day: '2026-02-01' }),
      row({ account: '222222222222', region: 'eu-west-1', day: '2026-12-31' }),
    ];
    const tree = newTree({ a: newResult(rows) });
    const path = descend(tree, (await tree.getRoots())[0]!);
    assert.deepEqual(path.map(toCoverageLabel), ['a', '222222222222', 'eu-west-1', '2026-12', '2026-12-31']);
    const parts = { sourceId: 'a', accounts: ['222222222222'], regions: ['eu-west-1'] };
    const to = Date.UTC(2027, 0, 1);
    assert.deepEqual(path.at(-2)?.place.scope, { ...parts, from: Date.UTC(2026, 11, 1), to });
    assert.deepEqual(path.at(-1)?.place.scope, { ...parts, from: Date.UTC(2026, 11, 31), to });
    assert.equal(path.at(-1)?.place.title, 'a › 222222222222 › eu-west-1 › 2026-12 › 2026-12-31');
    const [first] = tree.getChildren(path[0]!);
    assert.equal(toCoverageDescription(first!.node), '200 records · 20 logs');
    assert.equal(new Set(path.map(({ id }) => id)).size, path.length);
  });

  it('has a place for objects whose keys do not say where they belong', async () => {
    const tree = newTree({ a: newResult([row({ account: null, kind: null, region: null, day: null })]) });
    const path = descend(tree, (await tree.getRoots())[0]!);
    assert.deepEqual(path.map(toCoverageLabel), [
      'a',
      'No account in the key',
      'No region in the key',
      'No day in the key',
    ]);
    assert.deepEqual(path.at(-1)?.place.scope, { sourceId: 'a' });
  });

  it('keeps kinds of logs apart', async () => {
    const tree = newTree({ a: newResult([row(), row({ kind: 'CloudTrail-Insight' })]) });
    const [source] = await tree.getRoots();
    const [account] = tree.getChildren(source!);
    assert.deepEqual(tree.getChildren(account!).map(toCoverageLabel), ['us-east-1', 'us-east-1 (CloudTrail-Insight)']);
  });

  it('shows parts of the index that cannot be used, and why', async () => {
    const badSegments = [{ segment: 'abc-1', reason: 'wrong checksum' }];
    const tree = newTree({ a: newResult([], { badSegments }) });
    const [source] = await tree.getRoots();
    const [bad] = tree.getChildren(source!);
    assert.equal(toCoverageLabel(bad!), '1 part of the index cannot be used');
    assert.deepEqual(tree.getChildren(bad!).map(toSpokenCoverage), ['abc-1, wrong checksum']);
  });

  it('shows a source that cannot be asked as a problem', async () => {
    const [element] = await newTree({ a: new Error('no disk') }).getRoots();
    assert.equal(toCoverageContext(element!.node), 'coverage.problem');
    assert.match(toCoverageDescription(element!.node), /no disk/);
  });
});

describe('the state of a part', () => {
  const digest = { reason: 'digest file', objects: 2 };
  const archived = { reason: 'archived (GLACIER)', objects: 1 };
  const states: readonly [what: string, rows: readonly CoverageRow[], state: string, text: string][] = [
    ['all read', [row()], 'whole', '100 records · 10 logs'],
    ['digests skipped', [row({ skipped: 2, reasons: [digest] })], 'whole', '100 records · 10 logs'],
    ['only digests', [row({ read: 0, indexed: 0, found: 0, skipped: 2, reasons: [digest] })], 'whole', '0 records'],
    [
      'archived skipped',
      [row({ skipped: 3, reasons: [digest, archived] })],
      'partial',
      '1 left out · 100 records · 10 logs',
    ],
    ['skipped without a reason', [row({ skipped: 1 })], 'partial', '1 left out · 100 records · 10 logs'],
    ['some to read', [row(), row({ read: 0, indexed: 0, pending: 5 })], 'partial', '5 to read · 100 records · 10 logs'],
    ['all to read', [row({ read: 0, found: 0, indexed: 0, pending: 5 })], 'none', '5 to read · not indexed'],
    ['some failed', [row({ failed: 1, pending: 5 })], 'failed', '5 to read · 1 failed · 100 records · 10 logs'],
    ['listed, and empty', [row({ listed: 0, read: 0, found: 0, indexed: 0 })], 'whole', 'no logs'],
    ['not listed', [row({ problem: 'denied' })], 'failed', '1 problem · 100 records · 10 logs'],
    [
      'nothing listed',
      [row({ listed: 0, read: 0, found: 0, indexed: 0, problem: 'Cannot list s3://b/p/: denied' })],
      'failed',
      'cannot be listed: denied · 0 records',
    ],
    ['unreadable', [row({ unreadable: 2 })], 'unreadable', '2 unreadable · 100 records · 10 logs'],
  ];
  for (const [what, rows, state, text] of states) {
    it(`with ${what} is ${state}`, () => {
      const totals = sumRows(rows);
      assert.equal(toState(totals), state);
      assert.equal(
        toCoverageDescription({ type: 'part', level: 'day', label: 'x', totals, state: toState(totals) }),
        text,
      );
    });
  }

  it('tells the sums, so that they can be checked', async () => {
    const rows = [
      row({
        listed: 16,
        skipped: 2,
        failed: 1,
        pending: 3,
        found: 103,
        unreadable: 3,
        copies: 4,
        reasons: [digest],
        problem: 'x|y',
        listedTime: 0,
      }),
      row({ listedTime: 5000 }),
    ];
    const [element] = await newTree({ a: newResult(rows) }).getRoots();
    const plain = (toCoverageTooltip(element!) ?? '').replace(/&#(\d+);/g, (_, code: string) =>
      String.fromCharCode(Number(code)),
    );
    assert.deepEqual(plain.split('\n').slice(2, 8), [
      '- Logs listed: 26 (2.0 KB) = 20 read + 2 skipped + 1 failed + 3 to read',
      '- Records found: 203 = 200 indexed + 3 unreadable',
      '- Delivered again, counted once: 4',
      '- Skipped: 2 digest file',
      '- Problem: x|y',
      '- Listed last: 1970-01-01 00:00:00 UTC',
    ]);
  });
});

describe('menus of results, coverage and integrity', () => {
  it('are for nodes that there are', () => {
    const totals = sumRows([row({ unreadable: 1 })]);
    const coverage = newResult([row()]);
    const values = [
      toCoverageContext({ type: 'source', coverage, totals, state: 'unreadable' }),
      toCoverageContext({ type: 'part', level: 'day', label: '', totals: sumRows([row()]), state: 'whole' }),
      ...['running', 'summary', 'coverage', 'failed', 'stopped', 'group', 'hit', 'location', 'problem'].map(
        (type) => `result.${type}`,
      ),
      ...['run', 'group', 'finding', 'hour.digest', 'object', 'object.open.digest.hashes', 'trouble.profile.keys'].map(
        (type) => `integrity.${type}`,
      ),
    ];
    const items = readManifest().contributes.menus['view/item/context']!.filter(({ when }) =>
      /view == trailcase\./.test(when ?? ''),
    );
    assert.ok(items.length > 5);
    for (const { when = '' } of items) {
      const pattern = /viewItem =~ \/(.*)\/$/.exec(when)?.[1];
      const exact = /viewItem == ([\w.]+)$/.exec(when)?.[1];
      assert.ok(
        values.some((value) => (pattern === undefined ? value === exact : new RegExp(pattern).test(value))),
        when,
      );
    }
  });
});
