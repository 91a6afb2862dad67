import assert from 'node:assert/strict';
import type { HourStatus, ValidatedHour } from '../../../../src/engine/digest/validation';
import { ProvenGaps, type ProofScope, type ProvenPlace } from '../../../../src/engine/timeline/provenGaps';

const hourMs = 3_600_000;
const start = Date.parse('2026-01-15T00:00:00Z');
const period = { from: start, to: start + 24 * hourMs };

function hour(place: string, number: number, status: HourStatus, more: Partial<ValidatedHour> = {}): ValidatedHour {
  const [account = '', region = ''] = place.split(' ');
  const from = start + number * hourMs;
  return { account, region, from, to: from + hourMs, status, logs: 0, trail: 'one', ...more };
}

function tell(
  hours: readonly ValidatedHour[],
  scope: ProofScope = {},
  places: readonly ProvenPlace[] = [],
): readonly string[] {
  const gaps = new ProvenGaps(period, scope, places);
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

  it('are everywhere only where every known place was quiet, validated or not', () => {
    const hours = [hour('1 eu', 3, 'quiet'), hour('1 us', 3, 'quiet')];
    assert.deepEqual(tell(hours), ['provenQuiet 3..4 [] []']);
    assert.deepEqual(tell(hours, {}, [{ account: '1', region: 'ap' }]), ['provenQuiet 3..4 [] [eu,us]']);
    assert.deepEqual(tell(hours, { regions: ['eu', 'us'] }, [{ account: '1', region: 'ap' }]), [
      'provenQuiet 3..4 [] []',
    ]);
  });

  it('are few where regions are quiet in turn, apart from when all are', () => {
    const quiet = Array.from({ length: 24 }, (_, number) => hour(`1 r${number % 3}`, number, 'quiet'));
    const covered = Array.from({ length: 24 }, (_, number) =>
      hour('1 busy', number, number === 12 ? 'quiet' : 'covered'),
    );
    const all = [hour('1 r1', 12, 'quiet'), hour('1 r2', 12, 'quiet')];
    assert.deepEqual(tell([...quiet, ...covered, ...all]), [
      'provenQuiet 0..12 [] [r0,r1,r2]',
      'provenQuiet 12..13 [] []',
      'provenQuiet 13..24 [] [r0,r1,r2]',
    ]);
    const gaps = new ProvenGaps(period, {});
    gaps.add([...quiet, ...covered.slice(0, 12)]);
    assert.match(gaps.toGaps()[0]?.text ?? '', /for some of this time in r0, r1 and r2\.$/);
  });

  describe('with what was not validated', () => {
    const note = (hours: readonly ValidatedHour[], places: readonly ProvenPlace[] = []): string | undefined => {
      const gaps = new ProvenGaps(period, {}, places);
      gaps.add(hours);
      return gaps.toNote();
    };
    const whole = Array.from({ length: 24 }, (_, number) => hour('1 eu', number, number % 2 === 0 ? 'covered' : 'gap'));

    it('say that silence is not proven', () => {
      assert.match(note([]) ?? '', /^No digest file was validated for this time/);
      assert.match(note([hour('1 eu', 30, 'covered')]) ?? '', /^No digest file/);
      assert.match(note([], [{ account: '1', region: 'eu' }]) ?? '', /^No digest file/);
    });

    it('say that it is proven in part', () => {
      const text = /^Digest files were validated for some of these times and places only/;
      assert.match(note(whole.slice(1)) ?? '', text);
      assert.match(note(whole, [{ account: '1', region: 'us' }]) ?? '', text);
      assert.match(note([...whole.slice(1), hour('1 eu', 0, 'unproven', { isExcused: true })]) ?? '', text);
    });

    it('say nothing where all was looked at', () => {
      assert.equal(note(whole, [{ account: '1', region: 'eu' }]), undefined);
    });
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
