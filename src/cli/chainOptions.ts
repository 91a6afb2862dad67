import path from 'node:path';
import type { SessionSubject } from '../engine/session/session';
import type { ChainFormat } from '../engine/session/report/chainReport';
import type { CliArguments } from './arguments';
import { parseMoment } from './moment';
import { chooseWord, newUsageError } from './searchOptions';
import { checkId } from './timelineOptions';

/** Of chains and dossiers. */
export const documentFormats = ['text', 'json', 'markdown', 'html'] as const satisfies readonly ChainFormat[];

export interface ChainOptions {
  readonly subject: SessionSubject;
  readonly format: ChainFormat;
  /** Absolute path; absent: standard output. */
  readonly output?: string;
}

export interface DossierOptions {
  readonly accessKeyId: string;
  readonly withAssumed: boolean;
  readonly format: ChainFormat;
  readonly output?: string;
}

/** What the options of `trailcase chain` mean. Throws a UserError `invalidInput` on the first that cannot be meant. */
export function parseChainOptions(args: CliArguments): ChainOptions {
  return { subject: parseSubject(args.subject), ...parseDocument(args) };
}

/** What the options of `trailcase dossier` mean. Throws a UserError `invalidInput`, too. */
export function parseDossierOptions(args: CliArguments): DossierOptions {
  const { key, isWithAssumed } = args.subject;
  if (key === undefined) throw newUsageError('--key is missing: the access key that the dossier is about');
  return { accessKeyId: checkId('--key', key), withAssumed: isWithAssumed, ...parseDocument(args) };
}

function parseSubject({ key, session, principal, at }: CliArguments['subject']): SessionSubject {
  const named: readonly SessionSubject[] = [
    ...(key === undefined ? [] : [{ kind: 'key', id: checkId('--key', key) } as const]),
    ...(session === undefined ? [] : [{ kind: 'session', arn: checkSession('--session', session) } as const]),
    ...(principal === undefined ? [] : [toPrincipal(checkArn('--principal', principal))]),
  ];
  const [subject, ...rest] = named;
  if (subject === undefined || rest.length > 0) {
    throw newUsageError('a chain is about one of --key, --session, --principal');
  }
  if (at === undefined) return subject;
  if (subject.kind !== 'session') throw newUsageError('--at says which of the sessions of a --session ARN is meant');
  // Of a minute its end: a session that began within it is meant, too.
  return { ...subject, time: parseMoment('--at', at).end - 1 };
}

/** A session is a principal, too. */
function toPrincipal(arn: string): SessionSubject {
  return isSession(arn) ? { kind: 'session', arn } : { kind: 'principal', arn };
}

function isSession(arn: string): boolean {
  return /^arn:[^:]+:sts::\d*:(assumed-role|federated-user)\//.test(arn);
}

function checkSession(option: string, text: string): string {
  const arn = checkArn(option, text);
  if (isSession(arn)) return arn;
  throw newUsageError(
    `${option} ${JSON.stringify(arn)} is no session: arn:aws:sts::111122223333:assumed-role/ROLE/NAME`,
  );
}

function checkArn(option: string, text: string): string {
  const arn = checkId(option, text);
  if (/^arn:[^:]+:[^:]+:/.test(arn)) return arn;
  throw newUsageError(`${option} ${JSON.stringify(arn)} is no ARN`);
}

function parseDocument({ search, output }: CliArguments): { readonly format: ChainFormat; readonly output?: string } {
  return {
    format: chooseWord('--format', search.format ?? 'text', documentFormats),
    ...(output === undefined ? {} : { output: path.resolve(output) }),
  };
}
