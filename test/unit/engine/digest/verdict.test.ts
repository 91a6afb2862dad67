import assert from 'node:assert/strict';
import {
  objectStatuses,
  type ValidatedHour,
  type ValidatedObject,
  type Weight,
} from '../../../../src/engine/digest/validation';
import {
  heavier,
  toExitCode,
  toVerdict,
  weightOf,
  weightOfChain,
  weightOfHour,
} from '../../../../src/engine/digest/verdict';

const place = { account: '111122223333', region: 'us-east-1' };

describe('weightOf', () => {
  const wrong = ['modified', 'missing', 'invalid'];
  const unproven = ['unreadable', 'unreachable', 'uncovered', 'stray'];
  for (const status of objectStatuses) {
    const expected: Weight = wrong.includes(status) ? 'wrong' : unproven.includes(status) ? 'unproven' : 'none';
    it(`is ${expected} of ${status} logs`, () => {
      assert.equal(weightOf({ kind: 'log', status, ...place }), expected);
    });
  }

  it('is less where nothing is provably wrong', () => {
    const digest: Omit<ValidatedObject, 'status'> = { kind: 'digest', ...place };
    assert.equal(weightOf({ ...digest, status: 'missing', code: 'skippedHour' }), 'wrong');
    assert.equal(weightOf({ ...digest, status: 'missing', code: 'notYetSeen' }), 'unproven');
    assert.equal(weightOf({ ...digest, status: 'stray' }), 'none');
  });
});

describe('weightOfHour', () => {
  const hours: readonly [Partial<ValidatedHour>, Weight][] = [
    [{ status: 'covered' }, 'none'],
    [{ status: 'quiet' }, 'none'],
    [{ status: 'quiet', code: 'restarted' }, 'unproven'],
    [{ status: 'gap', code: 'restarted' }, 'unproven'],
    [{ status: 'gap', code: 'beforeFirst', isExcused: true }, 'none'],
    [{ status: 'gap', code: 'beforeFirst', isExcused: false }, 'unproven'],
    [{ status: 'unproven', code: 'digestPending', isExcused: true }, 'none'],
    [{ status: 'unproven', code: 'noDigests' }, 'unproven'],
  ];
  for (const [hour, expected] of hours) {
    it(`is ${expected} of ${JSON.stringify(hour)}`, () => {
      assert.equal(weightOfHour({ ...place, from: 0, to: 1, logs: 0, status: 'covered', ...hour }), expected);
    });
  }
});

describe('toVerdict', () => {
  it('is the heaviest weight, and never proven of what is not complete', () => {
    assert.equal(toVerdict('none', true), 'proven');
    assert.equal(toVerdict('none', false), 'unproven');
    assert.equal(toVerdict('unproven', true), 'unproven');
    assert.equal(toVerdict('wrong', false), 'wrong');
    assert.equal(['none', 'wrong', 'unproven'].map((one) => one as Weight).reduce(heavier), 'wrong');
    assert.deepEqual((['proven', 'wrong', 'unproven'] as const).map(toExitCode), [0, 1, 2]);
  });

  it('counts a chain that began anew', () => {
    const chain = { trail: 'a', homeRegion: 'us-east-1', digests: 1, ...place };
    assert.equal(weightOfChain({ ...chain, restarts: [] }), 'none');
    assert.equal(weightOfChain({ ...chain, restarts: [1] }), 'unproven');
  });
});
