import path from 'node:path';
import { laneFields, type LaneField, type TimelineSubject } from '../engine/timeline/timeline';
import type { TimelineExportFormat } from '../search/timelineExport';
import type { CliArguments } from './arguments';
import { parseQueryOption } from './search';
import {
  checkAccount,
  chooseWord,
  newUsageError,
  parseColumns,
  parseScopeOptions,
  parseSort,
  type ScopeOptions,
} from './searchOptions';

/** Words of `--format`, and the exports that they are. */
const exports = {
  csv: 'csv',
  jsonl: 'jsonl',
  markdown: 'markdown',
  'timesketch-jsonl': 'timesketchJsonl',
  'timesketch-csv': 'timesketchCsv',
} as const satisfies Readonly<Record<string, TimelineExportFormat>>;

const formats = ['table', 'json', 'csv', 'jsonl', 'markdown', 'timesketch-jsonl', 'timesketch-csv'] as const;

/** What the options of `trailcase timeline` mean. */
export interface TimelineOptions {
  readonly subject: TimelineSubject;
  readonly scope: ScopeOptions;
  readonly by: LaneField;
  /** Absent: as wide as fits. */
  readonly bucketMs?: number;
  readonly format: 'table' | 'json' | TimelineExportFormat;
  readonly columns: readonly string[] | undefined;
  readonly descending: boolean;
  /** Absolute path; absent: standard output. */
  readonly output?: string;
}

/** Throws a UserError `invalidInput` on the first option that cannot be meant. */
export function parseTimelineOptions({ search, subject: words, output }: CliArguments): TimelineOptions {
  const subject = parseSubject(search, words);
  const { accounts, ...scope } = parseScopeOptions(search);
  const format = chooseWord('--format', search.format ?? 'table', formats);
  const sort = parseSort(search.sort ?? 'eventTime');
  if (sort.column !== 'eventTime')
    throw newUsageError('a timeline is in order of time: --sort eventTime or -eventTime');
  if (search.limit !== undefined) throw newUsageError('timeline takes no --limit: narrow it with --from and --to');
  return {
    subject,
    // An account that the timeline is about acts in others, too.
    scope: subject.kind === 'account' || accounts === undefined ? scope : { ...scope, accounts },
    by: chooseWord('--by', words.by ?? 'service', laneFields),
    ...(words.bucket === undefined ? {} : { bucketMs: parseBucket(words.bucket) }),
    format: format === 'table' || format === 'json' ? format : exports[format],
    columns: parseColumns(search.columns),
    descending: sort.descending,
    ...(output === undefined ? {} : { output: path.resolve(output) }),
  };
}

/** Exactly one; `--account` is one where there is no other. */
function parseSubject(
  { query, accounts }: CliArguments['search'],
  { principal, key, resource, address }: CliArguments['subject'],
): TimelineSubject {
  const named: readonly TimelineSubject[] = [
    ...(principal === undefined ? [] : [{ kind: 'principal', id: checkId('--principal', principal) } as const]),
    ...(key === undefined ? [] : [{ kind: 'key', id: checkId('--key', key) } as const]),
    ...(resource === undefined ? [] : [{ kind: 'resource', id: checkId('--resource', resource) } as const]),
    ...(address === undefined ? [] : [{ kind: 'address', id: checkId('--ip', address) } as const]),
    ...(query === undefined ? [] : [{ kind: 'query', text: query } as const]),
  ];
  const [subject, ...rest] = named;
  if (rest.length > 0) throw newUsageError('a timeline is about one of --principal, --key, --resource, --ip, --query');
  if (subject?.kind === 'query') parseQueryOption(subject.text);
  if (subject !== undefined) return subject;
  const [account, ...others] = accounts;
  if (account !== undefined && others.length === 0) return { kind: 'account', id: checkAccount(account) };
  throw newUsageError('whom is the timeline about? --principal, --key, --resource, --ip, --account or --query');
}

/** What was written, without the spaces around it. */
export function checkId(option: string, text: string): string {
  const id = text.trim();
  if (id === '') throw newUsageError(`${option} is empty`);
  return id;
}

const unitMs = { s: 1000, m: 60_000, min: 60_000, h: 3_600_000, d: 86_400_000 } as const;

/** `30s`, `5m`, `1h`, `7d` */
function parseBucket(text: string): number {
  const [, count, unit] = /^(\d{1,4})(s|m|min|h|d)$/.exec(text.trim()) ?? [];
  // The pattern lets no other unit through.
  const ms = Number(count ?? 0) * unitMs[(unit ?? 's') as keyof typeof unitMs];
  if (ms > 0) return ms;
  throw newUsageError(`--bucket ${JSON.stringify(text)} is no stretch of time: 30s, 5m, 1h, 7d`);
}
