import assert from 'node:assert/strict';
import { digestFindings } from '../../../../../src/engine/digest/report/digestFindings';
import {
  collectFindings,
  FindingCollector,
  toFindingId,
  toHourFindingId,
} from '../../../../../src/engine/digest/report/findings';
import { hourFindings } from '../../../../../src/engine/digest/report/hourFindings';
import { logFindings } from '../../../../../src/engine/digest/report/logFindings';
import { weightOf } from '../../../../../src/engine/digest/verdict';
import type { ReasonCode, ValidatedHour, ValidatedObject } from '../../../../../src/engine/digest/validation';
import { hourMs, never, newDigest, newHour, newLog, newRun, start } from './reportFixture';

/** Every status with the reasons that validation gives it. */
const unread: readonly ReasonCode[] = ['denied', 'archived', 'network', 'tooLarge', 'otherBucket', 'unread'];
const logReasons: readonly (readonly [ValidatedObject['status'], readonly ReasonCode[]])[] = [
  ['modified', ['hash', 'format']],
  ['missing', ['notFound']],
  ['unreadable', unread],
  ['pending', ['afterNewest']],
  ['uncovered', ['notNamed', 'inGap', 'digestInvalid', 'digestMissing', 'digestUnreachable', 'noDigests', 'notListed']],
  ['stray', ['name', 'place']],
];
const digestReasons: typeof logReasons = [
  [
    'invalid',
    [
      'signature',
      'format',
      'moved',
      'unknownKey',
      'badKey',
      'chainHash',
      'chainSignature',
      'chainTime',
      'chainPointer',
    ],
  ],
  ['missing', ['notFound', 'skippedHour', 'notYetSeen']],
  ['unreachable', [...unread, 'keysUnavailable', 'noSignature']],
  ['stray', ['name', 'place']],
];
const hourReasons: readonly (readonly [ValidatedHour['status'], readonly ReasonCode[]])[] = [
  ['gap', ['restarted', 'beforeFirst']],
  [
    'unproven',
    ['digestPending', 'notYetSeen', 'noDigests', 'digestInvalid', 'digestMissing', 'digestUnreachable', 'notListed'],
  ],
];

function findOne(object: ValidatedObject, count = 1): ReturnType<FindingCollector['findings']>[number] | undefined {
  const collector = new FindingCollector();
  for (let at = 0; at < count; at++) collector.add(object);
  return collector.findings(newRun({}).header)[0];
}

describe('findings', () => {
  const objects = [
    ...logReasons.flatMap(([status, codes]) => codes.map((code) => newLog(0, 5, { status, code }))),
    ...digestReasons.flatMap(([status, codes]) => codes.map((code) => newDigest(0, { status, code }))),
    ...digestReasons.flatMap(([status, codes]) =>
      codes.map((code) => newDigest(0, { kind: 'backfillDigest', status, code })),
    ),
  ];

  it('are written for every status and reason of objects', () => {
    for (const object of objects) {
      const one = findOne(object);
      const two = findOne(object, 2);
      const id = `${object.kind}.${object.status}.${object.code ?? ''}`;
      assert.equal(one?.id, id);
      assert.ok((object.kind === 'log' ? logFindings : digestFindings)[`${object.status}.${object.code ?? ''}`], id);
      assert.equal(one.weight, weightOf(object));
      assert.equal(one.count, 1);
      assert.match(one.title, /^1 (log|digest|backfill digest)( |$)/, id);
      assert.match(two?.title ?? '', /^2 (log|digest|backfill digest)s( |$)/, id);
      assert.doesNotMatch(
        one.title,
        /\b(them|they|their)\b|^1 [a-z ]*(log|digest) (are|were|await|lie|do)\b/,
        one.title,
      );
      assert.doesNotMatch(two?.title ?? '', /\b(it|its)\b|^2 [a-z ]*s (is|was|awaits|lies|does)\b/, two?.title);
      assert.match(one.meaning, /\.$/);
      assert.ok(one.explanations.length > 0, id);
      for (const text of [...one.explanations, one.nextStep ?? 'None.']) assert.match(text, /[.)]$/, id);
    }
  });

  it('are written for every status and reason of hours', () => {
    for (const [status, codes] of hourReasons) {
      for (const code of codes) {
        assert.ok(hourFindings[`${status}.${code}`], `${status}.${code}`);
        const collector = new FindingCollector();
        collector.addHour(newHour(0, { status, code }));
        collector.addHour(newHour(1, { status, code, to: start + 1.5 * hourMs }));
        const [finding] = collector.findings(newRun({}).header);
        assert.equal(finding?.id, `hour.${status}.${code}`);
        assert.equal(finding.count, 2);
        assert.equal(finding.isHours, true);
        assert.match(finding.title, /^1\.5 hours (are|at the end) /);
      }
    }
  });

  it('come with tampering behind harmless causes', () => {
    for (const texts of [logFindings, digestFindings, hourFindings]) {
      for (const [id, { explanations }] of Object.entries(texts)) {
        const blamed = explanations.map((cause) => /^Someone (?!stopped it)/.test(cause));
        assert.deepEqual(blamed, [...blamed].sort(), id);
      }
    }
  });

  it('are not made of what is valid, covered or quiet', () => {
    assert.equal(toFindingId(newLog(0, 5)), undefined);
    assert.equal(toHourFindingId(newHour(0)), undefined);
    assert.equal(toHourFindingId(newHour(0, { status: 'quiet' })), undefined);
  });

  it('name a chain that began anew without a gap', () => {
    const collector = new FindingCollector();
    collector.addHour(newHour(0, { code: 'restarted' }));
    collector.addHour(newHour(1, { status: 'quiet', code: 'restarted' }));
    const [finding, ...others] = collector.findings(newRun({}).header);
    assert.equal(finding?.id, 'hour.covered.restarted');
    assert.equal(finding.weight, 'unproven');
    assert.equal(finding.title, '2 hours follow a chain of digests that began anew without a gap');
    assert.deepEqual(others, []);
  });

  it('tell excused hours from others', () => {
    const gap = { status: 'gap', code: 'beforeFirst' } as const;
    assert.equal(toHourFindingId(newHour(0, gap)), 'hour.gap.beforeFirst');
    assert.equal(toHourFindingId(newHour(0, { ...gap, isExcused: true })), 'hour.gap.beforeFirst.excused');
    const pending = newHour(0, { status: 'unproven', code: 'digestPending', isExcused: true });
    assert.equal(toHourFindingId(pending), 'hour.unproven.digestPending');
    const collector = new FindingCollector();
    collector.addHour(pending);
    collector.addHour(newHour(1, { ...gap, isExcused: true }));
    assert.deepEqual(
      collector.findings(newRun({}).header).map(({ weight }) => weight),
      ['none', 'none'],
    );
  });

  it('put what is wrong first, then what is unproven', async () => {
    const run = newRun({
      objects: [
        newLog(9, 5, { status: 'pending', code: 'afterNewest' }),
        newLog(0, 5, { status: 'uncovered', code: 'inGap' }),
        newDigest(0, { status: 'missing', code: 'notFound' }),
        newLog(0, 7, { status: 'modified', code: 'hash' }),
        newLog(0, 9, { status: 'modified', code: 'hash' }),
        newLog(0, 9),
      ],
      hours: [newHour(0), newHour(1, { status: 'gap', code: 'restarted' })],
      header: { isComplete: false, problems: [{ where: 'a', message: 'b' }] },
    });
    assert.deepEqual(
      (await collectFindings(run, never)).map(({ id, count }) => [id, count]),
      [
        ['log.modified.hash', 2],
        ['digest.missing.notFound', 1],
        ['log.uncovered.inGap', 1],
        ['hour.gap.restarted', 1],
        ['run.incomplete', 1],
        ['run.problem', 1],
        ['log.pending.afterNewest', 1],
      ],
    );
  });

  it('are still plain of a reason that is new', () => {
    const finding = findOne(newLog(0, 5, { status: 'uncovered', code: 'chainHash' }), 2);
    assert.equal(finding?.title, '2 logs are uncovered');
    assert.equal(finding.weight, 'unproven');
  });

  it('stop when they are told to', async () => {
    const run = newRun({ objects: [newLog(0, 5, { status: 'missing', code: 'notFound' })] });
    await assert.rejects(collectFindings(run, AbortSignal.abort()), { name: 'AbortError' });
  });
});
