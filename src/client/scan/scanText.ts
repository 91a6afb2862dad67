import { toSizeText } from '../../base/byteSize';
import { toDisplayText } from '../../base/displayText';
import type { ScanPlan, ScanProgress, ScanSummary } from '../../protocol/searchRequests';
import { toCountText, toDollarText, toDurationText, toNounText } from '../numberText';
import type { Work } from '../workStatus';

/** Levels that are named before the rest is counted. */
const shownProblems = 5;

/** A question, and below it what would be read, what not, and what it takes. Plain text, in lines. */
export interface PlanText {
  readonly message: string;
  readonly detail: string;
}

export function toPlanText(plan: ScanPlan, placeTitle: string): PlanText {
  const logs = toLogsText(plan.objectsToRead, plan.bytesToRead);
  const lines = [
    toSpanText(plan),
    '',
    `To read: ${logs}`,
    ...(plan.indexedObjects === 0
      ? []
      : [`In the index already, unchanged: ${toNounText(plan.indexedObjects, 'log')}`]),
    ...(plan.skipped.length === 0 ? [] : ['Left out:', ...plan.skipped.map(toSkippedText)]),
    '',
    ...toCostLines(plan),
    `Time: about ${toDurationText(plan.estimatedSeconds)}`,
    ...(plan.capNotice === undefined ? [] : ['', toDisplayText(plan.capNotice)]),
    ...toProblemLines(plan),
  ];
  return { message: `Index ${logs} of ${placeTitle}?`, detail: lines.join('\n') };
}

/** Also true when something would silently be missing from the index otherwise. */
export function isQuestion({ needsConsent, capNotice, problems }: ScanPlan): boolean {
  return needsConsent || capNotice !== undefined || problems.length > 0;
}

/** What a notification says while a scan runs. */
export function toScanMessage(progress: ScanProgress): string {
  const { phase, objectsDone, objectsTotal, records, failed, secondsLeft } = progress;
  if (phase === 'listing') return `${toNounText(objectsDone, 'log')} listed`;
  if (phase === 'finishing') return `${toNounText(records, 'record')} read, finishing the index`;
  const logs =
    objectsTotal === undefined
      ? toCountText(objectsDone)
      : `${toCountText(objectsDone)} of ${toCountText(objectsTotal)}`;
  return [
    `${logs} logs`,
    toNounText(records, 'record'),
    ...(progress.objectsPerSecond === 0 ? [] : [toRateText(progress, 'logs')]),
    ...(failed === 0 ? [] : [`${toCountText(failed)} failed`]),
    ...(secondsLeft === undefined ? [] : [`${toDurationText(secondsLeft)} left`]),
  ].join(' · ');
}

/** `840 logs/s, 1.0 MB/s` */
export function toRateText(
  { objectsPerSecond, bytesPerSecond }: Pick<ScanProgress, 'objectsPerSecond' | 'bytesPerSecond'>,
  noun: string,
): string {
  return `${toCountText(Math.round(objectsPerSecond))} ${noun}/s, ${toSizeText(Math.round(bytesPerSecond))}/s`;
}

/** From 0 to 100; undefined while it is not known. By bytes, because logs differ in size by a thousand. */
export function toScanPercent(progress: ScanProgress): number | undefined {
  if (progress.phase === 'listing') return undefined;
  const { bytesDone, bytesTotal, objectsDone, objectsTotal } = progress;
  if (bytesTotal !== undefined && bytesTotal > 0) return Math.min(100, (bytesDone / bytesTotal) * 100);
  if (objectsTotal !== undefined && objectsTotal > 0) return Math.min(100, (objectsDone / objectsTotal) * 100);
  return undefined;
}

/** For the status bar: `Indexing 43% · 2 min left`. */
export function toScanStatus(progress: ScanProgress): string {
  if (progress.phase === 'listing') return `Listing ${toCountText(progress.objectsDone)} logs`;
  return toWorkStatus('Indexing', toScanPercent(progress), progress.secondsLeft);
}

/** `Indexing 43% · 2 min left` */
export function toWorkStatus(title: string, percent: number | undefined, secondsLeft: number | undefined): string {
  const done = percent === undefined ? title : `${title} ${Math.floor(percent)}%`;
  return secondsLeft === undefined ? done : `${done} · ${toDurationText(secondsLeft)} left`;
}

export const indexing: Work<ScanProgress> = {
  id: 'trailcase.scan',
  name: 'CloudTrail Indexing',
  command: 'trailcase.showCoverage',
  title: 'Indexing',
  passive: 'is being indexed',
  toStatus: toScanStatus,
  toMessage: toScanMessage,
};

export interface SummaryText {
  readonly text: string;
  /** Something was not read: a warning, and no mere message. */
  readonly isWarning: boolean;
}

/** `unlisted`: levels that could not be listed; what lies there was not even counted. */
export function toScanSummary(summary: ScanSummary, placeTitle: string, unlisted = 0): SummaryText {
  if (isNothingNew(summary) && unlisted === 0) {
    return { text: `Everything of ${placeTitle} is in the index already: nothing new was there.`, isWarning: false };
  }
  const { indexedRecords, readObjects, failedObjects, unreadableRecords, seconds, isComplete, failures } = summary;
  const read = `${toNounText(indexedRecords, 'record')} of ${toNounText(readObjects, 'log')}`;
  const time = `in ${toDurationText(seconds)}`;
  const [first] = failures;
  const parts = [
    isComplete
      ? `Indexed ${placeTitle}: ${read} ${time}.`
      : `Indexing ${placeTitle} was stopped after ${read}. What was read is kept; index it again to go on.`,
    ...(failedObjects === 0
      ? []
      : [
          `${toNounText(failedObjects, 'log')} could not be read${first === undefined ? '' : ` (${toReason(first.reason)})`}.`,
        ]),
    ...(unreadableRecords === 0
      ? []
      : [`${toNounText(unreadableRecords, 'place')} in the logs could not be read as records.`]),
    ...(unlisted === 0 ? [] : [`${toNounText(unlisted, 'place')} could not be listed.`]),
  ];
  const isWarning = failedObjects + unreadableRecords + unlisted > 0 || !isComplete;
  return { text: parts.join(' '), isWarning };
}

function isNothingNew({ readObjects, failedObjects, unreadableRecords, isComplete }: ScanSummary): boolean {
  return isComplete && readObjects + failedObjects + unreadableRecords === 0;
}

function toReason(reason: string): string {
  return toDisplayText(reason, 160).replace(/[.\s]+$/, '');
}

function toLogsText(objects: number, bytes: number): string {
  return `${toNounText(objects, 'log')} (${toSizeText(bytes)})`;
}

function toSpanText(plan: ScanPlan): string {
  const { days, firstDay, lastDay, accounts, regions } = plan;
  const span =
    firstDay === undefined || lastDay === undefined
      ? []
      : [firstDay === lastDay ? `${firstDay} UTC` : `${firstDay} to ${lastDay} UTC`];
  return [...span, toNounText(days, 'day'), toNounText(accounts, 'account'), toNounText(regions, 'region')].join(' · ');
}

function toSkippedText({ reason, objects, bytes }: ScanPlan['skipped'][number]): string {
  // A folder that is left out as a whole has no size.
  const size = bytes === 0 ? '' : ` (${toSizeText(bytes)})`;
  return `• ${toNounText(objects, bytes === 0 ? 'place' : 'object')}${size}: ${toDisplayText(reason, 120)}`;
}

/** The reason alone: the place is named before it. */
function withoutPlace(message: string, where: string): string {
  const start = `Cannot list ${where}: `;
  return message.startsWith(start) ? message.slice(start.length) : message;
}

function toCostLines({ cost }: ScanPlan): readonly string[] {
  if (cost === undefined) return [];
  return [
    `Requests to S3: ${toCountText(cost.requests)}, ${toCostText(cost.requestUsd)}`,
    `Transfer out of AWS: ${toCostText(cost.transferUsd)} (none where this machine is in the bucket’s region)`,
  ];
}

function toCostText(usd: number): string {
  const text = toDollarText(usd);
  return text.startsWith('$') ? `about ${text}` : text;
}

function toProblemLines({ problems }: ScanPlan): readonly string[] {
  if (problems.length === 0) return [];
  const shown = problems
    .slice(0, shownProblems)
    .map(({ where, message }) => `• ${toDisplayText(where, 160)}: ${toDisplayText(withoutPlace(message, where), 200)}`);
  const rest = problems.length - shownProblems;
  return [
    '',
    'Could not be listed, and would be missing:',
    ...shown,
    ...(rest > 0 ? [`… and ${toCountText(rest)} more`] : []),
  ];
}
