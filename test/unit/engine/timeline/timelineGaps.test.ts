import assert from 'node:assert/strict';
import { boundGaps } from '../../../../src/engine/timeline/gapBounds';
import type { TimelineGap, TimelineGapKind } from '../../../../src/engine/timeline/timeline';
import { toCoverageGaps, type CoveredPartition } from '../../../../src/engine/timeline/timelineGaps';

const listedTime = Date.parse('2026-02-01T00:00:00Z');
const day = (number: number): string => `2026-01-${String(number).padStart(2, '0')}`;
const at = (number: number, hour = 0): number => Date.parse(`${day(number)}T${String(hour).padStart(2, '0')}:00:00Z`);

function covered(place: string, number: number | null, facts: Partial<CoveredPartition> = {}): CoveredPartition {
  const [account = '', region = '', kind = 'CloudTrail'] = place.split(' ');
  const base = { read: 3, failed: 0, pending: 0, unreadable: 0, listedTime, problem: undefined };
  return { account, region, kind, day: number === null ? null : day(number), ...base, ...facts };
}

/** `kind from..to accounts regions: text`, days alone where they are whole. */
function tell(rows: readonly CoveredPartition[], from: number, to: number): readonly string[] {
  const show = (time: number): string => new Date(time).toISOString().slice(8, 16).replace('T00:00', '');
  return toCoverageGaps(rows, { from, to }).map(
    ({ kind, accounts, regions, text, ...time }) =>
      `${kind} ${show(time.from)}..${show(time.to)} [${accounts.join()}] [${regions.join()}]: ${text}`,
  );
}

const places = ['111 eu-west-1', '111 us-east-1', '222 eu-west-1', '222 us-east-1'];
const everywhere = (number: number): readonly CoveredPartition[] => places.map((place) => covered(place, number));

describe('gaps of a timeline', () => {
  it('are none where everything was listed and read', () => {
    assert.deepEqual(tell([10, 11, 12].flatMap(everywhere), at(10, 5), at(12, 20)), []);
  });

  it('join days that nothing is indexed of, and end with the period', () => {
    assert.deepEqual(tell([10, 13].flatMap(everywhere), at(9, 12), at(13, 20)), [
      'notIndexed 09T12:00..10 [] []: Not indexed.',
      'notIndexed 11..13 [] []: Not indexed.',
    ]);
  });

  it('name the accounts and regions that a day lacks, and no others', () => {
    const rows = [
      ...everywhere(10),
      ...everywhere(11).slice(1),
      ...everywhere(12).slice(0, 2),
      covered('222 us-east-1', 13),
    ];
    assert.deepEqual(tell(rows, at(10), at(14)), [
      'notIndexed 11..12 [111] [eu-west-1]: Not indexed for account 111 in eu-west-1.',
      'notIndexed 12..13 [222] []: Not indexed for account 222.',
      'notIndexed 13..14 [111] []: Not indexed for account 111.',
      'notIndexed 13..14 [222] [eu-west-1]: Not indexed for account 222 in eu-west-1.',
    ]);
  });

  it('name accounts together where the same regions are meant', () => {
    const rows = [...everywhere(10), covered('111 us-east-1', 11), covered('222 us-east-1', 11)];
    assert.deepEqual(tell(rows, at(10), at(12)), ['notIndexed 11..12 [] [eu-west-1]: Not indexed in eu-west-1.']);
  });

  it('tell kinds of logs apart', () => {
    const rows = [...everywhere(10), covered('111 eu-west-1 CloudTrail-Insight', 10), ...everywhere(11)];
    assert.deepEqual(tell(rows, at(10), at(12)), ['notIndexed 11..12 [] []: Not indexed (CloudTrail-Insight).']);
  });

  it('tell what is listed and not read, and what could not be read', () => {
    const rows = [
      covered('111 eu-west-1', 10, { pending: 1 }),
      covered('111 eu-west-1', 11, { pending: 4, failed: 2, unreadable: 5 }),
      covered('111 eu-west-1', 12, { problem: 'no \u202eaccess', listedTime: undefined }),
      covered('111 eu-west-1', 13, { listedTime: undefined }),
    ];
    assert.deepEqual(tell(rows, at(10), at(14)), [
      'partlyIndexed 10..12 [] []: 5 logs listed but not read yet.',
      'unreadable 11..12 [] []: 7 logs or records could not be read.',
      'unreadable 12..13 [] []: Could not be listed: no \\u{202e}access',
      'partlyIndexed 13..14 [] []: Not listed, so that there may be more logs than were read.',
    ]);
  });

  it('tell what may have been delivered after the listing', () => {
    const rows = [covered('111 eu-west-1', 10, { listedTime: at(10, 9) })];
    assert.deepEqual(tell(rows, at(10), at(11)), ['notIndexed 10T09:00..11 [] []: Not indexed.']);
    assert.deepEqual(tell(rows, at(10), at(10, 8)), []);
  });

  it('cover the whole period where the keys tell no days', () => {
    assert.deepEqual(tell([covered('111 eu-west-1', null)], at(10), at(12)), []);
    assert.deepEqual(tell([covered('111 eu-west-1', null, { pending: 2 })], at(10), at(12)), [
      'partlyIndexed 10..12 [] []: 2 logs listed but not read yet.',
    ]);
  });

  it('are everything where nothing is indexed', () => {
    assert.deepEqual(tell([], at(10), at(12)), ['notIndexed 10..12 [] []: Nothing of this is indexed.']);
  });

  it('are one gap each however long nothing is indexed', () => {
    const rows = everywhere(12);
    const year = Date.parse('1970-01-01T00:00:00Z');
    assert.deepEqual(
      toCoverageGaps(rows, { from: year, to: at(13) }).map(({ from, to }) => [from, to]),
      [[year, at(12)]],
    );
  });
});

describe('gaps that are too many to draw', () => {
  const gap = (kind: TimelineGapKind, from: number, to: number, account: string): TimelineGap => ({
    kind,
    from,
    to,
    text: 'x',
    accounts: [account],
    regions: [],
  });

  it('stay as they are while they are few, in order', () => {
    const gaps = [gap('unproven', 5, 6, '1'), gap('provenQuiet', 1, 2, '1')];
    assert.deepEqual(boundGaps(gaps, 2), [gaps[1], gaps[0]]);
  });

  it('keep all that is not known, and the longest proven silence', () => {
    const unknown = [gap('unproven', 1, 3, '1'), gap('notIndexed', 2, 9, '2')];
    const quiet = [gap('provenQuiet', 0, 1, '3'), gap('provenQuiet', 5, 9, '3'), gap('provenQuiet', 10, 11, '3')];
    assert.deepEqual(boundGaps([...quiet, ...unknown], 3), [...unknown, quiet[1]]);
  });

  it('are joined where they touch, and say that they are about some places', () => {
    const gaps = [gap('unproven', 1, 3, '1'), gap('unproven', 3, 5, '2'), gap('unproven', 7, 9, '1')];
    assert.deepEqual(
      boundGaps(gaps, 2).map(({ from, to, accounts }) => [from, to, accounts]),
      [
        [1, 5, ['1', '2']],
        [7, 9, ['1']],
      ],
    );
    assert.match(boundGaps(gaps, 2)[0]?.text ?? '', /some accounts or regions/);
  });
});
