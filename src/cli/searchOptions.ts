import { UserError } from '../base/errors';
import type { EpochMs } from '../base/time';
import type { Scope } from '../index/scope';
import type { ScanScope } from '../scan/scanScope';
import type { SearchWords } from './arguments';
import { parseMoment } from './moment';

const formats = ['table', 'csv', 'jsonl', 'markdown'] as const;
export type OutputFormat = (typeof formats)[number];

/** Which part of a trail is meant. */
export interface ScopeOptions {
  readonly accounts?: readonly string[];
  readonly regions?: readonly string[];
  readonly from?: EpochMs;
  /** Exclusive. */
  readonly to?: EpochMs;
}

/** What the options of a search mean. */
export interface SearchOptions extends ScopeOptions {
  readonly format: OutputFormat;
  readonly columns: readonly string[] | undefined;
  readonly sort: { readonly column: string; readonly descending: boolean };
  readonly limit: number | undefined;
}

/** Throws a UserError `invalidInput` on the first option that cannot be meant. */
export function parseSearchOptions(words: SearchWords): SearchOptions {
  return {
    ...parseScopeOptions(words),
    format: chooseWord('--format', words.format ?? 'table', formats),
    columns: parseColumns(words.columns),
    sort: parseSort(words.sort ?? 'eventTime'),
    limit: words.limit === undefined ? undefined : parseLimit(words.limit),
  };
}

/** Throws a UserError `invalidInput`, too. */
export function parseScopeOptions(words: SearchWords): ScopeOptions {
  const from = words.from === undefined ? undefined : parseMoment('--from', words.from).start;
  const to = words.to === undefined ? undefined : parseMoment('--to', words.to).end;
  if (from !== undefined && to !== undefined && from >= to) throw newUsageError('--from is not before --to');
  return {
    ...(words.accounts.length === 0 ? {} : { accounts: words.accounts.map(checkAccount) }),
    ...(words.regions.length === 0 ? {} : { regions: words.regions }),
    ...(from === undefined ? {} : { from }),
    ...(to === undefined ? {} : { to }),
  };
}

export function parseColumns(text: string | undefined): readonly string[] | undefined {
  return text?.split(',').map((column) => column.trim());
}

export function checkAccount(account: string): string {
  if (/^\d{12}$/.test(account)) return account;
  throw newUsageError(`--account ${JSON.stringify(account)} is not an account id of twelve digits`);
}

/** The choice that a word names; throws a UserError `invalidInput` for any other. */
export function chooseWord<T extends string>(option: string, text: string, choices: readonly T[]): T {
  const choice = choices.find((name) => name === text);
  if (choice === undefined) throw newUsageError(`${option} ${JSON.stringify(text)} is none of ${choices.join(', ')}`);
  return choice;
}

/** `eventTime`, or `-eventTime` for the latest first. */
export function parseSort(text: string): SearchOptions['sort'] {
  return text.startsWith('-') ? { column: text.slice(1), descending: true } : { column: text, descending: false };
}

function parseLimit(text: string): number {
  const limit = Number(text);
  if (!Number.isInteger(limit) || limit < 1)
    throw newUsageError(`--limit ${JSON.stringify(text)} is no number of records`);
  return limit;
}

export function newUsageError(message: string): UserError {
  return new UserError('invalidInput', `${message}.`, { nextStep: 'See trailcase --help.' });
}

/** The part of the trail that is meant: for listing by days of delivery, for searching by the records' own time. */
export function toScopes(
  prefix: string,
  { accounts, regions, from, to }: ScopeOptions,
): { readonly scan: ScanScope; readonly search: Scope } {
  const common = {
    prefix,
    ...(accounts === undefined ? {} : { accounts }),
    ...(regions === undefined ? {} : { regions }),
  };
  const times = { ...(from === undefined ? {} : { from }), ...(to === undefined ? {} : { to }) };
  // CloudTrail delivers within minutes; what happened just before midnight lies in the next day's folder.
  const scanTo = to === undefined ? {} : { to: to + deliveryDelayMs };
  return { scan: { ...common, ...times, ...scanTo }, search: { ...common, ...times } };
}

const deliveryDelayMs = 15 * 60_000;
