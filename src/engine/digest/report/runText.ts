import { toDisplayText } from '../../../base/displayText';
import type { ValidatedHour, ValidationHeader, Weight } from '../validation';
import type { ReportFinding } from './findings';
import type { HourRow } from './hourTable';
import type { ReportFacts } from './reportFacts';
import type { ReportSource } from './reportSource';
import { countOf, toChainText, toCount, toDurationText, toIsoText, toPlaceText, toSpanText } from './reportText';
import { toVerdictText } from './verdictText';

/** Chains that the text lists; the other reports have them all. */
const maxChains = 50;

export const weightWords: Readonly<Record<Weight, string>> = { wrong: 'WRONG', unproven: 'NOT PROVEN', none: 'note' };

/** What the AWS CLI does not say, in plain text behind its own: ends with a line feed. */
export function toRunText(source: ReportSource, facts: ReportFacts): string {
  const { header } = source;
  const sections = [
    `Verdict: ${toVerdictText(header)}\n`,
    toAboutText(header),
    toHoursText(facts.hours),
    ...facts.findings.map((finding) => toFindingText(source, finding, facts)),
    toProblemsText(header),
    toKeysText(header),
  ];
  return `\n${sections.filter((section) => section !== '').join('\n')}`;
}

function toAboutText({ copyOf, summary }: ValidationHeader): string {
  const how = copyOf?.isInferred === true ? ' (taken from the digests themselves)' : '';
  const copy = copyOf === undefined ? '' : `This is a copy of ${toDisplayText(copyOf.location, 2_000)}${how}.\n`;
  const remembered =
    summary.remembered === 0
      ? ''
      : `The hashes of ${countOf(summary.remembered, 'log')} were remembered from an earlier run.\n`;
  return copy + remembered;
}

function toHoursText(rows: readonly HourRow[]): string {
  if (rows.length === 0) return '';
  const lines = rows.slice(0, maxChains).map((row) => `  ${toChainText(row)}: ${toDurationsText(row)}\n`);
  const rest = rows.length > maxChains ? `  and ${toCount(rows.length - maxChains)} more\n` : '';
  return `Hours by trail, account and region\n${lines.join('')}${rest}`;
}

/** `covered 6 h, quiet 1 h, gap 29 min`; only what there is. */
function toDurationsText({ durationsMs }: HourRow): string {
  const { covered, quiet, gap, unproven, excused } = durationsMs;
  const parts = [
    ['covered', covered],
    ['quiet', quiet],
    ['gap', gap],
    ['unproven', unproven],
    ['pending', excused],
  ] as const;
  const named = parts.filter(([, ms]) => ms > 0).map(([name, ms]) => `${name} ${toDurationText(ms)}`);
  return named.length === 0 ? 'nothing' : named.join(', ');
}

function toFindingText(source: ReportSource, finding: ReportFinding, facts: ReportFacts): string {
  const { id, weight, title, meaning, explanations, nextStep } = finding;
  const causes = explanations.map((cause) => `    - ${cause}\n`).join('');
  const explained = causes === '' ? '' : `  What can explain it:\n${causes}`;
  const next = nextStep === undefined ? '' : `  What to do next: ${nextStep}\n`;
  return `${weightWords[weight]}: ${title}\n  ${meaning}\n${explained}${next}${toSamplesText(source, finding, facts, id)}`;
}

function toSamplesText(
  source: ReportSource,
  { count, isHours }: ReportFinding,
  facts: ReportFacts,
  id: string,
): string {
  if (isHours) return (facts.stretches.get(id) ?? []).map((hour) => `  ${toStretchText(hour)}\n`).join('');
  const objects = facts.objects.get(id) ?? [];
  if (objects.length === 0) return '';
  const lines = objects.map((object) => {
    const reason = object.reason === undefined ? '' : `: ${toDisplayText(object.reason, 1_000)}`;
    return `  ${toPlaceText(source, object)}${reason}\n`;
  });
  const rest = count > objects.length ? `  and ${toCount(count - objects.length)} more\n` : '';
  return lines.join('') + rest;
}

function toStretchText(hour: ValidatedHour): string {
  const logs = hour.logs === 0 ? '' : `, ${countOf(hour.logs, 'log')} in it`;
  return `${toSpanText(hour)} (${toDurationText(hour.to - hour.from)}): ${toChainText(hour)}${logs}`;
}

function toProblemsText({ problems }: ValidationHeader): string {
  if (problems.length === 0) return '';
  const lines = problems.map(({ where, message, nextStep }) => {
    const next = nextStep === undefined ? '' : ` ${toDisplayText(nextStep, 1_000)}`;
    return `  ${toDisplayText(where, 2_000)}: ${toDisplayText(message, 1_000)}${next}\n`;
  });
  return `What was not read\n${lines.join('')}`;
}

function toKeysText({ keys }: ValidationHeader): string {
  if (keys.length === 0) return '';
  const lines = keys.map(({ fingerprint, region, validFrom, validTo, origin, digests }) => {
    const times = [validFrom, validTo].map((time) => (time === undefined ? 'unknown' : toIsoText(time))).join(' to ');
    const use = countOf(digests, 'digest');
    return `  ${toDisplayText(fingerprint)} (${toDisplayText(region)}, ${times}, from ${toDisplayText(origin)}): ${use}\n`;
  });
  return `Public keys\n${lines.join('')}`;
}
