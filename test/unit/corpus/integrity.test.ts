import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { findAwsCliToCompare, runAwsCli } from '../../support/integrityCases/awsCli';
import { buildCase, builtCaseNames } from '../../support/integrityCases/builtCases';
import { toOutcome } from '../../support/integrityCases/caseOutcome';
import { toPlace } from '../../support/integrityCases/casePlace';
import { withCaseServer } from '../../support/integrityCases/caseServer';
import {
  hasCaseBytes,
  listCorpusCases,
  readCase,
  readCaseListing,
  readCaseNotes,
  readRecordedRun,
  writeCase,
} from '../../support/integrityCases/corpusCase';
import type { IntegrityCase, RecordedRun } from '../../support/integrityCases/integrityCase';
import { openCaseValidator, type CaseResult, type CaseValidator } from '../../support/integrityCases/validator';
import {
  hasOwnLines,
  toComparable,
  toObjectStatuses,
  toSharedLines,
} from '../../support/integrityCases/validatorLines';
import { expectedOutcomes, wrongUsage, type ExpectedOutcome } from './integrityExpectations';

const corpus = process.env['TRAILCASE_CORPUS'];
const recordings = corpus === undefined ? undefined : path.join(corpus, 'integrity');
const awsCli = findAwsCliToCompare();
/** The AWS CLI's exit code when it gives up. */
const abortedExitCode = 255;

function getExpected(name: string): ExpectedOutcome {
  const expected = expectedOutcomes[name];
  if (expected === undefined) throw new Error(`Nothing is expected of ${name}`);
  return expected;
}

function assertOutcome(name: string, result: CaseResult): void {
  const { exitCode, valid, others, hours } = getExpected(name);
  assert.deepEqual(toOutcome(result), { exitCode, valid, others, hours });
}

/** The same objects valid and invalid in the same words; what differs is what the case says. */
function assertAgreement(name: string, recorded: RecordedRun, result: CaseResult): void {
  const { onlyAwsCli = [], onlyOurs = [], hasOtherText = false } = getExpected(name);
  const theirs = toObjectStatuses(recorded.interleaved);
  const ours = toObjectStatuses(result.text);
  assert.deepEqual([...theirs].filter((line) => !ours.has(line)).sort(), onlyAwsCli, 'told by the AWS CLI alone');
  if (recorded.exitCode === abortedExitCode) return;
  assert.deepEqual([...ours].filter((line) => !theirs.has(line)).sort(), onlyOurs, 'told by us alone');
  if (onlyAwsCli.length === 0 && onlyOurs.length === 0 && !hasOtherText) assertSameText(recorded, result);
}

/** To the letter, or with lines of our own between; what follows is a section of ours. */
function assertSameText(recorded: RecordedRun, result: CaseResult): void {
  const theirs = toComparable(recorded.interleaved);
  if (!hasOwnLines(result.text)) {
    assert.equal(toComparable(result.text).slice(0, theirs.length), theirs);
    return;
  }
  const lines = toSharedLines(recorded.interleaved);
  assert.deepEqual(toSharedLines(result.text).slice(0, lines.length), lines);
}

describe('the integrity cases', function () {
  this.timeout(60_000);
  let validator: CaseValidator;
  const results = new Map<string, Promise<CaseResult>>();

  before(async () => {
    validator = await openCaseValidator();
  });
  after(() => validator.dispose());

  function validateBuilt(name: string): Promise<CaseResult> {
    const known = results.get(name);
    if (known !== undefined) return known;
    const built = buildCase(name);
    const result = withCaseServer(built, () => validator.validate(toPlace(built)));
    results.set(name, result);
    return result;
  }

  it('are 44, and something is expected of each', () => {
    const expected = new Set([...Object.keys(expectedOutcomes), ...Object.keys(wrongUsage)]);
    assert.equal(builtCaseNames.length, 44);
    assert.deepEqual([...expected].sort(), builtCaseNames);
  });

  for (const name of Object.keys(expectedOutcomes)) {
    it(`${name} comes out right`, async () => {
      assertOutcome(name, await validateBuilt(name));
    });
  }

  it('are read as the corpus has them', async () => {
    const folder = mkdtempSync(path.join(tmpdir(), 'trailcase-corpus-'));
    try {
      for (const name of ['backfill-clean', 'denied-log', 'log-in-other-bucket']) {
        writeCase(path.join(folder, name), buildCase(name));
      }
      assert.deepEqual(listCorpusCases(folder).toSorted(), ['backfill-clean', 'denied-log', 'log-in-other-bucket']);
      for (const name of listCorpusCases(folder)) {
        assert.ok(hasCaseBytes(path.join(folder, name)));
        const read = readCase(path.join(folder, name));
        assertOutcome(name, await withCaseServer(read, () => validator.validate(toPlace(read))));
      }
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });

  (recordings === undefined ? describe.skip : describe)('with the recordings of the corpus', () => {
    const names = recordings === undefined ? [] : listCorpusCases(recordings);
    const toFolder = (name: string): string => path.join(recordings ?? '', name);

    it('are those of the corpus, object by object', () => {
      assert.deepEqual(names.toSorted(), builtCaseNames);
      const toLines = (objects: readonly Omit<IntegrityCase['objects'][number], 'bytes'>[]): readonly string[] =>
        objects
          .map(({ bucket, key, metadata }) => `${bucket}/${toComparable(key)} ${Object.keys(metadata).sort().join()}`)
          .sort();
      for (const name of names) {
        assert.deepEqual(toLines(buildCase(name).objects), toLines(readCaseListing(toFolder(name))), name);
      }
    });

    for (const name of names.filter((name) => name in expectedOutcomes)) {
      it(`${name} agrees with what the AWS CLI was recorded to say`, async () => {
        const { isCliRight, better } = readCaseNotes(toFolder(name));
        const { onlyAwsCli = [] } = getExpected(name);
        // Where it is right and nothing better can be said, nothing it says is wrong.
        if (isCliRight && better === '') assert.deepEqual(onlyAwsCli, []);
        assertAgreement(name, readRecordedRun(toFolder(name)), await validateBuilt(name));
      });
    }

    for (const name of names.filter((name) => name in expectedOutcomes && hasCaseBytes(toFolder(name)))) {
      it(`${name} comes out right from the corpus’s own bytes`, async () => {
        const read = readCase(toFolder(name));
        const result = await withCaseServer(read, () => validator.validate(toPlace(read)));
        assertOutcome(name, result);
        assertAgreement(name, readRecordedRun(toFolder(name)), result);
      });
    }
  });

  (awsCli === undefined ? describe.skip : describe)('with the AWS CLI itself', () => {
    for (const name of builtCaseNames) {
      it(`${name}: it says what was recorded, and we agree`, async () => {
        const built = buildCase(name);
        const run = await withCaseServer(built, ({ url }) => runAwsCli(built, url));
        if (recordings !== undefined) {
          const { exitCode, stdout, stderr } = readRecordedRun(path.join(recordings, name));
          assert.equal(toComparable(run.stderr), toComparable(stderr));
          assert.equal(toComparable(run.stdout), toComparable(stdout));
          assert.equal(run.exitCode, exitCode);
        }
        if (name in expectedOutcomes) assertAgreement(name, run, await validateBuilt(name));
        else assert.equal(run.exitCode, abortedExitCode);
      });
    }
  });
});
