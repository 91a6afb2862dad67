import type { EpochMs } from '../base/time';
import { toDisplayText } from '../base/displayText';
import { toBucketStart } from '../engine/timeline/timeBuckets';
import {
  recordClasses,
  type ClassCounts,
  type FirstSeen,
  type LaneField,
  type RecordClass,
  type TimelineGap,
  type TimelineGapKind,
  type TimelinePicture,
  type TimelineSummary,
} from '../engine/timeline/timeline';
import { TableText } from './tableText';

/** What a timeline on a terminal is made of. Untrusted text everywhere. */
export interface TimelineParts {
  readonly title: string;
  readonly query: string;
  readonly summary: TimelineSummary;
  readonly gaps: readonly TimelineGap[];
  /** Whole sentences: where silence is not proven. */
  readonly notes: readonly string[];
  readonly picture: TimelinePicture;
}

const letters: Readonly<Record<RecordClass, string>> = { read: 'r', write: 'w', error: 'E', denied: 'D' };

/** Beside the buckets that a gap touches. */
const gapMarks: Readonly<Record<TimelineGapKind, string>> = {
  notIndexed: '?',
  partlyIndexed: '~',
  unreadable: '!',
  unproven: '-',
  provenQuiet: '=',
};
const gapWords: Readonly<Record<TimelineGapKind, string>> = {
  notIndexed: 'not indexed',
  partlyIndexed: 'indexed in part',
  unreadable: 'unreadable',
  unproven: 'not proven by digests',
  provenQuiet: 'proven quiet by digests',
};

const timelineGapKinds: readonly TimelineGapKind[] = [
  'notIndexed',
  'partlyIndexed',
  'unreadable',
  'unproven',
  'provenQuiet',
];

const laneNames: Readonly<Record<LaneField, string>> = {
  service: 'services',
  event: 'events',
  principal: 'principals',
  address: 'addresses',
  region: 'regions',
  account: 'accounts',
};

const maxToldGaps = 30;
const maxToldQuiet = 10;
const maxToldFirstSeen = 25;
/** As many buckets without a record, one after the other, are told in one line. */
const quietRun = 3;

/** A timeline as text: a histogram that letters tell the classes of, gaps, what was new, and the busiest lanes. */
export function toTimelineText(parts: TimelineParts, width: number): string {
  const { title, query, summary, gaps, notes, picture } = parts;
  return [
    `${toDisplayText(title)}\n${toDisplayText(query, 2000)}\n\n${toTotalText(summary)}\n`,
    toHistogram(picture, gaps, Math.max(60, Math.min(width, 160))),
    toGapText(gaps, notes),
    toFirstSeenText(summary),
    toLaneText(picture),
  ]
    .filter((part) => part !== '')
    .join('\n');
}

function toTotalText({ count, classes, untimed, firstTime, lastTime }: TimelineSummary): string {
  const shares = recordClasses.map((name) => `${letters[name]} ${name} ${toCount(classes[name])}`).join(' · ');
  const times =
    firstTime === undefined || lastTime === undefined
      ? 'no records with a time'
      : `${toIso(firstTime)} to ${toIso(lastTime)}`;
  const lost = untimed === 0 ? '' : `; ${toCount(untimed)} without a readable time`;
  return `${toCount(count)} ${count === 1 ? 'record' : 'records'}, ${times} (UTC)${lost}\n${shares}`;
}

function toHistogram(
  { from, to, bucketMs, buckets }: TimelinePicture,
  gaps: readonly TimelineGap[],
  width: number,
): string {
  if (buckets.length === 0) return '';
  const counts = new Map(buckets.map((bucket) => [bucket.time, bucket]));
  const most = Math.max(...buckets.map(sum));
  const countWidth = Math.max(7, toCount(most).length);
  // Beside the time, the count and the marks; rare classes may add a letter each.
  const barWidth = width - countWidth - 30;
  const scale = Math.max(1, most / barWidth);
  const start = toBucketStart(from, bucketMs);
  const lines: string[] = [];
  let quiet: { readonly time: EpochMs; readonly marks: string }[] = [];
  const flush = (): void => {
    lines.push(...toQuietLines(quiet, bucketMs, countWidth));
    quiet = [];
  };
  for (let time = start; time < to; time += bucketMs) {
    const bucket = counts.get(time);
    const marks = marksOf(gaps, time, time + bucketMs);
    if (bucket === undefined) {
      if (quiet.length > 0 && quiet[0]?.marks !== marks) flush();
      quiet.push({ time, marks });
      continue;
    }
    flush();
    lines.push(toLine(time, toCount(sum(bucket)), marks, toBar(bucket, scale), countWidth));
  }
  flush();
  const legend =
    scale > 1
      ? `A letter stands for up to ${toCount(Math.ceil(scale))} records; each class that occurs has one at least.`
      : 'A letter stands for one record.';
  return [`Buckets of ${toDurationText(bucketMs)}. ${legend}`, ...lines, ''].join('\n');
}

function toQuietLines(
  quiet: readonly { readonly time: EpochMs; readonly marks: string }[],
  bucketMs: number,
  countWidth: number,
): readonly string[] {
  const [first] = quiet;
  if (first === undefined) return [];
  const why = toWords(first.marks);
  if (quiet.length < quietRun) return quiet.map(({ time, marks }) => toLine(time, '0', marks, why, countWidth));
  const length = `${quiet.length} buckets, ${toDurationText(quiet.length * bucketMs)}`;
  return [toLine(first.time, '…', first.marks, `${length}, no records ${why}`, countWidth)];
}

/** Buckets without records are no silence where nothing is known of them. */
function toWords(marks: string): string {
  const kinds = timelineGapKinds.filter((kind) => marks.includes(gapMarks[kind]));
  return kinds.length === 0 ? '' : `(${kinds.map((kind) => gapWords[kind]).join(', ')})`;
}

function toLine(time: EpochMs, count: string, marks: string, bar: string, countWidth: number): string {
  return `${toIso(time)} ${count.padStart(countWidth)} ${marks.padEnd(3)} ${bar}`.trimEnd();
}

function toBar(counts: ClassCounts, scale: number): string {
  return recordClasses
    .map((name) => letters[name].repeat(counts[name] === 0 ? 0 : Math.max(1, Math.round(counts[name] / scale))))
    .join('');
}

/** Each kind once: where nothing is known of a part of the accounts and regions, that is marked, too. */
function marksOf(gaps: readonly TimelineGap[], from: EpochMs, to: EpochMs): string {
  return [...new Set(gaps.filter((gap) => gap.from < to && gap.to > from).map(({ kind }) => gapMarks[kind]))].join('');
}

/** What is not known comes first, whatever its time: of proven silence there is a lot. */
function toGapText(gaps: readonly TimelineGap[], notes: readonly string[]): string {
  if (gaps.length === 0 && notes.length === 0) return '';
  const isQuiet = ({ kind }: TimelineGap): boolean => kind === 'provenQuiet';
  const unknown = gaps.filter((gap) => !isQuiet(gap));
  const lines = [
    ...toGapLines(unknown, maxToldGaps, 'more'),
    ...toGapLines(gaps.filter(isQuiet), Math.max(maxToldQuiet, maxToldGaps - unknown.length), 'more of proven silence'),
  ];
  return ['What is not known, or proven (UTC, the end excluded)', ...lines, ...notes, ''].join('\n');
}

function toGapLines(gaps: readonly TimelineGap[], most: number, rest: string): readonly string[] {
  const lines = gaps
    .slice(0, most)
    .map(
      ({ kind, from, to, text }) =>
        `${gapMarks[kind]} ${toIso(from)} to ${toIso(to)}  ${gapWords[kind]}: ${toDisplayText(text, 1000)}`,
    );
  return gaps.length > most ? [...lines, `… and ${toCount(gaps.length - most)} ${rest} (--format json)`] : lines;
}

const firstSeenNames: Readonly<Record<FirstSeen['field'], string>> = {
  event: 'API',
  address: 'address',
  region: 'region',
  agent: 'user agent',
};

function toFirstSeenText({ firstSeen, firstSeenTotal, firstSeenNote }: TimelineSummary): string {
  if (firstSeenTotal === 0 && firstSeenNote === undefined) return '';
  const shown = firstSeen.slice(0, maxToldFirstSeen);
  const [only, ...others] = new Set(shown.map(({ principal }) => principal));
  const isOfOne = only !== undefined && others.length === 0;
  const lines = shown.map(({ field, value, principal, time }) => {
    const by = isOfOne ? '' : `  by ${toDisplayText(principal, 120)}`;
    return `${toIso(time)}  ${firstSeenNames[field].padEnd(10)}  ${toDisplayText(value, 80)}${by}`;
  });
  const more = firstSeenTotal - shown.length;
  return [
    `First seen, in all of the index${isOfOne ? `, of ${toDisplayText(only, 120)}` : ''}`,
    ...lines,
    ...(more > 0 ? [`… and ${toCount(more)} more (--format json)`] : []),
    ...(firstSeenNote === undefined ? [] : [toDisplayText(firstSeenNote, 1000)]),
    '',
  ].join('\n');
}

function toLaneText({ lanes, laneBy, rest }: TimelinePicture): string {
  if (lanes.length === 0) return '';
  const table = new TableText([
    laneNames[laneBy],
    'records',
    ...recordClasses.map((name) => `${letters[name]} ${name}`),
  ]);
  const rows = lanes.map(({ value, count, classes }) => [
    value ?? '(none)',
    toCount(count),
    ...recordClasses.map((name) => toCount(classes[name])),
  ]);
  const others =
    rest.lanes === 0
      ? ''
      : `… and ${toCount(rest.lanes)} more ${laneNames[laneBy]} with ${toCount(sum(rest.classes))} records\n`;
  return `The busiest ${laneNames[laneBy]}\n${table.add(rows)}${table.end()}${others}`;
}

function sum(counts: ClassCounts): number {
  return recordClasses.reduce((total, name) => total + counts[name], 0);
}

function toCount(count: number): string {
  return count.toLocaleString('en-US');
}

/** `2026-01-15T14:05:09Z` */
function toIso(time: EpochMs): string {
  return new Date(time).toISOString().replace(/\.\d+Z$/, 'Z');
}

/** `30 s`, `5 min`, `12 h`, `7 d` */
function toDurationText(ms: number): string {
  const units = [
    { ms: 86_400_000, name: 'd' },
    { ms: 3_600_000, name: 'h' },
    { ms: 60_000, name: 'min' },
  ];
  const unit = units.find((one) => ms >= one.ms && (ms % one.ms === 0 || ms >= 2 * one.ms)) ?? { ms: 1000, name: 's' };
  return `${Math.round((ms / unit.ms) * 10) / 10} ${unit.name}`;
}
