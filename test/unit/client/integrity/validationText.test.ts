import * as assert from 'node:assert/strict';
import {
  needsKeys,
  toHoursText,
  toStatusText,
  toValidationMessage,
  toValidationPercent,
  toValidationStatus,
  toVerdictText,
  toWindowText,
} from '../../../../src/client/integrity/validationText';
import type { ValidationProgress } from '../../../../src/protocol/validationRequests';
import { newCounts, newHeader } from './newHeader';

const progress: ValidationProgress = {
  progressId: 'v',
  phase: 'reading',
  lanesDone: 1,
  lanesTotal: 6,
  objectsDone: 1250,
  objectsTotal: 5000,
  objectsPerSecond: 350.4,
  bytesPerSecond: 4 * 1024 ** 2,
  wrong: 2,
  secondsLeft: 11.2,
};

describe('the progress of a validation', () => {
  it('tells objects, rate, what is wrong so far, and the time left', () => {
    assert.equal(
      toValidationMessage(progress),
      '1,250 of 5,000 objects · 350 objects/s, 4.0 MB/s · 2 wrong · 12 s left',
    );
    assert.equal(toValidationPercent(progress), 25);
    assert.equal(toValidationStatus(progress), 'Validating 25% · 12 s left · 2 wrong');
  });

  it('tells nothing that is not known', () => {
    const { secondsLeft, ...rest } = progress;
    assert.equal(secondsLeft, 11.2);
    const early = { ...rest, objectsDone: 0, objectsPerSecond: 0, wrong: 0 };
    assert.equal(toValidationMessage(early), '0 of 5,000 objects');
    assert.equal(toValidationStatus(early), 'Validating 0%');
  });

  it('tells what is listed, and by how many regions', () => {
    const listing = { ...progress, phase: 'listing' as const };
    assert.equal(toValidationMessage(listing), '5,000 objects listed · 1 of 6 account regions');
    assert.equal(toValidationPercent(listing), undefined);
    assert.equal(toValidationPercent({ ...progress, objectsTotal: 0 }), undefined);
  });

  it('tells that it is nearly done', () => {
    assert.equal(
      toValidationMessage({ ...progress, phase: 'finishing' }),
      '1,250 objects checked · 2 wrong · finishing',
    );
  });
});

describe('the verdict of a validation', () => {
  it('stands before the counts, what is wrong before what is valid', () => {
    assert.equal(
      toVerdictText(newHeader({ verdict: 'wrong' })),
      'Wrong. Something is missing or was altered. 310 logs (1 modified · 309 valid), 72 digests (72 valid).',
    );
  });

  it('says what was not done', () => {
    const summary = { ...newHeader().summary, log: newCounts(), digest: newCounts() };
    assert.equal(
      toVerdictText(newHeader({ verdict: 'unproven', isComplete: false, summary })),
      'Not proven. Nothing wrong was found, but not everything could be proven. There was nothing to validate. The run did not reach its end.',
    );
  });

  it('counts in words', () => {
    assert.equal(toStatusText(newCounts()), 'none');
    assert.equal(toStatusText(newCounts({ valid: 1202, missing: 1, stray: 2 })), '1 missing · 2 stray · 1,202 valid');
    assert.equal(toHoursText({ covered: 64, quiet: 0, gap: 5, unproven: 1 }), '1 unproven · 5 gap · 64 covered');
    assert.equal(toWindowText(newHeader().window), '2026-01-13 00:00 – 2026-01-15 23:59 UTC');
  });

  it('offers keys where keys would help', () => {
    const problem = { where: 'us-east-1', message: 'denied' };
    assert.equal(needsKeys(newHeader({ problems: [problem] })), false);
    assert.equal(needsKeys(newHeader({ problems: [problem, { ...problem, code: 'keysUnavailable' }] })), true);
  });
});
