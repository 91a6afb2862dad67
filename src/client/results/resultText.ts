import { toDisplayText, toMarkdownCode, toMarkdownText } from '../../base/displayText';
import { toUtcText } from '../../base/time';
import type { CoverageStatement, SearchProgress, SearchResult } from '../../protocol/searchRequests';
import { toCountText, toDurationText, toNounText } from '../numberText';
import { toScopeTitle } from '../search/place';
import { toSpanText } from '../spanText';
import { countCopies, findCell, hitColumns, isConflict, type Hit } from './hit';
import type { Group, Grouping, ResultOrder } from './resultOrder';
import type { ResultNode, ShownSearch } from './resultTree';

/** Texts of one node. Log content in them is safe to show; the tooltip is Markdown, with all of it escaped. */
export interface ResultText {
  readonly label: string;
  readonly description?: string;
  readonly tooltip?: string;
  /** For screen readers. */
  readonly spoken: string;
}

export function toResultText(node: ResultNode): ResultText {
  switch (node.type) {
    case 'running':
      return toRunningText(node.search);
    case 'summary':
      return toSummaryNode(node.search);
    case 'coverage':
      return toCoverageNode(node.search);
    case 'failed':
      return toFailedText(node.search);
    case 'stopped':
      return toPlainText('Stopped', toQueryText(node.search.query));
    case 'unreadList':
      return toPlainText(`${toNounText(node.unread.length, 'log')} could not be read`, 'matches in them are missing');
    case 'unread':
      return toUnreadText(node.uri, node.reason);
    case 'group':
      return toGroupText(node.group, node.order.grouping);
    case 'hit':
      return toHitText(node.hit, node.order);
    case 'location':
      return toUnreadText(node.location.uri, `record ${toCountText(node.location.record + 1)}`);
    case 'more':
      return toPlainText('Load more', `${toCountText(node.shown)} of ${toCountText(node.total)} shown`);
    case 'note':
      return toPlainText(node.text);
    case 'problem':
      return toPlainText(
        'Cannot show this',
        toDisplayText(`${node.error.message} ${node.error.nextStep ?? ''}`.trim()),
      );
    default:
      return node satisfies never;
  }
}

/** `1,234 records · 12 delivered again · 3 conflicts · not all` */
export function toSummaryText({ count, copies, conflicts, isWhole }: SearchResult): string {
  return [
    count === 0 ? 'No records' : toNounText(count, 'record'),
    ...(copies === 0 ? [] : [`${toCountText(copies)} delivered again`]),
    ...(conflicts === 0 ? [] : [toNounText(conflicts, 'conflict')]),
    ...(isWhole ? [] : ['not all']),
  ].join(' · ');
}

/** A query for a title; the empty one finds everything. */
export function toQueryText(query: string): string {
  return query.trim() === '' ? 'every record' : toDisplayText(query.trim(), 200);
}

export function toProgressText({ hits, logsDone, logsTotal, secondsLeft }: SearchProgress): string {
  return [
    `${toNounText(hits, 'record')} so far`,
    ...(logsTotal === 0 ? [] : [`${toCountText(logsDone)} of ${toCountText(logsTotal)} logs`]),
    ...(secondsLeft === undefined ? [] : [`${toDurationText(secondsLeft)} left`]),
  ].join(' · ');
}

export function toCoverageLabel({ isComplete }: CoverageStatement): string {
  return isComplete ? 'Everything here was read' : 'Not everything here was read';
}

/** `2026-01-15 14:05:09 PutObject`; less of it where the group says the rest. All times are UTC. */
export function toHitText(hit: Hit, { grouping }: Pick<ResultOrder, 'grouping'>): ResultText {
  const time = toDisplayText((findCell(hit, 'eventTime') ?? 'no time').replace('T', ' ').replace(/Z$/, ''), 40);
  const event = findCell(hit, 'eventName') ?? 'no event name';
  const principal = findCell(hit, 'principal');
  const error = findCell(hit, 'errorCode');
  const copies = countCopies(hit);
  const facts = [
    ...(principal === undefined || grouping === 'principal' ? [] : [principal]),
    ...(error === undefined || grouping === 'errorCode' ? [] : [error]),
    ...(isConflict(hit) ? ['same eventID as another record'] : []),
    ...(copies === 0 ? [] : [`${toCountText(copies)} more ${copies === 1 ? 'place' : 'places'}`]),
  ].map((fact) => toDisplayText(fact, 120));
  const name = toDisplayText(event, 120);
  return {
    ...toHitLabel(name, time, facts, grouping),
    tooltip: toHitTooltip(hit),
    spoken: [name, ...facts, `at ${time} UTC`].join(', '),
  };
}

/** First what tells the records of a group apart: the view is narrow. */
function toHitLabel(
  name: string,
  time: string,
  facts: readonly string[],
  grouping: Grouping,
): Pick<ResultText, 'label' | 'description'> {
  switch (grouping) {
    case 'day':
      return { label: `${time.replace(/^\S+ (?=\d)/, '')} ${name}`, description: facts.join(' · ') };
    case 'none':
      return { label: `${time} ${name}`, description: facts.join(' · ') };
    case 'eventName':
      return { label: time, description: facts.join(' · ') };
    default:
      return { label: name, description: [time, ...facts].join(' · ') };
  }
}

function toHitTooltip(hit: Hit): string {
  const lines = hitColumns.flatMap((column) => {
    const value = findCell(hit, column);
    const isPlain = column === 'deliveries' || column === 'isConflict';
    return value === undefined || isPlain ? [] : [`- ${toMarkdownText(column)}: ${toMarkdownCode(value)}`];
  });
  const copies = countCopies(hit);
  const notes = [
    ...(copies === 0 ? [] : [`Delivered ${copies + 1} times, and counted once.`]),
    ...(isConflict(hit) ? ['Another record has the same eventID and other content: both are kept.'] : []),
  ];
  return [...lines, ...notes.flatMap((note) => ['', note])].join('\n');
}

const missingValues: Readonly<Partial<Record<Grouping, string>>> = { day: 'No time', errorCode: 'No error' };

function toGroupText({ value, count, firstTime, lastTime }: Group, grouping: Grouping): ResultText {
  const label = value === null ? (missingValues[grouping] ?? 'Not said') : toDisplayText(value, 200);
  const records = toNounText(count, 'record');
  const span = toSpan(firstTime, lastTime, grouping === 'day');
  return {
    label,
    description: span === undefined ? toCountText(count) : `${toCountText(count)} · ${span}`,
    tooltip: [
      toMarkdownCode(label, 600),
      '',
      span === undefined ? records : `${records}, ${toMarkdownText(span)} UTC`,
    ].join('\n'),
    spoken: [label, records, ...(span === undefined ? [] : [`${span} UTC`])].join(', '),
  };
}

/** `2026-01-15 14:05 – 15:20`; of a day its times alone. */
function toSpan(first: number | undefined, last: number | undefined, isDay: boolean): string | undefined {
  if (first === undefined || last === undefined) return undefined;
  const span = toSpanText(first, last);
  return isDay ? span.slice('2026-01-15 '.length) : span;
}

function toRunningText({ query, outcome }: ShownSearch): ResultText {
  const progress = outcome.type === 'running' ? outcome.progress : undefined;
  const text = progress === undefined ? '' : ` · ${toProgressText(progress)}`;
  return toPlainText('Searching…', `${toQueryText(query)}${text}`);
}

function toSummaryNode({ query, place, outcome }: ShownSearch): ResultText {
  if (outcome.type !== 'done') return toPlainText(toQueryText(query));
  const { result } = outcome;
  const label = toSummaryText(result);
  const lines = [
    `- Query: ${toMarkdownCode(toQueryText(query), 1000)}`,
    `- Where: ${toMarkdownText(toScopeTitle(place))}`,
    ...(result.firstTime === undefined ? [] : [`- First: ${toMarkdownText(toUtcText(result.firstTime))}`]),
    ...(result.lastTime === undefined ? [] : [`- Last: ${toMarkdownText(toUtcText(result.lastTime))}`]),
    ...(result.copies === 0
      ? []
      : [`- Delivered more than once, counted once: ${toCountText(result.copies)} further deliveries`]),
    ...(result.conflicts === 0
      ? []
      : [`- Conflicts: ${toCountText(result.conflicts)} records share an eventID with other content`]),
    ...(result.isWhole ? [] : ['- Not all: it was stopped, or found more than are kept']),
    `- Took: ${toCountText(Math.round(result.elapsedMs))} ms${result.isIndexed ? '' : ', reading originals'}`,
  ];
  const where = `${toQueryText(query)} in ${toScopeTitle(place)}`;
  return { label, description: where, tooltip: lines.join('\n'), spoken: `${label}, ${where}` };
}

function toCoverageNode({ outcome }: ShownSearch): ResultText {
  if (outcome.type !== 'done') return toPlainText('');
  const { coverage } = outcome.result;
  const label = toCoverageLabel(coverage);
  const text = toDisplayText(coverage.text, 1000);
  return { label, description: text, tooltip: toMarkdownText(coverage.text, 2000), spoken: `${label}. ${text}` };
}

function toFailedText({ query, outcome }: ShownSearch): ResultText {
  const error = outcome.type === 'failed' ? outcome.error : undefined;
  const text = toDisplayText(`${error?.message ?? ''} ${error?.nextStep ?? ''}`.trim(), 600);
  return {
    label: 'The search failed',
    description: text,
    tooltip: [`- Query: ${toMarkdownCode(toQueryText(query), 1000)}`, '', toMarkdownText(text, 1200)].join('\n'),
    spoken: `The search failed. ${text}`,
  };
}

/** An object's name, with the whole URI in the tooltip. */
function toUnreadText(uri: string, description: string): ResultText {
  const label = toDisplayText(uri.slice(uri.lastIndexOf('/') + 1), 200);
  const text = toDisplayText(description, 300);
  const tooltip = [toMarkdownCode(uri, 1200), '', toMarkdownText(description, 600)].join('\n');
  return { label, description: text, tooltip, spoken: `${label}, ${text}` };
}

function toPlainText(label: string, description?: string): ResultText {
  if (description === undefined || description === '') return { label, spoken: label };
  return { label, description, spoken: `${label}, ${description}` };
}
