import { toUtcText } from '../base/time';
import type { TimelineGap } from '../engine/timeline/timeline';
import { toMarkdownTimelineHead } from '../engine/timeline/timelineMarkdown';
import { timesketchColumns, timesketchHead, toTimesketchLine } from '../engine/timeline/timesketch';
import type { ResultSet } from '../index/resultSet';
import type { Timeline, TimelineFilter, TimelineRow } from '../index/timeline';
import type { RecordReader } from './recordReader';
import { exportResult, type ExportCount, type ExportedResult } from './resultExport';

/** As `timelineFormats` of the protocol. */
export type TimelineExportFormat = 'csv' | 'jsonl' | 'markdown' | 'timesketchJsonl' | 'timesketchCsv';

export interface TimelineExportOptions {
  readonly format: TimelineExportFormat;
  readonly filter: TimelineFilter;
  readonly descending: boolean;
  /** Of CSV and Markdown. JSONL holds the records as they were delivered; Timesketch has its own. */
  readonly columns: readonly string[];
  /** Of Markdown alone. */
  readonly about?: TimelineAbout;
}

/** What a Markdown export says above its table. Untrusted text everywhere. */
export interface TimelineAbout {
  readonly title?: string;
  /** The subject as a query. */
  readonly query?: string;
  /** `s3://bucket/prefix` or a folder. */
  readonly location?: string;
  readonly gaps?: readonly TimelineGap[];
  /** As of `OpenTimeline`. */
  readonly notes?: readonly string[];
  /** Name of a picture's file beside the Markdown file. */
  readonly pictureFile?: string;
}

/** What an export needs of a result and its timeline. */
export interface ExportedTimeline {
  readonly result: Pick<ResultSet, 'locations' | 'summarize'>;
  readonly timeline: Pick<Timeline, 'rows' | 'summary'>;
}

type WritePart = (part: string | Uint8Array, records: number) => Promise<void>;

const rowsPerBatch = 20_000;

/**
 * Writes the rows of a timeline, each action once, a part at a time. `write` may be slow: nothing more is made until it
 * has taken a part. JSONL holds the records verbatim; those that could not be read are in `unread`.
 */
export async function exportTimeline(
  opened: ExportedTimeline,
  options: TimelineExportOptions,
  reader: RecordReader,
  write: WritePart,
  signal: AbortSignal,
): Promise<ExportCount> {
  const { format, columns } = options;
  if (format === 'timesketchJsonl' || format === 'timesketchCsv')
    return exportTimesketch(opened, options, write, signal);
  if (format === 'markdown') await write(await toHead(opened, options, signal), 0);
  return exportResult(toExportedResult(opened, options), { format, columns, sort: byTime }, reader, write, signal);
}

/** Of no account: the rows come in the timeline's order. */
const byTime = { column: 'eventTime', descending: false };

function toExportedResult({ result, timeline }: ExportedTimeline, options: TimelineExportOptions): ExportedResult {
  return {
    rows: ({ columns }, signal) => listRows(timeline, options, columns, signal),
    locations: (ids, signal) => result.locations(ids, signal),
  };
}

async function* listRows(
  timeline: ExportedTimeline['timeline'],
  { filter, descending }: TimelineExportOptions,
  columns: readonly string[],
  signal: AbortSignal,
): AsyncIterable<readonly TimelineRow[]> {
  for (let offset = 0; ; offset += rowsPerBatch) {
    const { rows, total } = await timeline.rows(filter, offset, rowsPerBatch, descending, columns, signal);
    if (rows.length > 0) yield rows;
    if (offset + rowsPerBatch >= total) return;
  }
}

async function exportTimesketch(
  { timeline }: ExportedTimeline,
  options: TimelineExportOptions,
  write: WritePart,
  signal: AbortSignal,
): Promise<ExportCount> {
  const format = options.format === 'timesketchCsv' ? 'csv' : 'jsonl';
  if (format === 'csv') await write(timesketchHead, 0);
  let records = 0;
  for await (const rows of listRows(timeline, options, timesketchColumns, signal)) {
    records += rows.length;
    await write(rows.map(({ cells }) => toTimesketchLine(cells, format)).join(''), records);
  }
  return { records, unread: [] };
}

async function toHead(
  { result, timeline }: ExportedTimeline,
  { filter, about = {} }: TimelineExportOptions,
  signal: AbortSignal,
): Promise<string> {
  const [summary, { coverage }] = await Promise.all([timeline.summary(signal), result.summarize(signal)]);
  return toMarkdownTimelineHead({
    title: about.title ?? 'Timeline',
    query: about.query,
    location: about.location,
    summary,
    narrowed: toNarrowed(filter),
    coverage: coverage.statement,
    gaps: about.gaps ?? [],
    notes: about.notes ?? [],
    pictureFile: about.pictureFile,
  });
}

function toNarrowed({ from, to, lane, classes }: TimelineFilter): readonly (readonly [string, string])[] {
  return [
    ...(from === undefined ? [] : [['Records below: from', toUtcText(from)] as const]),
    ...(to === undefined ? [] : [['Records below: before', toUtcText(to)] as const]),
    ...(lane === undefined ? [] : [[`Records below: ${lane.by}`, lane.value ?? 'none'] as const]),
    ...(classes === undefined ? [] : [['Records below: kinds', classes.join(', ')] as const]),
  ];
}
