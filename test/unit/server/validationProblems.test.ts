import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Diagnostic } from 'vscode-languageserver-types';
import type { ValidatedObject } from '../../../src/engine/digest/validation';
import type { ValidationObjectRow } from '../../../src/protocol/validationRequests';
import { toDocumentUri } from '../../../src/server/documentObjects';
import { PublishedProblems } from '../../../src/server/publishedProblems';
import { RunProblems } from '../../../src/server/validationProblems';
import { digestKey, keepRun, logKey, newHour, newObject, type RunContent } from './storedRuns';

const day = '2026/01/15';
const start = Date.UTC(2026, 1, 1, 12);
const sourceId = 's3-logs';
const modified = { status: 'modified', code: 'hash', reason: "hash value doesn't match" } as const;
const uriOf = (key: string): string => toDocumentUri({ sourceId, key });

/** As TrailValidations.toRow, for a bucket. */
function toRow(_: string, object: ValidatedObject): ValidationObjectRow {
  const { key, digestKey: digest, status } = object;
  return {
    ...object,
    uri: key === undefined ? null : `s3://logs/${key}`,
    ...(key === undefined || status === 'missing' ? {} : { documentUri: uriOf(key) }),
    ...(digest === undefined ? {} : { digestDocumentUri: uriOf(digest) }),
  };
}

describe('problems of a run', () => {
  let folder: string;
  let shown: Map<string, readonly Diagnostic[]>;
  let problems: RunProblems;
  let count = 0;

  beforeEach(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'trailcase-problems-'));
    shown = new Map();
    const published = new PublishedProblems((uri, diagnostics) => {
      if (diagnostics.length === 0) shown.delete(uri);
      else shown.set(uri, diagnostics);
    });
    problems = new RunProblems({ toRow }, published);
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  async function add(...objects: readonly ValidatedObject[]): Promise<string> {
    const content: RunContent = { objects };
    const run = await keepRun(folder, start + count++ * 60_000, content);
    await problems.addRun(sourceId, run);
    return run.header.runId;
  }

  it('are told of what is wrong or unproven, at its document', async () => {
    await add(
      newObject(logKey(day, 'a'), modified),
      newObject(logKey(day, 'b')),
      newObject(logKey(day, 'c'), { status: 'pending' }),
      newObject(logKey(day, 'd'), { status: 'unreadable', code: 'denied', reason: 'access denied' }),
    );
    assert.deepEqual([...shown.keys()].sort(), [uriOf(logKey(day, 'a')), uriOf(logKey(day, 'd'))]);
    assert.deepEqual(
      shown.get(uriOf(logKey(day, 'a')))?.map(({ severity }) => severity),
      [1],
    );
    assert.deepEqual(
      shown.get(uriOf(logKey(day, 'd')))?.map(({ severity }) => severity),
      [2],
    );
  });

  it('of a log that is gone stand at the digest that names it; of a digest that is gone, at its own place', async () => {
    await add(
      newObject(logKey(day, 'a'), {
        status: 'missing',
        code: 'notFound',
        reason: 'not found',
        digestKey: digestKey(day),
      }),
      newObject(digestKey('2026/01/16'), { kind: 'digest', status: 'missing', code: 'notFound', reason: 'not found' }),
      newObject(undefined, { kind: 'digest', status: 'missing', code: 'skippedHour' }),
    );
    assert.deepEqual([...shown.keys()].sort(), [uriOf(digestKey(day)), uriOf(digestKey('2026/01/16'))]);
    const [gone] = shown.get(uriOf(digestKey(day))) ?? [];
    assert.match(gone?.message ?? '', /^A log that this digest names is missing: /);
    assert.ok(gone?.message.includes(`\n${logKey(day, 'a')}\n`));
  });

  it('name hours without proof at the digest that tells of them', async () => {
    const gap = newHour(day, { status: 'gap', code: 'restarted', digestKey: digestKey(day), logs: 2 });
    const run = await keepRun(folder, start + count++ * 60_000, {
      objects: [newObject(digestKey(day), { kind: 'digest' })],
      hours: [gap, newHour(day), newHour(day, { status: 'unproven', isExcused: true, digestKey: digestKey(day) })],
    });
    await problems.addRun(sourceId, run);
    const found = shown.get(uriOf(digestKey(day))) ?? [];
    assert.deepEqual(
      found.map(({ code }) => code),
      ['validation:gap'],
    );
    assert.match(found[0]?.message ?? '', /2026-01-15 00:00:00 UTC to 2026-01-15 01:00:00 UTC: nothing was signed/);
    await add(newObject(digestKey(day), { kind: 'digest' }));
    assert.deepEqual([...shown.keys()], []);
  });

  it('go when a newer run saw the object as it should be, and stay when it did not look there', async () => {
    await add(newObject(logKey(day, 'a'), modified), newObject(logKey(day, 'b'), modified));
    await add(newObject(logKey(day, 'a')));
    assert.deepEqual([...shown.keys()], [uriOf(logKey(day, 'b'))]);
    await add(newObject(logKey(day, 'b')));
    assert.deepEqual([...shown.keys()], []);
  });

  it('go with the run that found them, and with the source', async () => {
    const runId = await add(newObject(logKey(day, 'a'), modified));
    await add(newObject(logKey(day, 'b'), modified));
    problems.dropRun(sourceId, runId);
    assert.deepEqual([...shown.keys()], [uriOf(logKey(day, 'b'))]);
    problems.keepOnly(new Set(['another']));
    assert.deepEqual([...shown.keys()], []);
  });

  it('are not listed beyond a bound, what is wrong comes first, and the rest is counted', async () => {
    const unproven = Array.from({ length: 600 }, (_, index) =>
      newObject(logKey(day, `u${index}`), { status: 'uncovered', code: 'notNamed' }),
    );
    await add(...unproven, newObject(logKey('2026/01/16', 'wrong'), modified));
    const all = [...shown.values()].flat();
    assert.equal(all.length, 501);
    assert.ok(shown.has(uriOf(logKey('2026/01/16', 'wrong'))));
    const notes = all.filter(({ severity }) => severity === 3);
    assert.match(notes[0]?.message ?? '', /^101 further findings/);
    // A run that sees all of them as valid leaves nothing.
    await add(...unproven.map(({ key }) => newObject(key)), newObject(logKey('2026/01/16', 'wrong')));
    assert.deepEqual([...shown.keys()], []);
  });
});
