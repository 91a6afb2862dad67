import { parseArgs } from 'node:util';
import { UserError } from '../base/errors';
import type { SourceOptions } from '../source/openSource';

export interface CliArguments {
  readonly command: string | undefined;
  readonly operands: readonly string[];
  readonly isJson: boolean;
  readonly isRaw: boolean;
  readonly wantsHelp: boolean;
  readonly wantsVersion: boolean;
  /** Everything of a source but its location. */
  readonly source: Omit<SourceOptions, 'uri'>;
  /** Of the commands that index and search. */
  readonly search: SearchWords;
  readonly validation: ValidationWords;
  readonly subject: SubjectWords;
  /** Of the commands that write a report, a timeline, a chain or a dossier. */
  readonly output: string | undefined;
}

/** Options of timeline, chain and dossier, as they were written: whom they are about, and what is told of it. */
export interface SubjectWords {
  readonly principal: string | undefined;
  readonly key: string | undefined;
  readonly resource: string | undefined;
  readonly address: string | undefined;
  readonly session: string | undefined;
  /** Of a chain: which of an ARN's sessions. */
  readonly at: string | undefined;
  /** Of a timeline: what its lanes stand for, and how wide its buckets are. */
  readonly by: string | undefined;
  readonly bucket: string | undefined;
  /** Of a dossier: count the sessions that were assumed with the key, too. */
  readonly isWithAssumed: boolean;
}

/** Options of validate alone, as they were written. */
export interface ValidationWords {
  readonly trail: string | undefined;
  readonly publicKeys: string | undefined;
  readonly originalLocation: string | undefined;
  readonly isVerbose: boolean;
  /** Trust what earlier runs hashed, where the ETag is still the same. */
  readonly isResuming: boolean;
}

/** Options of the commands that index and search, as they were written; validate and keys have some of them too. */
export interface SearchWords {
  readonly from: string | undefined;
  readonly to: string | undefined;
  readonly accounts: readonly string[];
  readonly regions: readonly string[];
  readonly query: string | undefined;
  readonly format: string | undefined;
  readonly columns: string | undefined;
  readonly sort: string | undefined;
  readonly limit: string | undefined;
  readonly indexFolder: string | undefined;
  readonly cacheFolder: string | undefined;
  /** Read without asking, whatever it costs. */
  readonly isAgreed: boolean;
  /** Only list and say what would be read. */
  readonly isPlanOnly: boolean;
  /** Answer from what is indexed; list and read nothing. */
  readonly isOffline: boolean;
  /** List again although all that was listed is indexed. */
  readonly isUpdate: boolean;
  readonly isExplained: boolean;
  readonly isUnreadableOnly: boolean;
}

/** Throws a UserError `invalidInput` for options that do not exist. */
export function parseArguments(words: readonly string[]): CliArguments {
  const { values, positionals } = parse(words);
  const endpoint = values['endpoint-url'];
  if (endpoint !== undefined) checkEndpoint(endpoint);
  const [command, ...operands] = positionals;
  const searches = searchCommands.has(command ?? '');
  const region = searches ? values['bucket-region'] : (values['bucket-region'] ?? values.region?.at(-1));
  return {
    command,
    operands,
    isJson: values.json === true,
    isRaw: values.raw === true,
    wantsHelp: values.help === true,
    wantsVersion: values.version === true,
    source: {
      ...(values.profile === undefined ? {} : { profile: values.profile }),
      ...(region === undefined ? {} : { region }),
      ...(endpoint === undefined ? {} : { endpoint }),
      ...(values['path-style'] === undefined ? {} : { pathStyle: values['path-style'] }),
    },
    search: toSearchWords(values),
    validation: {
      trail: values.trail,
      publicKeys: values['public-keys'],
      originalLocation: values['original-location'],
      isVerbose: values.verbose === true,
      isResuming: values['no-resume'] !== true,
    },
    subject: {
      principal: values.principal,
      key: values.key,
      resource: values.resource,
      address: values.ip,
      session: values.session,
      at: values.at,
      by: values.by,
      bucket: values.bucket,
      isWithAssumed: values['with-assumed'] === true,
    },
    output: values.output,
  };
}

/** For these `--region` narrows what is read; the bucket's own region is `--bucket-region`. */
const searchCommands: ReadonlySet<string> = new Set(
  'index search sql ledger timeline chain dossier validate keys'.split(' '),
);

function toSearchWords(values: ReturnType<typeof parse>['values']): SearchWords {
  return {
    from: values.from,
    to: values.to,
    accounts: toList(values.account),
    regions: toList(values.region),
    query: values.query,
    format: values.format,
    columns: values.columns,
    sort: values.sort,
    limit: values.limit,
    indexFolder: values['index-folder'],
    cacheFolder: values['cache-folder'],
    isAgreed: values.yes === true,
    isPlanOnly: values.plan === true,
    isOffline: values.offline === true,
    isUpdate: values.update === true,
    isExplained: values.explain === true,
    isUnreadableOnly: values.unreadable === true,
  };
}

/** Options that may be given several times, or once with commas. */
function toList(values: readonly string[] | undefined): readonly string[] {
  return (values ?? [])
    .flatMap((value) => value.split(','))
    .flatMap((value) => (value.trim() === '' ? [] : [value.trim()]));
}

function parse(words: readonly string[]) {
  try {
    return parseArgs({
      args: [...words],
      allowPositionals: true,
      options: {
        profile: { type: 'string' },
        region: { type: 'string', multiple: true },
        'bucket-region': { type: 'string' },
        account: { type: 'string', multiple: true },
        from: { type: 'string' },
        to: { type: 'string' },
        query: { type: 'string', short: 'q' },
        format: { type: 'string' },
        columns: { type: 'string' },
        sort: { type: 'string' },
        limit: { type: 'string' },
        'index-folder': { type: 'string' },
        'cache-folder': { type: 'string' },
        yes: { type: 'boolean', short: 'y' },
        plan: { type: 'boolean' },
        offline: { type: 'boolean' },
        update: { type: 'boolean' },
        explain: { type: 'boolean' },
        unreadable: { type: 'boolean' },
        principal: { type: 'string' },
        key: { type: 'string' },
        resource: { type: 'string' },
        ip: { type: 'string' },
        session: { type: 'string' },
        at: { type: 'string' },
        by: { type: 'string' },
        bucket: { type: 'string' },
        'with-assumed': { type: 'boolean' },
        trail: { type: 'string' },
        'public-keys': { type: 'string' },
        'original-location': { type: 'string' },
        output: { type: 'string', short: 'o' },
        verbose: { type: 'boolean' },
        'no-resume': { type: 'boolean' },
        'endpoint-url': { type: 'string' },
        'path-style': { type: 'boolean' },
        json: { type: 'boolean' },
        raw: { type: 'boolean' },
        help: { type: 'boolean', short: 'h' },
        version: { type: 'boolean' },
      },
    });
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    throw new UserError('invalidInput', message, { cause: error, nextStep: 'trailcase --help lists what there is.' });
  }
}

/** The SDK would say so only at the first call, and not in words. */
function checkEndpoint(endpoint: string): void {
  if (/^https?:\/\/./i.test(endpoint) && URL.canParse(endpoint)) return;
  throw new UserError('invalidInput', `--endpoint-url ${JSON.stringify(endpoint)} is not a URL.`, {
    nextStep: 'Write it as https://host or https://host:port.',
  });
}

/** The one operand a command takes. */
export function getOperand(args: CliArguments, what: string): string {
  const [operand, ...rest] = args.operands;
  if (operand !== undefined && operand.trim() !== '' && rest.length === 0) return operand;
  const problem =
    operand === undefined
      ? `${what} is missing`
      : rest.length === 0
        ? `${what} is empty`
        : `one ${what} is expected, not ${args.operands.length}`;
  throw new UserError('invalidInput', `trailcase ${args.command ?? ''}: ${problem}.`, {
    nextStep: 'See trailcase --help.',
  });
}
