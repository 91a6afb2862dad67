import { toDisplayText, toMarkdownCode, toMarkdownText } from '../../base/displayText';
import { toUtcText } from '../../base/time';
import type { ValidatedHour, ValidationHeader } from '../../engine/digest/validation';
import type { ValidationFinding, ValidationObjectRow } from '../../protocol/validationRequests';
import { toCountText, toNounText } from '../numberText';
import { toSpanText } from '../spanText';
import { badgeWords } from './badgeText';
import type { FindingGroup, IntegrityElement, RunFact, ShownRun } from './integrityTree';
import { countObjects, toHoursText, toStatusText, toVerdictText, toWindowText, verdictTitles } from './validationText';

/** Texts of one node. What S3 or a log said is safe to show; the tooltip is Markdown, with all of it escaped. */
export interface IntegrityText {
  readonly label: string;
  readonly description?: string;
  readonly tooltip?: string;
}

const groupTitles: Readonly<Record<FindingGroup, string>> = {
  wrong: 'Wrong',
  unproven: 'Not proven',
  none: 'Notes',
  hours: 'Coverage of hours',
};

export function toIntegrityText({ node, run }: IntegrityElement): IntegrityText {
  switch (node.type) {
    case 'run':
      return run === undefined ? { label: '' } : toRunText(run);
    case 'fact':
      return run === undefined ? { label: '' } : toFactText(run.header, node.fact);
    case 'group':
      return toGroupText(node.group, node.findings, run?.header);
    case 'finding':
      return toFindingText(node.finding);
    case 'object':
      return toObjectText(node.object);
    case 'hour':
      return toHourText(node.hour);
    case 'trouble':
      return toTroubleText(node.trouble);
    case 'more':
      return { label: 'Load more', description: `${toCountText(node.shown)} of ${toCountText(node.total)} shown` };
    case 'problem':
      return {
        label: 'Cannot show this',
        description: toDisplayText(`${node.error.message} ${node.error.nextStep ?? ''}`.trim(), 600),
      };
    default:
      return node satisfies never;
  }
}

/** For screen readers. */
export function toSpokenIntegrity(element: IntegrityElement): string {
  const { label, description } = toIntegrityText(element);
  const { node } = element;
  const more = node.type === 'finding' ? toDisplayText(node.finding.meaning, 600) : description;
  return more === undefined || more === '' ? label : `${label}, ${more}`;
}

/** What menus ask for with `viewItem`: `integrity.<type>`, and what can be done with the node. */
export function toIntegrityContext(element: IntegrityElement): string {
  const { node, run } = element;
  const marks = [
    ...(element.documentUri === undefined ? [] : ['open']),
    ...(element.digestUri === undefined ? [] : ['digest']),
    ...(node.type === 'object' && hasHashes(node.object) ? ['hashes'] : []),
    ...(node.type === 'trouble' && run?.root.isLocal === false ? ['profile'] : []),
    ...(node.type === 'trouble' && node.trouble.code === 'keysUnavailable' ? ['keys'] : []),
  ];
  return ['integrity', node.type, ...marks].join('.');
}

export function hasHashes({
  expectedHash,
  foundHash,
}: Pick<ValidationObjectRow, 'expectedHash' | 'foundHash'>): boolean {
  return expectedHash !== undefined || foundHash !== undefined;
}

/** The name of an object; of one that only its hour names, that hour. */
export function toObjectName({ kind, key, original, from, to }: ValidationObjectRow): string {
  const name = key ?? original?.key;
  if (name !== undefined) return toDisplayText(name.slice(name.lastIndexOf('/') + 1), 200);
  return `${kind === 'log' ? 'Log' : 'Digest'} of ${toSpan(from, to)}`;
}

/** Everything that is known of an object, in lines. */
export function toObjectFacts(object: ValidationObjectRow): readonly (readonly [name: string, value: string])[] {
  const { uri, original, from, to, key } = object;
  const delivered = original === undefined ? undefined : `s3://${original.bucket}/${original.key}`;
  const rows: readonly (readonly [string, string | undefined])[] = [
    ['Object', uri ?? delivered],
    ['Delivered as', delivered === (uri ?? delivered) ? undefined : delivered],
    ['Status', badgeWords[object.status].title],
    ['Reason', object.reason],
    ['Time', from === undefined && to === undefined ? undefined : toSpan(from, to)],
    ['Trail', object.trail],
    ['Account', object.account],
    ['Region', object.region],
    ['Expected SHA-256', object.expectedHash],
    ['Found SHA-256', object.foundHash],
    ['Named by', object.digestKey === key ? undefined : object.digestKey],
    ['Key fingerprint', object.fingerprint],
    ['Signature', object.hasRecoveredSignature === true ? 'recovered from the next digest' : undefined],
    ['Hash', object.isRemembered === true ? 'remembered from an earlier run: its ETag is the same' : undefined],
  ];
  return rows.flatMap(([name, value]) => (value === undefined || value === '' ? [] : [[name, value] as const]));
}

/** `2026-01-15 02:58 – 03:12 UTC` */
export function toSpan(from: number | undefined, to: number | undefined): string {
  const [first, last] = [from ?? to, to ?? from];
  return first === undefined || last === undefined ? 'unknown time' : `${toSpanText(first, last)} UTC`;
}

/** The run in lines, for a tooltip and for the clipboard. */
export function toRunFacts({ root, header }: ShownRun): readonly (readonly [name: string, value: string])[] {
  const { scope, copyOf } = header;
  const rows: readonly (readonly [string, string | undefined])[] = [
    ['Source', root.label],
    ['Location', header.location],
    ['Below', scope.prefix === '' ? undefined : scope.prefix],
    ['Accounts', scope.accounts?.join(', ')],
    ['Regions', scope.regions?.join(', ')],
    ['Trail', scope.trail],
    ['Window', toWindowText(header.window)],
    ['Copy of', copyOf === undefined ? undefined : toCopyText(copyOf)],
    ['Hours', toHoursText(header.summary.hours)],
    ['Hashes remembered', header.summary.remembered === 0 ? undefined : toCountText(header.summary.remembered)],
    ['Begun', toUtcText(header.startedTime)],
    ['Ended', toUtcText(header.endedTime)],
    ['By', header.generator],
  ];
  return rows.flatMap(([name, value]) => (value === undefined || value === '' ? [] : [[name, value] as const]));
}

function toRunText(run: ShownRun): IntegrityText {
  const { header, root } = run;
  const facts = [
    toDisplayText(root.label, 60),
    toWindowText(header.window),
    ...(header.isComplete ? [] : ['incomplete']),
  ];
  return {
    label: verdictTitles[header.verdict],
    description: facts.join(' · '),
    tooltip: [`**${toMarkdownText(toVerdictText(header), 600)}**`, '', ...toLines(toRunFacts(run))].join('\n'),
  };
}

function toFactText(header: ValidationHeader, fact: RunFact): IntegrityText {
  const { summary, copyOf, keys } = header;
  switch (fact) {
    case 'digest': {
      const backfill = countObjects(summary.backfillDigest);
      const more =
        backfill === 0 ? '' : ` · ${toNounText(backfill, 'backfill digest')}: ${toStatusText(summary.backfillDigest)}`;
      return {
        label: toNounText(countObjects(summary.digest), 'digest'),
        description: toStatusText(summary.digest) + more,
      };
    }
    case 'log':
      return { label: toNounText(countObjects(summary.log), 'log'), description: toStatusText(summary.log) };
    case 'copy':
      return { label: 'A copy', description: copyOf === undefined ? '' : `of ${toCopyText(copyOf)}` };
    case 'keys': {
      const lines = keys.map(
        ({ fingerprint, region, origin, digests }) =>
          `- ${toMarkdownCode(fingerprint)} ${toMarkdownText(`${region}, from ${origin}: ${toNounText(digests, 'digest')}`)}`,
      );
      const origins = [...new Set(keys.map(({ origin }) => toDisplayText(origin, 120)))];
      const count = new Set(keys.map(({ fingerprint }) => fingerprint)).size;
      return {
        label: toNounText(count, 'public key'),
        description: `from ${origins.join(', ')}`,
        tooltip: lines.join('\n'),
      };
    }
    default:
      return fact satisfies never;
  }
}

function toCopyText({ location, isInferred }: NonNullable<ValidationHeader['copyOf']>): string {
  return `${toDisplayText(location)}${isInferred ? ', as its digests say' : ''}`;
}

function toGroupText(
  group: FindingGroup,
  findings: readonly ValidationFinding[],
  header: ValidationHeader | undefined,
): IntegrityText {
  const label = groupTitles[group];
  if (group === 'hours') return { label, description: header === undefined ? '' : toHoursText(header.summary.hours) };
  return { label, description: toNounText(findings.length, 'finding') };
}

function toFindingText(finding: ValidationFinding): IntegrityText {
  return {
    label: toDisplayText(finding.title),
    description: toDisplayText(finding.meaning, 600),
    tooltip: toFindingTooltip(finding),
  };
}

/** What it means, what can explain it, and what to do. */
function toFindingTooltip({ title, meaning, explanations, nextStep }: ValidationFinding): string {
  return [
    `**${toMarkdownText(title)}**`,
    '',
    toMarkdownText(meaning, 1000),
    ...(explanations.length === 0 ? [] : ['', 'What can explain it, the likeliest harmless cause first:', '']),
    ...explanations.map((text) => `- ${toMarkdownText(text, 600)}`),
    ...(nextStep === undefined ? [] : ['', toMarkdownText(nextStep, 600)]),
  ].join('\n');
}

/** When and where it was delivered, then what is the matter with it: file names begin alike and are long. */
function toObjectText(object: ValidationObjectRow): IntegrityText {
  const { status, reason, from, to, trail } = object;
  const name = toObjectName(object);
  const hasTime = from !== undefined || to !== undefined;
  const facts = [
    toPlaceText(object),
    reason === undefined ? status : toDisplayText(reason, 200),
    toTrailText(trail),
    hasTime && hasName(object) ? name : '',
  ];
  return {
    label: hasTime ? toSpan(from, to) : name,
    description: toFacts(facts),
    tooltip: [`**${toMarkdownText(name)}**`, '', ...toLines(toObjectFacts(object))].join('\n'),
  };
}

function hasName({ key, original }: ValidationObjectRow): boolean {
  return (key ?? original) !== undefined;
}

function toHourText(hour: ValidatedHour): IntegrityText {
  const { status, reason, logs, from, to, homeRegion, isExcused, trail } = hour;
  const said = reason === undefined ? status : `${status}: ${toDisplayText(reason, 200)}`;
  const home = homeRegion === undefined ? '' : ` (home region ${homeRegion})`;
  const place = toFacts([toPlaceText(hour), toTrailText(trail)]);
  const label = toSpan(from, to);
  const inIt = logs === 0 ? 'no logs in it' : `${toNounText(logs, 'log')} in it`;
  const facts = [toPlaceText(hour), said, inIt, toTrailText(trail), isExcused === true ? 'does not count' : ''];
  return {
    label,
    description: toFacts(facts),
    tooltip: [
      `**${toMarkdownText(label)}**`,
      '',
      toMarkdownText(said, 600),
      '',
      toMarkdownText(`${place}${home}: ${inIt}`),
    ].join('\n'),
  };
}

function toFacts(facts: readonly string[]): string {
  return facts.filter((fact) => fact !== '').join(' · ');
}

/** `111122223333 us-east-1` */
function toPlaceText({ account, region }: { readonly account: string; readonly region: string }): string {
  return toDisplayText(`${account} ${region}`.trim(), 80);
}

function toTrailText(trail: string | undefined): string {
  return trail === undefined ? '' : `trail ${toDisplayText(trail, 130)}`;
}

function toTroubleText({ where, message, nextStep }: ValidationHeader['problems'][number]): IntegrityText {
  const next = nextStep === undefined ? [] : ['', toMarkdownText(nextStep, 600)];
  return {
    label: toDisplayText(where, 200),
    description: toDisplayText(message, 400),
    tooltip: [toMarkdownCode(where, 1200), '', toMarkdownText(message, 1200), ...next].join('\n'),
  };
}

function toLines(facts: readonly (readonly [name: string, value: string])[]): readonly string[] {
  return facts.map(([name, value]) => `- ${toMarkdownText(name)}: ${toMarkdownCode(value, 1200)}`);
}
