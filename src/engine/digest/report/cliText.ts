import { toDisplayText } from '../../../base/displayText';
import type { EpochMs } from '../../../base/time';
import type { ValidatedObject, ValidationHeader } from '../validation';
import { collectGaps, type Gap } from './gaps';
import { collectFacts } from './reportFacts';
import { toChainKey, type ReportSource } from './reportSource';
import { countOf, toIsoText, toPlaceText } from './reportText';
import { toRunText } from './runText';

/** Objects of each finding that the text lists: all of them stand above as lines already. */
const objectsPerFinding = 5;

export interface CliTextPart {
  readonly stream: 'stdout' | 'stderr';
  readonly text: string;
}

/**
 * The run as `aws cloudtrail validate-logs` prints it (awscli 1.45, customizations/cloudtrail/validation.py): the same
 * lines, blank lines and streams for what it knows too, other words for what it does not; then a section of our own.
 * `isVerbose` also prints what is valid or pending, as the CLI's `--verbose` does. Rejects with an AbortError.
 */
export async function* toCliText(
  source: ReportSource,
  options: { readonly isVerbose: boolean },
  signal: AbortSignal,
): AsyncGenerator<CliTextPart> {
  const text = new CliText(source, await collectGaps(source, signal));
  yield text.startup();
  for await (const objects of options.isVerbose ? source.objects() : source.exceptions()) {
    signal.throwIfAborted();
    yield* joinParts(objects.flatMap((object) => text.object(object, options.isVerbose)));
  }
  yield* text.restOfGaps();
  yield text.summary();
  yield { stream: 'stdout', text: toRunText(source, await collectFacts(source, objectsPerFinding, signal)) };
}

/** Keeps what the CLI keeps: whether a blank line was printed last, and what it counted. */
class CliText {
  #isDoubleSpaced = true;
  /** By chain, the newest first; each is printed before the first object that is older than it. */
  readonly #gaps = new Map<string, Gap[]>();
  #chain: string | undefined;
  readonly #invalid = { log: 0, digest: 0, backfillDigest: 0 };
  readonly #unread = { log: 0, digest: 0, backfillDigest: 0 };

  constructor(
    private readonly source: ReportSource,
    gaps: readonly Gap[],
  ) {
    for (const gap of gaps) {
      const key = toChainKey(gap);
      if (gap.isBetween) this.#gaps.set(key, [...(this.#gaps.get(key) ?? []), gap]);
    }
  }

  startup(): CliTextPart {
    const { scope, location, window } = this.source.header;
    const what = scope.trail === undefined ? `in ${location}` : `for trail ${scope.trail}`;
    return toStdout(`Validating log files ${toDisplayText(what, 2_000)} between ${toSpan(window)}\n\n`);
  }

  object(object: ValidatedObject, isVerbose: boolean): CliTextPart[] {
    const gaps = this.#gapsBefore(object);
    this.#count(object);
    const line = `${toLineStart(object)}\t${toPlaceText(this.source, object)}\t${toLineEnd(object)}`;
    if (isQuiet(object)) return isVerbose ? [...gaps, this.#status(line)] : gaps;
    return [...gaps, this.#error(line)];
  }

  restOfGaps(): CliTextPart[] {
    return [...this.#gaps.keys()].flatMap((chain) => this.#takeGaps(chain, -Infinity));
  }

  summary(): CliTextPart {
    const { header } = this.source;
    const blank = this.#isDoubleSpaced ? '' : '\n';
    const start = `${blank}Results requested for ${toSpan(header.window, ' to ')}\n`;
    const kinds = ['digest', 'backfillDigest', 'log'] as const;
    const ratios = kinds.map((kind) =>
      toRatio(header.summary[kind].valid, this.#invalid[kind], this.#unread[kind], ratioNouns[kind]),
    );
    if (ratios[0] === '' && ratios[1] === '') return toStdout(`${start}No digests found\n`);
    return toStdout(`${start}${toFoundText(header)}${ratios.join('')}\n`);
  }

  #gapsBefore(object: ValidatedObject): CliTextPart[] {
    if (this.#gaps.size === 0) return [];
    const chain = toChainKey(object);
    const left = object.kind === 'log' || chain === this.#chain ? undefined : this.#chain;
    if (object.kind !== 'log') this.#chain = chain;
    const rest = left === undefined ? [] : this.#takeGaps(left, -Infinity);
    return [...rest, ...this.#takeGaps(chain, object.to ?? object.from ?? Infinity)];
  }

  /** Those that begin at `end` or later. */
  #takeGaps(chain: string, end: EpochMs): CliTextPart[] {
    const gaps = this.#gaps.get(chain);
    const taken: CliTextPart[] = [];
    for (let gap = gaps?.[0]; gap !== undefined && gap.from >= end; gap = gaps?.[0]) {
      taken.push(this.#error(toGapText(gap)));
      gaps?.shift();
    }
    if (gaps?.length === 0) this.#gaps.delete(chain);
    return taken;
  }

  #count({ kind, status, code }: ValidatedObject): void {
    if (status === 'modified' || status === 'invalid') this.#invalid[kind] += 1;
    else if (status === 'missing' && code !== 'notYetSeen') this.#invalid[kind] += 1;
    else if (status === 'unreadable' || status === 'unreachable') this.#unread[kind] += 1;
  }

  #error(line: string): CliTextPart {
    const blank = this.#isDoubleSpaced ? '' : '\n';
    this.#isDoubleSpaced = true;
    return { stream: 'stderr', text: `${blank}${line}\n\n` };
  }

  #status(line: string): CliTextPart {
    this.#isDoubleSpaced = false;
    return toStdout(`${line}\n`);
  }
}

const ratioNouns = { log: 'log', digest: 'digest', backfillDigest: 'backfill digest' } as const;
const lineStarts = { log: 'Log file', digest: 'Digest file', backfillDigest: '(backfill) Digest file' } as const;

function toLineStart({ kind }: ValidatedObject): string {
  return lineStarts[kind];
}

/** What the CLI prints with `--verbose` only, or would if it knew of it: nothing is held against these. */
function isQuiet({ kind, status }: ValidatedObject): boolean {
  return status === 'valid' || status === 'pending' || (status === 'stray' && kind !== 'log');
}

function toLineEnd(object: ValidatedObject): string {
  const { status, code } = object;
  switch (status) {
    case 'valid':
    case 'pending':
      return status;
    case 'modified':
    case 'invalid':
      return `INVALID: ${toCliReason(object)}`;
    case 'missing':
      return code === 'notYetSeen' ? `MISSING: ${toReason(object)}` : 'INVALID: not found';
    case 'unreadable':
    case 'unreachable':
    case 'uncovered':
    case 'stray':
      return `${status.toUpperCase()}: ${toReason(object)}`;
    default:
      return status satisfies never;
  }
}

/** The CLI's words, exactly, where it has some; details stand in the findings. */
function toCliReason(object: ValidatedObject): string {
  switch (object.code) {
    case 'hash':
      return "hash value doesn't match";
    case 'format':
      return 'invalid format';
    case 'signature':
      return 'signature verification failed';
    case 'moved':
      return 'has been moved from its original location';
    case 'badKey':
      return `Unable to load PKCS #1 key with fingerprint ${toDisplayText(object.fingerprint ?? '')}`;
    default:
      return toReason(object);
  }
}

function toReason({ reason, code, status }: ValidatedObject): string {
  return toDisplayText(reason ?? code ?? status, 1_000);
}

/** The CLI says that no logs were delivered, without having looked: so do we only when there are none. */
function toGapText(gap: Gap): string {
  const span = toSpan(gap);
  if (gap.logs === 0) return `No log files were delivered by CloudTrail between ${span}`;
  return `No digest covers the ${countOf(gap.logs, 'log file')} delivered between ${span}`;
}

function toRatio(valid: number, invalid: number, unread: number, noun: string): string {
  const total = valid + invalid + unread;
  if (total === 0) return '';
  const invalidText = invalid === 0 ? '' : `, ${invalid}/${total} ${noun} files INVALID`;
  const unreadText = unread === 0 ? '' : `, ${unread}/${total} ${noun} files not verified`;
  return `\n${valid}/${total} ${noun} files valid${invalidText}${unreadText}`;
}

function toFoundText({ chains, window }: ValidationHeader): string {
  const proven = chains.flatMap((chain) => chain.proven ?? []);
  if (proven.length === 0) return 'No valid digests found in range\n';
  const from = proven.reduce((least, { from: time }) => Math.min(least, time), Infinity);
  const to = proven.reduce((most, { to: time }) => Math.max(most, time), -Infinity);
  const found = { from: Math.max(from, window.from), to: Math.min(to, window.to) };
  return `Results found for ${toSpan(found, ' to ')}:\n`;
}

/** Whole seconds, as the CLI prints times. */
function toSpan(span: { readonly from: EpochMs; readonly to: EpochMs }, between = ' and '): string {
  return [span.from, span.to].map((time) => toIsoText(Math.floor(time / 1000) * 1000)).join(between);
}

function toStdout(text: string): CliTextPart {
  return { stream: 'stdout', text };
}

/** Fewer, larger writes: adjacent parts of one stream become one. */
function joinParts(parts: readonly CliTextPart[]): CliTextPart[] {
  const joined: CliTextPart[] = [];
  for (const part of parts) {
    const last = joined.at(-1);
    if (last?.stream === part.stream) joined[joined.length - 1] = { ...part, text: last.text + part.text };
    else joined.push(part);
  }
  return joined;
}
