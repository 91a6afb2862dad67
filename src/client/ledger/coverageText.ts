import { toSizeText } from '../../base/byteSize';
import { toDisplayText, toMarkdownText } from '../../base/displayText';
import { toUtcText } from '../../base/time';
import { toCountText, toNounText } from '../numberText';
import { countLost, type CoverageState, type CoverageTotals } from './coverageTotals';
import type { CoverageElement, CoverageNode } from './coverageTree';

export const stateTitles: Readonly<Record<CoverageState, string>> = {
  whole: 'Indexed',
  partial: 'Partly indexed',
  none: 'Not indexed',
  failed: 'Failed in part',
  unreadable: 'Indexed, with unreadable places',
};

export function toCoverageLabel({ node, place }: CoverageElement): string {
  switch (node.type) {
    case 'source':
    case 'problem':
      return place.title;
    case 'part':
      return toDisplayText(node.label);
    case 'badSegments':
      return `${toNounText(node.segments.length, 'part')} of the index cannot be used`;
    case 'badSegment':
      return toDisplayText(node.segment);
    default:
      return node satisfies never;
  }
}

export function toCoverageDescription(node: CoverageNode): string {
  switch (node.type) {
    case 'source':
      return node.coverage.rows.length === 0 ? 'not indexed' : toTotalsText(node.totals, node.state);
    case 'part':
      return toTotalsText(node.totals, node.state);
    case 'problem':
      return toDisplayText(`${node.error.message} ${node.error.nextStep ?? ''}`.trim(), 600);
    case 'badSegments':
      return 'their logs are read anew when you index next';
    case 'badSegment':
      return toDisplayText(node.reason);
    default:
      return node satisfies never;
  }
}

/**
 * `3 to read · 1,234 records · 56 logs`: what is missing first, because the view is narrow. Only what is not zero, but
 * never nothing.
 */
export function toTotalsText(totals: CoverageTotals, state: CoverageState): string {
  const lost = countLost(totals);
  const isEmpty = totals.listed + totals.read === 0 && totals.problems.length === 0;
  const facts = [
    ...toProblemsText(totals),
    ...(totals.pending === 0 ? [] : [`${toCountText(totals.pending)} to read`]),
    ...(totals.failed === 0 ? [] : [`${toCountText(totals.failed)} failed`]),
    ...(lost === 0 ? [] : [`${toCountText(lost)} left out`]),
    ...(totals.unreadable === 0 ? [] : [`${toCountText(totals.unreadable)} unreadable`]),
    ...(state === 'none' ? ['not indexed'] : isEmpty ? ['no logs'] : [toNounText(totals.indexed, 'record')]),
    ...(totals.read === 0 ? [] : [toNounText(totals.read, 'log')]),
  ];
  return facts.join(' · ');
}

/** The reason where there is nothing else: the node is then what could not be listed. */
function toProblemsText({ problems, listed, read }: CoverageTotals): readonly string[] {
  const [first] = problems;
  if (first === undefined) return [];
  const isAll = problems.length === 1 && listed + read === 0;
  if (!isAll) return [toNounText(problems.length, 'problem')];
  return [toDisplayText(first.replace(/^Cannot list \S+: /, 'cannot be listed: '), 200)];
}

/** The whole row, in Markdown; the sums are there to be checked. */
export function toCoverageTooltip({ node, place }: CoverageElement): string | undefined {
  if (node.type === 'source')
    return [toTotalsTooltip(place.title, node.totals, node.state), ...toIndexLines(node)].join('\n');
  if (node.type === 'part') return toTotalsTooltip(place.title, node.totals, node.state);
  if (node.type === 'problem') return toMarkdownText(toCoverageDescription(node), 1200);
  if (node.type === 'badSegment') return toMarkdownText(node.reason, 1200);
  return undefined;
}

function toIndexLines({ coverage }: Extract<CoverageNode, { type: 'source' }>): readonly string[] {
  const { statement, indexBytes, segments } = coverage;
  const size = `${toSizeText(indexBytes)} in ${toNounText(segments, 'segment')}`;
  return [`- Size of the index: ${toMarkdownText(size)}`, '', toMarkdownText(statement.text, 2000)];
}

function toTotalsTooltip(title: string, totals: CoverageTotals, state: CoverageState): string {
  const { listed, read, skipped, failed, pending, found, indexed, unreadable, copies, bytes, listedTime } = totals;
  const rows: readonly (readonly [string, string])[] = [
    [
      'Logs listed',
      `${toCountText(listed)} (${toSizeText(bytes)}) = ${toCountText(read)} read + ${toCountText(skipped)} skipped + ${toCountText(failed)} failed + ${toCountText(pending)} to read`,
    ],
    [
      'Records found',
      `${toCountText(found)} = ${toCountText(indexed)} indexed + ${toCountText(unreadable)} unreadable`,
    ],
    ...(copies === 0 ? [] : [['Delivered again, counted once', toCountText(copies)] as const]),
    ...[...totals.reasons].map(([reason, objects]) => ['Skipped', `${toCountText(objects)} ${reason}`] as const),
    ...totals.problems.map((problem) => ['Problem', problem] as const),
    ...(listedTime === undefined ? [] : [['Listed last', toUtcText(listedTime)] as const]),
  ];
  const lines = rows.map(([name, value]) => `- ${name}: ${toMarkdownText(value, 600)}`);
  return [`**${toMarkdownText(title)}**: ${stateTitles[state]}`, '', ...lines].join('\n');
}

/** For screen readers. */
export function toSpokenCoverage(element: CoverageElement): string {
  const { node } = element;
  const state = node.type === 'source' || node.type === 'part' ? [stateTitles[node.state]] : [];
  return [toCoverageLabel(element), ...state, toCoverageDescription(node)].join(', ');
}

/** What menus ask for with `viewItem`: `coverage.<type>[.unreadable]`. */
export function toCoverageContext(node: CoverageNode): string {
  if (node.type !== 'source' && node.type !== 'part') return `coverage.${node.type}`;
  const { unreadable, failed, skipped } = node.totals;
  return `coverage.${node.type}${unreadable + failed + skipped > 0 ? '.unreadable' : ''}`;
}
