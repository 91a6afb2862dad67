import type { EpochMs } from '../base/time';
import { toDisplayText } from '../base/displayText';
import type { ValidatedHour } from '../engine/digest/validation';
import { countBuckets } from '../engine/timeline/timeBuckets';
import type { TimelinePicture } from '../engine/timeline/timeline';
import { maxBuckets, type PictureOptions } from '../index/timeline';
import { openTimeline, type OpenTimeline } from '../search/openTimeline';
import { exportTimeline } from '../search/timelineExport';
import { readValidatedHours } from '../validation/validatedHours';
import type { CliArguments } from './arguments';
import { exitCode } from './exitCode';
import { indexFirst } from './indexFirst';
import { checkOutput, withOutput } from './outputFile';
import { newUsageError, toScopes } from './searchOptions';
import { openSearchSession, type SearchSession } from './searchSession';
import { isWhole, tellSummary, tellUnread } from './searchSummary';
import { printNote } from './terminal';
import { toTimelineJson } from './timelineJson';
import { parseTimelineOptions, type TimelineOptions } from './timelineOptions';
import { toTimelineText } from './timelineText';

/** What a table of records shows unless `--columns` chooses others. */
const defaultColumns = ['eventTime', 'eventName', 'principal', 'sourceIPAddress', 'awsRegion', 'errorCode', 'eventID'];
const rowsOnTerminal = 48;
const bucketsOfJson = 500;
const lanesOnTerminal = 10;
const lanesOfJson = 200;

/** `trailcase timeline`: what somebody or something did, by time; reads first what is not indexed yet. */
export async function runTimeline(args: CliArguments, signal: AbortSignal): Promise<number> {
  const options = parseTimelineOptions(args);
  if (options.output !== undefined) await checkOutput(options.output);
  const session = await openSearchSession(args);
  try {
    const scopes = toScopes(session.prefix, options.scope);
    if (!(await indexFirst(session, scopes, args.search, signal))) return exitCode.success;
    const hours = [await readHours(session)];
    const opened = await openTimeline(session.trail, options.subject, scopes.search, { hours }, signal);
    try {
      return await tell(session, opened, options, signal);
    } finally {
      await opened.result.dispose();
    }
  } finally {
    session.dispose();
  }
}

/** As the server does: what every stored validation of the place proves. */
async function readHours({ validations }: SearchSession): Promise<readonly ValidatedHour[]> {
  return readValidatedHours(await validations.openAll(), ({ message }) => {
    printNote(message);
  });
}

async function tell(
  session: SearchSession,
  opened: OpenTimeline,
  options: TimelineOptions,
  signal: AbortSignal,
): Promise<number> {
  const isPrinted = await write(session, opened, options, signal);
  const found = await opened.result.summarize(signal);
  tellSummary(session, found);
  // A table and JSON hold them.
  if (options.format !== 'table' && options.format !== 'json') for (const note of opened.notes) printNote(note);
  const { twins } = opened.summary;
  if (twins > 0) printNote(`${twins.toLocaleString('en-US')} of them are other accounts’ records of the same actions.`);
  if (options.output !== undefined) printNote(`The timeline is in ${toDisplayText(options.output, 2000)}`);
  return isPrinted && isWhole(found) ? exitCode.success : exitCode.unreadable;
}

/** False when records could not be read, so that they are missing from the output. */
async function write(
  { trail, opened: source }: SearchSession,
  opened: OpenTimeline,
  { format, by, bucketMs, columns = defaultColumns, descending, scope, output }: TimelineOptions,
  signal: AbortSignal,
): Promise<boolean> {
  if (format === 'table' || format === 'json') {
    const [rows, maxLanes] = format === 'table' ? [rowsOnTerminal, lanesOnTerminal] : [bucketsOfJson, lanesOfJson];
    const picture = await drawPicture(opened, scope, { buckets: rows, maxLanes, laneBy: by }, bucketMs, signal);
    const parts = { ...opened, picture };
    const text =
      format === 'json'
        ? toTimelineJson(parts, await opened.result.summarize(signal))
        : toTimelineText(parts, process.stdout.columns || 80);
    await withOutput(output, (print) => print(text));
    return true;
  }
  const { title, query, gaps, notes } = opened;
  const about = { title, query, gaps, notes, location: source.source.toUri('') };
  const { unread } = await withOutput(output, (print) =>
    exportTimeline(opened, { format, filter: {}, descending, columns, about }, trail.recordReader(), print, signal),
  );
  tellUnread(unread);
  return unread.length === 0;
}

/** The whole period; the days that were asked for where there are such. */
async function drawPicture(
  { timeline, summary }: OpenTimeline,
  scope: { readonly from?: EpochMs; readonly to?: EpochMs },
  options: Pick<PictureOptions, 'buckets' | 'maxLanes' | 'laneBy'>,
  bucketMs: number | undefined,
  signal: AbortSignal,
): Promise<TimelinePicture> {
  const from = scope.from ?? summary.firstTime;
  const to = scope.to ?? (summary.lastTime === undefined ? undefined : summary.lastTime + 1);
  const view = { ...options, ...(from === undefined ? {} : { from }), ...(to === undefined ? {} : { to }) };
  if (bucketMs === undefined) return timeline.picture(view, signal);
  if (from !== undefined && to !== undefined) checkBucketCount(from, to, bucketMs);
  return timeline.picture({ ...view, bucketMs }, signal);
}

function checkBucketCount(from: EpochMs, to: EpochMs, bucketMs: number): void {
  const count = countBuckets(from, to, bucketMs);
  if (count <= maxBuckets) return;
  throw newUsageError(
    `--bucket makes ${count.toLocaleString('en-US')} buckets, more than ${maxBuckets.toLocaleString('en-US')}: ` +
      'make it wider, or narrow --from and --to',
  );
}
