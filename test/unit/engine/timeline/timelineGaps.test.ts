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
      'notIndexed 10T23:45..13 [] []: Not indexed.',
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
      'notIndexed 10T23:45..12 [111] [eu-west-1]: Not indexed for account 111 in eu-west-1.',
      'notIndexed 11T23:45..13 [222] []: Not indexed for account 222.',
      'notIndexed 12T23:45..14 [111] []: Not indexed for account 111.',
      'notIndexed 12T23:45..14 [222] [eu-west-1]: Not indexed for account 222 in eu-west-1.',
    ]);
  });

  it('name accounts together where the same regions are meant', () => {
    const rows = [...everywhere(10), covered('111 us-east-1', 11), covered('222 us-east-1', 11)];
    assert.deepEqual(tell(rows, at(10), at(12)), ['notIndexed 10T23:45..12 [] [eu-west-1]: Not indexed in eu-west-1.']);
  });

  it('tell kinds of logs apart', () => {
    const rows = [...everywhere(10), covered('111 eu-west-1 CloudTrail-Insight', 10), ...everywhere(11)];
    assert.deepEqual(tell(rows, at(10), at(12)), ['notIndexed 10T23:45..12 [] []: Not indexed (CloudTrail-Insight).']);
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
    assert.deepEqual(tell(rows, at(10), at(11)), ['notIndexed 10T08:45..11 [] []: Not indexed.']);
    assert.deepEqual(tell(rows, at(10), at(10, 8)), []);
  });

  it('cover the whole period where the keys tell no days', () => {
    assert.deepEqual(tell([covered('111 eu-west-1', null)], at(10), at(12)), []);
    assert.deepEqual(tell([covered('111 eu-west-1', null, { pending: 2 })], at(10), at(12)), [
      'partlyIndexed 10..12 [] []: 2 logs listed but not read yet.',
    ]);
  });

  it('name what keys do not say in words only: nobody can ask to index it', () => {
    const nameless = { account: null, region: null };
    const rows = [
      ...everywhere(10),
      covered('', 10, nameless),
      covered('111 eu-west-1', 11),
      covered('111 us-east-1', 11),
    ];
    const [first, ...others] = toCoverageGaps(rows, { from: at(11), to: at(12) });
    assert.deepEqual([first?.accounts, first?.regions, others], [[], [], []]);
    assert.equal(first?.text, 'Not indexed for accounts 222 and unknown.');
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

  const hourMs = 3_600_000;
  const dayGap = (number: number, account: string, region: string): TimelineGap => ({
    ...gap('notIndexed', number * 24 * hourMs, (number + 1) * 24 * hourMs, account),
    regions: [region],
  });

  it('are one for each stretch of time, and leave what is known between them', () => {
    const days = [3, 4, 7, 9];
    const gaps = days.flatMap((number) => [dayGap(number, '1', 'eu'), dayGap(number, '2', 'us')]);
    const bound = boundGaps([...gaps, gap('unproven', 0, hourMs, '9')], 5);
    assert.deepEqual(
      bound.map(({ kind, from, to }) => [kind, from / hourMs, to / hourMs]),
      [['unproven', 0, 1], ...days.map((number) => ['notIndexed', number * 24, (number + 1) * 24])],
    );
    assert.deepEqual(
      [bound[1]?.accounts, bound[1]?.regions],
      [
        ['1', '2'],
        ['eu', 'us'],
      ],
    );
    assert.equal(bound[1]?.text, 'Not indexed, in some places for accounts 1 and 2 in eu and us.');
    assert.equal(bound[0]?.text, 'x', 'what is alone stays as it was');
  });

  it('are one for hours, then for days, where even so they are too many', () => {
    const minutes = [0, 10, 20, 24 * 60, 24 * 60 + 70];
    const gaps = minutes.map((minute) => gap('unproven', minute * 60_000, (minute + 5) * 60_000, String(minute)));
    const told = (most: number): readonly (readonly number[])[] =>
      boundGaps(gaps, most).map(({ from, to }) => [from / 60_000, to / 60_000]);
    assert.deepEqual(told(3), [
      [0, 25],
      [1440, 1445],
      [1510, 1515],
    ]);
    assert.deepEqual(told(2), [
      [0, 25],
      [1440, 1515],
    ]);
    assert.deepEqual(told(1), [[0, 1515]]);
    assert.match(
      boundGaps(gaps, 2)[0]?.text ?? '',
      /for some of this time, in some places for accounts 0, 10 and 20\.$/,
    );
  });

  it('are about all places where there are too many to name, or one is about all', () => {
    const many = Array.from({ length: 150 }, (_, number) => dayGap(3, String(number).padStart(3, '0'), 'eu'));
    const [one] = boundGaps(many, 1);
    assert.deepEqual([one?.accounts, one?.regions], [[], ['eu']]);
    assert.match(one?.text ?? '', / for accounts 000, 001, 002, 003 and 146 more in eu\.$/);
    const [all] = boundGaps([dayGap(3, '1', 'eu'), { ...dayGap(3, '2', 'eu'), accounts: [] }], 1);
    assert.deepEqual(all?.accounts, []);
  });
});
