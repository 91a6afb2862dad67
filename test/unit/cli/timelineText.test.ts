import assert from 'node:assert/strict';
import { toTimelineJson } from '../../../src/cli/timelineJson';
import { toTimelineText, type TimelineParts } from '../../../src/cli/timelineText';
import type { ClassCounts, TimelineBucket, TimelineGapKind } from '../../../src/engine/timeline/timeline';

const hour = 3_600_000;
const start = Date.parse('2026-01-15T00:00:00Z');
const none: ClassCounts = { read: 0, write: 0, error: 0, denied: 0 };

function at(hours: number, counts: Partial<ClassCounts>): TimelineBucket {
  return { ...none, ...counts, time: start + hours * hour };
}

function gap(kind: TimelineGapKind, from: number, to: number, text = 'why'): TimelineParts['gaps'][number] {
  return { kind, from: start + from * hour, to: start + to * hour, text, accounts: [], regions: [] };
}

function newParts(buckets: readonly TimelineBucket[], gaps: TimelineParts['gaps'] = []): TimelineParts {
  const classes = { read: 3000, write: 2, error: 1, denied: 1 };
  return {
    title: 'Timeline of alice\u202e',
    query: 'userIdentity.arn:"arn:aws:iam::111122223333:user/alice"',
    gaps,
    notes: ['Nobody looked.'],
    summary: {
      count: 3004,
      classes,
      twins: 0,
      untimed: 2,
      firstTime: start,
      lastTime: start + 9 * hour,
      firstSeen: [
        { field: 'agent', value: 'evil\n\u001b[31magent', principal: 'arn:aws:iam::1:user/alice', time: start, id: 7 },
      ],
      firstSeenTotal: 40,
    },
    picture: {
      from: start,
      to: start + 10 * hour,
      bucketMs: hour,
      buckets,
      laneBy: 'service',
      lanes: [
        { value: 's3.amazonaws.com', count: 3000, classes: { ...none, read: 3000 }, marks: [] },
        { value: null, count: 2, classes: { ...none, write: 2 }, marks: [] },
      ],
      rest: { lanes: 2, classes: { ...none, error: 1, denied: 1 } },
      total: 3004,
    },
  };
}

describe('timelines on a terminal', () => {
  const buckets = [at(0, { read: 2998, write: 1, denied: 1 }), at(1, { read: 2 }), at(9, { write: 1, error: 1 })];
  const text = toTimelineText(newParts(buckets, [gap('notIndexed', 3, 5), gap('provenQuiet', 6, 7)]), 80);
  const lines = text.split('\n');
  const lineAt = (time: string): string => lines.find((line) => line.startsWith(`2026-01-15T${time}`)) ?? 'none';

  it('tell classes by letters, and give each that occurs one at least', () => {
    assert.match(lineAt('00:00:00Z'), / 3,000 {5}r{20,}wD$/);
    assert.match(lineAt('01:00:00Z'), / 2 {5}r$/);
    assert.match(lineAt('09:00:00Z'), / 2 {5}wE$/);
    assert.ok(['00', '01', '09'].every((hours) => lineAt(`${hours}:00:00Z`).length <= 80));
    assert.match(text, /r read 3,000 · w write 2 · E error 1 · D denied 1/);
    assert.match(text, /A letter stands for up to \d+ records/);
  });

  it('mark what is not known, and never draw it as silence', () => {
    assert.match(lineAt('02:00:00Z'), /^\S+ +0$/);
    assert.match(lineAt('03:00:00Z'), / 0 \? {3}\(not indexed\)$/);
    assert.match(lineAt('06:00:00Z'), / 0 = {3}\(proven quiet by digests\)$/);
    assert.match(text, /\? 2026-01-15T03:00:00Z to 2026-01-15T05:00:00Z {2}not indexed: why/);
    assert.match(text, /= .* proven quiet by digests/);
  });

  it('tell a long run without records in one line, and not across a gap', () => {
    const quiet = toTimelineText(newParts([at(0, { read: 1 }), at(9, { read: 1 })], [gap('unproven', 4, 9)]), 80);
    assert.match(quiet, /01:00:00Z +… +3 buckets, 3 h, no records\n/);
    assert.match(quiet, /04:00:00Z +… - +5 buckets, 5 h, no records \(not proven by digests\)\n/);
  });

  it('show what records spell without its control characters, and say what is left out', () => {
    assert.ok(!text.includes('\u001b') && !text.includes('\u202e'));
    assert.match(text, /\nFirst seen, in all of the index, of arn:aws:iam::1:user\/alice\n/);
    assert.match(text, /user agent {2}evil\\u\{a\}\\u\{1b\}\[31magent\n/);
    assert.match(text, /… and 39 more/);
    assert.match(text, /\(none\) +2 /);
    assert.match(text, /… and 2 more services with 2 records/);
    assert.match(text, /; 2 without a readable time/);
  });

  it('tell what is not known before silence that is proven', () => {
    const many = Array.from({ length: 60 }, (_, number) => gap('provenQuiet', number, number + 0.5));
    const told = toTimelineText(newParts(buckets, [...many, gap('unproven', 70, 71)]), 80).split('\n');
    const head = told.findIndex((line) => line.startsWith('What is not known'));
    assert.match(told[head + 1] ?? '', /^- 2026-01-17T22:00:00Z to .* not proven by digests: why$/);
    assert.match(told[head + 2] ?? '', /^= 2026-01-15T00:00:00Z /);
    assert.deepEqual(told.slice(head + 31, head + 33), [
      '… and 31 more of proven silence (--format json)',
      'Nobody looked.',
    ]);
  });

  it('have a picture for every terminal, and none for nothing', () => {
    for (const width of [0, 20, 60, 1000]) assert.match(toTimelineText(newParts(buckets), width), /rwD/);
    const empty = toTimelineText(newParts([]), 80);
    assert.doesNotMatch(empty, /Buckets of/);
  });

  it('are JSON with ISO times for programs', () => {
    const coverage = { isComplete: true, statement: 'All is indexed.' };
    const json = JSON.parse(toTimelineJson(newParts(buckets), { coverage, isWhole: false, unsearched: [] })) as {
      isComplete: boolean;
      isAllFound: boolean;
      coverage: string;
      picture: { buckets: unknown[] };
      notes: unknown;
      firstSeen: unknown[];
    };
    assert.deepEqual([json.isComplete, json.isAllFound, json.coverage], [false, false, 'All is indexed.']);
    assert.deepEqual(json.notes, ['Nobody looked.']);
    assert.deepEqual(json.picture.buckets[2], { ...none, write: 1, error: 1, time: '2026-01-15T09:00:00.000Z' });
    assert.deepEqual(json.firstSeen[0], {
      time: '2026-01-15T00:00:00.000Z',
      field: 'agent',
      value: 'evil\n\u001b[31magent',
      principal: 'arn:aws:iam::1:user/alice',
    });
  });
});
