import { toMarkdownText } from '../../base/displayText';
import { toUtcText, type EpochMs } from '../../base/time';
import { toMarkdownHead, toMarkdownLine } from '../table/markdownTable';
import type { TimelineGap, TimelineSummary } from './timeline';

/** What stands above the table of a timeline in Markdown. Texts are untrusted. */
export interface TimelineHead {
  readonly title: string;
  /** The subject as a query. */
  readonly query: string | undefined;
  /** `s3://bucket/prefix` or a folder. */
  readonly location: string | undefined;
  readonly summary: TimelineSummary;
  /** What the table holds of the timeline: times, a lane, classes. Sentences of our own with values quoted. */
  readonly narrowed: readonly (readonly [name: string, value: string])[];
  /** What is covered, whole sentences. */
  readonly coverage: string;
  readonly gaps: readonly TimelineGap[];
  /** Whole sentences: where silence is not proven. */
  readonly notes: readonly string[];
  /** Name of a picture's file that lies beside the Markdown file. */
  readonly pictureFile: string | undefined;
}

const maxGaps = 200;
const maxNews = 200;

const gapNames = {
  notIndexed: 'not indexed',
  partlyIndexed: 'partly indexed',
  unreadable: 'unreadable',
  provenQuiet: 'proven quiet',
  unproven: 'unproven',
} as const;

/** Title, facts, gaps, first uses and the picture, up to the heading of the table. GFM; times are UTC. */
export function toMarkdownTimelineHead(head: TimelineHead): string {
  const { title, summary, pictureFile } = head;
  return [
    `# ${toMarkdownText(title)}\n\n`,
    toMarkdownHead(['', '']),
    ...toFacts(head).map(([name, value]) => toMarkdownLine([name, value])),
    '\n',
    pictureFile === undefined ? '' : `![The timeline as a picture](${toLinkTarget(pictureFile)})\n\n`,
    toGaps(head),
    toNews(summary),
    '## Records\n\nTimes are UTC. What several accounts recorded of one action stands here once.\n\n',
  ].join('');
}

function toFacts({ query, location, summary, narrowed, coverage }: TimelineHead): (readonly [string, string])[] {
  const { read, write, error, denied } = summary.classes;
  const count = (n: number): string => n.toLocaleString('en');
  return [
    ...(location === undefined ? [] : [['Trail', location] as const]),
    ...(query === undefined ? [] : [['Query', query === '' ? 'all records' : query] as const]),
    ['Covered', coverage],
    ['First record', toTimeText(summary.firstTime)],
    ['Last record', toTimeText(summary.lastTime)],
    ['Records', count(summary.count)],
    ['Reads', count(read)],
    ['Writes', count(write)],
    ['Errors', count(error)],
    ['Denied', count(denied)],
    ...(summary.twins === 0 ? [] : [['Further records of the same actions', count(summary.twins)] as const]),
    ...(summary.untimed === 0 ? [] : [['Records without a time', count(summary.untimed)] as const]),
    ...narrowed,
  ];
}

/** What is not known, and apart from it the silence that is proven: quiet regions have hundreds of such hours. */
function toGaps({ gaps, notes }: TimelineHead): string {
  const isQuiet = ({ kind }: TimelineGap): boolean => kind === 'provenQuiet';
  const unknown = gaps.filter((gap) => !isQuiet(gap));
  const quiet = gaps.filter(isQuiet);
  return [
    '## Gaps\n\n',
    unknown.length === 0 ? 'None is known.\n\n' : toGapTable(unknown),
    ...notes.map((note) => `${note}\n\n`),
    quiet.length === 0 ? '' : `## Proven quiet\n\n${toGapTable(quiet)}`,
  ].join('');
}

function toGapTable(gaps: readonly TimelineGap[]): string {
  const rows = gaps
    .slice(0, maxGaps)
    .map(({ kind, from, to, text }) => toMarkdownLine([toUtcText(from), toUtcText(to), gapNames[kind], text]));
  const more = gaps.length > maxGaps ? `\nand ${gaps.length - maxGaps} more\n` : '';
  return `${toMarkdownHead(['from', 'to', 'kind', 'what is known'])}${rows.join('')}${more}\n`;
}

function toNews({ firstSeen, firstSeenTotal, firstSeenNote }: TimelineSummary): string {
  if (firstSeen.length === 0) return '';
  const shown = firstSeen.slice(0, maxNews);
  const rows = shown.map(({ time, field, value, principal }) =>
    toMarkdownLine([toUtcText(time), field, value, principal]),
  );
  const more =
    firstSeenTotal > shown.length ? `\nand ${(firstSeenTotal - shown.length).toLocaleString('en')} more\n` : '';
  const note = firstSeenNote === undefined ? '' : `${toMarkdownText(firstSeenNote)}\n\n`;
  return `## Seen for the first time in the index\n\n${note}${toMarkdownHead(['time', 'what', 'value', 'principal'])}${rows.join('')}${more}\n`;
}

function toTimeText(time: EpochMs | undefined): string {
  return time === undefined ? 'none has a time' : toUtcText(time);
}

/** A file's name as the target of a link: nothing in it ends the link or names a scheme. */
function toLinkTarget(name: string): string {
  const escaped = encodeURIComponent(name.replace(/\p{Cs}/gu, '_')).replace(
    /[!'()*~]/g,
    (c) => `%${c.charCodeAt(0).toString(16)}`,
  );
  return `./${escaped}`;
}
