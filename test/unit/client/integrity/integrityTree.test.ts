import * as assert from 'node:assert/strict';
import { silentLog } from '../../../../src/base/log';
import { toCopiedLines } from '../../../../src/client/integrity/findingLines';
import { toIntegrityContext, toIntegrityText, toSpokenIntegrity } from '../../../../src/client/integrity/integrityText';
import { IntegrityTree, type IntegrityElement } from '../../../../src/client/integrity/integrityTree';
import type { ParamsOf } from '../../../../src/client/server/requestTypes';
import { FindingCollector } from '../../../../src/engine/digest/report/findings';
import type { ValidatedHour, ValidationHeader } from '../../../../src/engine/digest/validation';
import type { ValidationFinding, ValidationObjectRow } from '../../../../src/protocol/validationRequests';
import { FakeServer } from '../fakeServer';
import { newCounts, newFinding, newHeader, newObject, newRoot } from './newHeader';

const modified = newFinding('log.modified.hash', { count: 450 });
const uncovered = newFinding('log.uncovered.notNamed', { weight: 'unproven' });
const pending = newFinding('log.pending.afterNewest', { weight: 'none' });
const gaps = newFinding('hour.gap.restarted', { weight: 'unproven', isHours: true });
const hour: ValidatedHour = {
  trail: 'org',
  homeRegion: 'us-east-1',
  account: '111122223333',
  region: 'eu-west-1',
  from: Date.UTC(2026, 0, 15, 3, 10),
  to: Date.UTC(2026, 0, 15, 4),
  status: 'gap',
  code: 'restarted',
  reason: 'the chain begins anew',
  logs: 2,
  digestKey: 'AWSLogs/d.json.gz',
};

interface Given {
  readonly runs?: Readonly<Record<string, readonly ValidationHeader[] | Error>>;
  readonly findings?: readonly ValidationFinding[] | Error;
  readonly toObject?: (index: number) => ValidationObjectRow;
}

function newTree({
  runs = { s: [newHeader()] },
  findings = [gaps, pending, modified, uncovered],
  toObject,
}: Given = {}) {
  const pages: ParamsOf<'validationObjects'>[] = [];
  const changes: (IntegrityElement | undefined)[] = [];
  const kept = { runs };
  const server = new FakeServer({
    validationRuns: ({ sourceId }) => orThrow(kept.runs[sourceId] ?? []),
    validationFindings: () => orThrow(findings),
    validationObjects: (params) => {
      pages.push(params);
      if (params.findingId === gaps.id) return { total: 1, objects: [], hours: [hour] };
      const count = Math.max(0, Math.min(params.limit, modified.count - params.offset));
      const objects = Array.from({ length: count }, (_, i) => toObject?.(params.offset + i) ?? newObject());
      return { total: modified.count, objects, hours: [] };
    },
  });
  const tree = new IntegrityTree({
    server,
    log: silentLog,
    listRoots: () => Promise.resolve(Object.keys(kept.runs).map((sourceId) => newRoot(sourceId))),
    onDidChange: (element) => changes.push(element),
  });
  return { tree, server, pages, changes, kept };
}

function orThrow<T>(value: T | Error): T {
  if (value instanceof Error) throw value;
  return value;
}

async function open(tree: IntegrityTree, ...labels: readonly string[]): Promise<IntegrityElement> {
  let element = (await tree.getRoots())[0]!;
  for (const label of labels) {
    const children = await tree.getChildren(element);
    const found = children.find((child) => toIntegrityText(child).label === label);
    assert.ok(found, `${label} among ${children.map((child) => toIntegrityText(child).label).join(', ')}`);
    element = found;
  }
  return element;
}

const labels = (elements: readonly IntegrityElement[]): string[] =>
  elements.map((element) => toIntegrityText(element).label);

describe('the tree of integrity', () => {
  it('is empty while nothing was validated', async () => {
    assert.deepEqual(await newTree({ runs: { s: [], t: [] } }).tree.getRoots(), []);
  });

  it('shows the newest run of all sources', async () => {
    const older = newHeader({ runId: 'old', startedTime: 1 });
    const { tree } = newTree({ runs: { s: [older], t: [newHeader({ verdict: 'wrong' })], u: new Error('no disk') } });
    const [run] = await tree.getRoots();
    assert.equal(run?.run?.root.sourceId, 't');
    assert.deepEqual(toIntegrityText(run).label, 'Wrong');
    assert.equal(toIntegrityText(run).description, 'T · 2026-01-13 00:00 – 2026-01-15 23:59 UTC');
    assert.deepEqual(
      (await tree.listRuns()).map(({ header }) => header.runId),
      ['r1', 'old'],
    );
  });

  it('says that a run is incomplete', async () => {
    const { tree } = newTree({ runs: { s: [newHeader({ verdict: 'unproven', isComplete: false })] } });
    assert.equal(
      toSpokenIntegrity(await open(tree)),
      'Not proven, S · 2026-01-13 00:00 – 2026-01-15 23:59 UTC · incomplete',
    );
  });

  it('groups findings by what they do to the verdict, hours by themselves', async () => {
    const { tree } = newTree();
    const run = await open(tree);
    assert.deepEqual(labels(await tree.getChildren(run)), [
      'Wrong',
      'Not proven',
      'Coverage of hours',
      'Notes',
      '72 digests',
      '310 logs',
    ]);
    assert.equal(toIntegrityText(await open(tree, 'Coverage of hours')).description, '5 gap · 3 quiet · 64 covered');
    assert.deepEqual(labels(await tree.getChildren(await open(tree, 'Wrong'))), [modified.title]);
  });

  it('tells what was validated with which keys', async () => {
    const header = newHeader({
      copyOf: { location: 's3://original/p', isInferred: true },
      keys: [{ fingerprint: 'ab'.repeat(16), region: 'us-east-1', origin: '/k/keys.json', digests: 72 }],
      summary: { ...newHeader().summary, backfillDigest: newCounts({ missing: 1 }) },
    });
    const { tree } = newTree({ runs: { s: [header] } });
    const facts = (await tree.getChildren(await open(tree))).slice(-4).map(toSpokenIntegrity);
    assert.deepEqual(facts, [
      '72 digests, 72 valid · 1 backfill digest: 1 missing',
      '310 logs, 1 modified · 309 valid',
      'A copy, of s3://original/p, as its digests say',
      '1 public key, from /k/keys.json',
    ]);
  });

  it('has the objects of a finding page by page', async () => {
    const { tree, pages, changes } = newTree();
    const finding = await open(tree, 'Wrong', modified.title);
    const first = await tree.getChildren(finding);
    assert.deepEqual([first.length, first.at(-1)?.node], [201, { type: 'more', shown: 200, total: 450 }]);
    changes.length = 0;
    const next = await tree.loadMore(first.at(-1)!);
    assert.equal(next?.node.type, 'object');
    assert.deepEqual(changes, [finding]);
    await tree.loadMore(finding.children!.at(-1)!);
    assert.equal(finding.children?.length, 450);
    assert.deepEqual(
      pages.map(({ findingId, runId, offset }) => [findingId, runId, offset]),
      [0, 200, 400].map((offset) => [modified.id, 'r1', offset]),
    );
    assert.equal(new Set(finding.children.map(({ id }) => id)).size, 450);
  });

  it('shows hours with the digest that says so', async () => {
    const { tree } = newTree();
    const [element] = await tree.getChildren(await open(tree, 'Coverage of hours', gaps.title));
    assert.equal(
      toSpokenIntegrity(element!),
      '2026-01-15 03:10 – 04:00 UTC, 111122223333 eu-west-1 · gap: the chain begins anew · 2 logs in it · trail org',
    );
    assert.equal(element?.digestUri, 'cloudtrail://s/AWSLogs/d.json.gz');
    assert.equal(toIntegrityContext(element), 'integrity.hour.digest');
  });

  it('shows places that could not be looked at under their finding', async () => {
    const header = newHeader({
      isComplete: false,
      problems: [{ where: 'us-east-1', message: 'denied', nextStep: 'Ask for it.', code: 'keysUnavailable' }],
    });
    const findings = new FindingCollector().findings(header);
    const { tree, pages } = newTree({ runs: { s: [header] }, findings });
    const [incomplete, problem] = await tree.getChildren(await open(tree, 'Not proven'));
    assert.deepEqual(await tree.getChildren(incomplete!), []);
    const troubles = await tree.getChildren(problem!);
    assert.deepEqual(troubles.map(toSpokenIntegrity), ['us-east-1, denied']);
    assert.deepEqual(troubles.map(toIntegrityContext), ['integrity.trouble.profile.keys']);
    assert.deepEqual(pages, []);
  });

  it('shows what could not be asked in its place, and the head still stands', async () => {
    const { tree } = newTree({ findings: new Error('no disk') });
    assert.deepEqual(labels(await tree.getChildren(await open(tree))), ['Cannot show this', '72 digests', '310 logs']);
  });

  it('finds the node of an object among the first of its finding', async () => {
    const { tree } = newTree({ toObject: (i) => newObject({ key: `k${i}` }) });
    assert.equal((await tree.findObject('k7'))?.node.type, 'object');
    assert.equal(await tree.findObject('k449'), undefined);
  });
});

describe('the run that is shown', () => {
  it('stays while it is kept', async () => {
    const { tree, changes, kept } = newTree();
    const [run] = await tree.getRoots();
    tree.show(run!.run);
    changes.length = 0;
    kept.runs = { s: [newHeader({ runId: 'r2', startedTime: Date.UTC(2027, 0) }), newHeader()] };
    await tree.refresh();
    assert.equal((await tree.getRoots())[0]?.run?.header.runId, 'r1');
    assert.deepEqual(changes, []);
    kept.runs = { s: [newHeader({ runId: 'r2' })] };
    await tree.refresh();
    assert.equal((await tree.getRoots())[0]?.run?.header.runId, 'r2');
  });

  it('is the newest unless another one was chosen', async () => {
    const { tree, kept, server } = newTree();
    await tree.refresh();
    assert.deepEqual(server.asked, [], 'nobody has looked yet');
    await tree.getRoots();
    kept.runs = { s: [newHeader({ runId: 'r2' }), newHeader()] };
    await tree.refresh();
    assert.equal((await tree.getRoots())[0]?.run?.header.runId, 'r2');
    kept.runs = { s: [] };
    await tree.refresh();
    assert.deepEqual(await tree.getRoots(), []);
  });
});

describe('a node of integrity', () => {
  const hostile = 'a\u202e[x](command:evil) <img> $(bug)\n# h';
  const element = async (object: ValidationObjectRow): Promise<IntegrityElement> => {
    const { tree } = newTree({ toObject: () => object });
    return (await tree.getChildren(await open(tree, 'Wrong', modified.title)))[0]!;
  };

  it('keeps hostile names harmless', async () => {
    const node = await element(newObject({ key: hostile, uri: hostile, reason: hostile, trail: hostile }));
    const { label, description, tooltip = '' } = toIntegrityText(node);
    for (const text of [label, description ?? '', toSpokenIntegrity(node)]) assert.doesNotMatch(text, /[\u202e\n]/);
    const outside = tooltip.replace(/(`+)[^`](?:[\s\S]*?[^`])?\1(?!`)/g, '');
    assert.doesNotMatch(outside, /\u202e|\]\(|<img|\$\(/);
  });

  it('says what can be done with it', async () => {
    const open = { documentUri: 'cloudtrail://s/k', digestDocumentUri: 'cloudtrail://s/d' };
    const all = await element(newObject({ ...open, expectedHash: 'aa', foundHash: 'bb' }));
    assert.equal(toIntegrityContext(all), 'integrity.object.open.digest.hashes');
    assert.equal(all.documentUri, open.documentUri);
    assert.equal(toIntegrityContext(await element(newObject())), 'integrity.object');
  });

  it('is named by its hour where nothing else names it', async () => {
    const { key, ...rest } = newObject({ kind: 'digest', status: 'missing' });
    assert.notEqual(key, undefined);
    const missing = await element({ ...rest, uri: null, from: hour.from, to: hour.to, reason: 'not found' });
    assert.equal(toSpokenIntegrity(missing), '2026-01-15 03:10 – 04:00 UTC, 111122223333 us-east-1 · not found');
  });

  it('is copied with its meaning, its objects and its run', async () => {
    const { tree } = newTree();
    const finding = await open(tree, 'Wrong', modified.title);
    const lines = toCopiedLines(finding, await tree.getChildren(finding));
    assert.deepEqual(lines.slice(0, 7), [
      modified.title,
      modified.meaning,
      '- A lifecycle rule.',
      '- Tampering.',
      'Look into the access logs.',
      '',
      "s3://b/AWSLogs/1/CloudTrail/r/2026/01/14/log.json.gz\tmodified: hash value doesn't match",
    ]);
    assert.deepEqual(lines.slice(-3), [
      '… and 250 more',
      '',
      'S, 2026-01-13 00:00 – 2026-01-15 23:59 UTC, by trailcase 0.1.0',
    ]);
  });

  it('of a run is copied with its verdict and its findings', async () => {
    const { tree } = newTree();
    const run = await open(tree);
    const lines = toCopiedLines(run, await tree.getChildren(run));
    assert.match(lines[0] ?? '', /^Proven\. /);
    assert.ok(lines.includes(`- ${modified.title}`));
    assert.ok(lines.includes('Begun: 2026-11-22 10:00:00 UTC'));
  });

  it('with hashes tells both', async () => {
    const node = await element(newObject({ expectedHash: 'aa', foundHash: 'bb', digestKey: 'AWSLogs/d.json.gz' }));
    const lines = toCopiedLines(node, []);
    for (const line of ['Expected SHA-256: aa', 'Found SHA-256: bb', 'Named by: AWSLogs/d.json.gz', 'Status: Modified'])
      assert.ok(lines.includes(line), line);
  });
});
