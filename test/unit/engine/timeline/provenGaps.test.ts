import assert from 'node:assert/strict';
import type { HourStatus, ValidatedHour } from '../../../../src/engine/digest/validation';
import { ProvenGaps, type ProofScope } from '../../../../src/engine/timeline/provenGaps';

const hourMs = 3_600_000;
const start = Date.parse('2026-01-15T00:00:00Z');
const period = { from: start, to: start + 24 * hourMs };

function hour(place: string, number: number, status: HourStatus, more: Partial<ValidatedHour> = {}): ValidatedHour {
  const [account = '', region = ''] = place.split(' ');
  const from = start + number * hourMs;
  return { account, region, from, to: from + hourMs, status, logs: 0, trail: 'one', ...more };
}

function tell(hours: readonly ValidatedHour[], scope: ProofScope = {}): readonly string[] {
  const gaps = new ProvenGaps(period, scope);
  gaps.add(hours.slice(0, 2));
  gaps.add(hours.slice(2));
  return gaps
    .toGaps()
    .map(
      ({ kind, from, to, accounts, regions }) =>
        `${kind} ${(from - start) / hourMs}..${(to - start) / hourMs} [${accounts.join()}] [${regions.join()}]`,
    );
}

describe('gaps that validation tells of', () => {
  it('are proven quiet hours, joined', () => {
    const hours = [
      hour('1 eu', 3, 'quiet'),
      hour('1 eu', 4, 'quiet'),
      hour('1 eu', 5, 'covered'),
      hour('1 eu', 6, 'quiet'),
    ];
    assert.deepEqual(tell(hours), ['provenQuiet 3..5 [] []', 'provenQuiet 6..7 [] []']);
  });

  it('are hours that nothing proves, but not those that are excused', () => {
    const hours = [
      hour('1 eu', 3, 'gap'),
      hour('1 eu', 4, 'unproven'),
      hour('1 eu', 5, 'unproven', { isExcused: true }),
    ];
    assert.deepEqual(tell(hours), ['unproven 3..5 [] []']);
  });

  it('are not quiet where another trail delivered or cannot be proven', () => {
    const hours = [
      ...[1, 2, 3, 4, 5].map((number) => hour('1 eu', number, 'quiet')),
      hour('1 eu', 2, 'covered', { trail: 'two' }),
      hour('1 eu', 4, 'gap', { trail: 'two' }),
    ];
    assert.deepEqual(tell(hours), [
      'provenQuiet 1..2 [] []',
      'provenQuiet 3..4 [] []',
      'unproven 4..5 [] []',
      'provenQuiet 5..6 [] []',
    ]);
  });

  it('name places where not all are meant, and follow the scope', () => {
    const hours = [
      hour('1 eu', 3, 'quiet'),
      hour('1 us', 3, 'covered'),
      hour('2 eu', 3, 'quiet'),
      hour('2 us', 3, 'quiet'),
    ];
    assert.deepEqual(tell(hours), ['provenQuiet 3..4 [1] [eu]', 'provenQuiet 3..4 [2] []']);
    assert.deepEqual(tell(hours, { regions: ['eu'] }), ['provenQuiet 3..4 [] []']);
    assert.deepEqual(tell(hours, { accounts: ['3'] }), []);
  });

  it('end with the period, in whatever order the hours come', () => {
    const hours = [
      hour('1 eu', 24, 'quiet'),
      hour('1 eu', 23, 'quiet'),
      hour('1 eu', -1, 'quiet'),
      hour('1 eu', 0, 'quiet'),
    ];
    assert.deepEqual(tell(hours), ['provenQuiet 0..1 [] []', 'provenQuiet 23..24 [] []']);
  });
});
