import { toUtcText, type EpochMs } from '../../../base/time';
import { objectStatuses, validatedKinds, type ChainSummary, type ValidationHeader } from '../validation';
import type { ReportFacts } from './reportFacts';
import type { ReportData } from './reportData';
import type { ReportSource } from './reportSource';
import type { ReportFinding } from './findings';
import { countOf, toChainText, toCount, toDurationText, toPlaceText, toSpanText } from './reportText';

/** A table of a report, before it is written as Markdown or HTML: texts are hostile still. */
export interface ReportTable {
  readonly columns: readonly string[];
  readonly rows: readonly (readonly string[])[];
  /** Columns of figures. */
  readonly figures?: readonly string[];
  /** Rows that were left out. */
  readonly rest?: number;
}

const maxChains = 500;
const kindNames = { log: 'logs', digest: 'digests', backfillDigest: 'backfill digests' } as const;

/** What was validated, when, and with what: names and values. */
export function toFactRows(
  header: ValidationHeader,
  data: ReportData,
): readonly (readonly [name: string, value: string])[] {
  const { location, scope, window, copyOf, generator, exitCode, isComplete, summary } = header;
  const inferred = copyOf?.isInferred === true ? ' (taken from the digests themselves)' : '';
  const rows: readonly (readonly [string, string | undefined])[] = [
    ['Location', location],
    ['Folder', scope.prefix === '' ? undefined : scope.prefix],
    ['Copy of', copyOf === undefined ? undefined : `${copyOf.location}${inferred}`],
    ['Trail', scope.trail ?? 'every trail that has digests there'],
    ['Accounts', scope.accounts?.join(', ') ?? 'all'],
    ['Regions', scope.regions?.join(', ') ?? 'all'],
    ['Window', `${toTimeText(window.from)} to ${toTimeText(window.to)} (${toDurationText(window.to - window.from)})`],
    [
      'Validated',
      `${toTimeText(header.startedTime)} to ${toTimeText(header.endedTime)}${isComplete ? '' : ', stopped before its end'}`,
    ],
    [
      'Remembered',
      summary.remembered === 0 ? undefined : `the hashes of ${countOf(summary.remembered, 'log')}, from an earlier run`,
    ],
    ['Exit code', String(exitCode)],
    ['Tool', generator],
    ['SHA-256 of the data', data.sha256],
    ['SHA-256 of the JSON report', data.isAbridged ? data.wholeSha256 : undefined],
  ];
  return rows.flatMap(([name, value]) => (value === undefined ? [] : [[name, value] as const]));
}

export function toCountTable({ summary }: ValidationHeader): ReportTable {
  const statuses = objectStatuses.filter(
    (status) => status === 'valid' || validatedKinds.some((kind) => summary[kind][status] > 0),
  );
  const rows = validatedKinds
    .map((kind) => ({ kind, total: objectStatuses.reduce((sum, status) => sum + summary[kind][status], 0) }))
    .filter(({ kind, total }) => kind !== 'backfillDigest' || total > 0)
    .map(({ kind, total }) => [
      kindNames[kind],
      ...statuses.map((status) => toCount(summary[kind][status])),
      toCount(total),
    ]);
  return { columns: ['', ...statuses, 'total'], rows, figures: [...statuses, 'total'] };
}

/** How much of the window has which status, for each chain. */
export function toHourTable(facts: ReportFacts): ReportTable {
  const figures = ['covered', 'quiet', 'gap', 'unproven', 'pending', 'logs'];
  const rows = facts.hours.slice(0, maxChains).map((row) => {
    const { covered, quiet, gap, unproven, excused } = row.durationsMs;
    const durations = [covered, quiet, gap, unproven, excused].map((ms) => (ms === 0 ? '0' : toDurationText(ms)));
    return [row.trail ?? '(no trail)', row.account, row.region, ...durations, toCount(row.logs)];
  });
  const rest = Math.max(0, facts.hours.length - maxChains);
  return { columns: ['trail', 'account', 'region', ...figures], rows, figures, rest };
}

/** What the digests of each chain prove. */
export function toChainTable({ chains }: ValidationHeader): ReportTable {
  const rows = chains
    .slice(0, maxChains)
    .map((chain) => [
      chain.trail,
      chain.homeRegion,
      chain.account,
      chain.region,
      toCount(chain.digests),
      toProvenText(chain),
    ]);
  const columns = ['trail', 'home region', 'account', 'region', 'digests', 'proven'];
  return { columns, rows, figures: ['digests'], rest: Math.max(0, chains.length - maxChains) };
}

function toProvenText(chain: ChainSummary): string {
  if (chain.proven === undefined) return 'nothing';
  const restarts = chain.restarts.map(toTimeText).join(', ');
  const proven = `${toTimeText(chain.proven.from).replace(' UTC', '')} to ${toTimeText(chain.proven.to)}`;
  return restarts === '' ? proven : `${proven}; begins anew ${restarts}`;
}

export function toKeyTable({ keys }: ValidationHeader): ReportTable {
  return {
    columns: ['fingerprint', 'region', 'valid from', 'valid to', 'taken from', 'digests'],
    rows: keys.map(({ fingerprint, region, validFrom, validTo, origin, digests }) => [
      fingerprint,
      region,
      validFrom === undefined ? 'unknown' : toTimeText(validFrom),
      validTo === undefined ? 'unknown' : toTimeText(validTo),
      origin,
      toCount(digests),
    ]),
    figures: ['digests'],
  };
}

/** The objects or stretches of a finding: only the columns in which anything stands. */
export function toFindingTable(
  source: ReportSource,
  finding: ReportFinding,
  facts: ReportFacts,
): ReportTable | undefined {
  const stretches = facts.stretches.get(finding.id);
  if (stretches !== undefined) {
    const rows = stretches.map((hour) => [
      toSpanText(hour),
      toDurationText(hour.to - hour.from),
      toChainText(hour),
      toCount(hour.logs),
      hour.reason ?? '',
    ]);
    return withoutEmpty({
      columns: ['time', 'length', 'trail, account, region', 'logs in it', 'reason'],
      rows,
      figures: ['logs in it'],
    });
  }
  const objects = facts.objects.get(finding.id);
  if (objects === undefined) return undefined;
  const rows = objects.map((object) => [
    toPlaceText(source, object),
    toChainText(object),
    object.reason ?? '',
    object.expectedHash ?? '',
    object.foundHash ?? '',
    object.digestKey ?? '',
  ]);
  const columns = ['object', 'trail, account, region', 'reason', 'expected SHA-256', 'found SHA-256', 'digest'];
  return withoutEmpty({ columns, rows, rest: finding.count - objects.length });
}

function withoutEmpty(table: ReportTable): ReportTable {
  const kept = table.columns.map((_, at) => at).filter((at) => table.rows.some((row) => row[at] !== ''));
  const pick = (cells: readonly string[]): readonly string[] => kept.map((at) => cells[at] ?? '');
  return { ...table, columns: pick(table.columns), rows: table.rows.map(pick) };
}

/** `2026-01-15 08:01:31 UTC`; `unknown` for what is no time. */
function toTimeText(time: EpochMs): string {
  return Number.isNaN(new Date(time).getTime()) ? 'unknown' : toUtcText(time);
}
