import type { PatternPiece, Span } from './query';

/** A word of a query, up to white space or a bracket. */
export interface ScannedWord {
  readonly pieces: readonly PatternPiece[];
  /** Escapes and quotes taken off. */
  readonly text: string;
  readonly hasWildcards: boolean;
  readonly isQuoted: boolean;
  /** The opening quote, where its end is missing. */
  readonly openQuoteAt: number | undefined;
  readonly span: Span;
}

/** What a backslash makes literal outside of quotes; before anything else it is a backslash (`CORP\alice`). */
const escapable = /[\s*?"'()[\]{}:\\/=<>!+&|~^-]/;

export function skipSpace(text: string, at: number): number {
  let next = at;
  while (next < text.length && /\s/.test(text[next] ?? '')) next++;
  return next;
}

/** Reads a quoted text, or a word that ends before white space, a bracket ( ) or any of `stops`. */
export function scanWord(text: string, start: number, stops = ''): ScannedWord {
  const quote = text[start];
  if (quote === '"' || quote === "'") return scanQuoted(text, start, quote);
  const pieces: PatternPiece[] = [];
  let plain = '';
  let at = start;
  for (; at < text.length; at++) {
    const letter = text[at] ?? '';
    if (/[\s()]/.test(letter) || stops.includes(letter)) break;
    if (letter === '*' || letter === '?') {
      pieces.push({ kind: letter === '*' ? 'many' : 'one' });
      plain += letter;
      continue;
    }
    const isEscape = letter === '\\' && at + 1 < text.length && escapable.test(text[at + 1] ?? '');
    if (isEscape) at++;
    const meant = isEscape ? (text[at] ?? '') : letter;
    pieces.push({ kind: 'text', text: meant });
    plain += meant;
  }
  const hasWildcards = pieces.some(({ kind }) => kind !== 'text');
  return { pieces, text: plain, hasWildcards, isQuoted: false, openQuoteAt: undefined, span: { start, end: at } };
}

/** In quotes a backslash escapes the quote and itself; wildcards are plain. */
function scanQuoted(text: string, start: number, quote: string): ScannedWord {
  let inner = '';
  let at = start + 1;
  for (; at < text.length && text[at] !== quote; at++) {
    const next = text[at + 1];
    if (text[at] === '\\' && (next === quote || next === '\\')) at++;
    inner += text[at] ?? '';
  }
  const isOpen = at >= text.length;
  return {
    pieces: [{ kind: 'text', text: inner }],
    text: inner,
    hasWildcards: false,
    isQuoted: true,
    openQuoteAt: isOpen ? start : undefined,
    span: { start, end: isOpen ? at : at + 1 },
  };
}

export interface ScannedName {
  readonly parts: readonly string[];
  /** Where each part stands, quotes included. */
  readonly spans: readonly Span[];
  readonly isForcedPath: boolean;
  /** Behind the last part. */
  readonly end: number;
}

const namePart = /[\p{L}_@$][\p{L}\p{N}_@$-]*/uy;

/** Reads the parts of a field's name: `a.b."c d"`, or `.a` for a path whatever its name. */
export function scanName(text: string, start: number): ScannedName | undefined {
  const isForcedPath = text[start] === '.';
  const parts: string[] = [];
  const spans: Span[] = [];
  let at = isForcedPath ? start + 1 : start;
  for (;;) {
    const part = scanNamePart(text, at);
    if (part === undefined) return undefined;
    parts.push(part.text);
    spans.push({ start: at, end: part.end });
    at = part.end;
    if (text[at] !== '.') return { parts, spans, isForcedPath, end: at };
    at++;
  }
}

function scanNamePart(text: string, at: number): { readonly text: string; readonly end: number } | undefined {
  if (text[at] === '"' || text[at] === "'") {
    const word = scanWord(text, at);
    return word.openQuoteAt === undefined && word.text !== '' ? { text: word.text, end: word.span.end } : undefined;
  }
  namePart.lastIndex = at;
  const found = namePart.exec(text)?.[0];
  return found === undefined ? undefined : { text: found, end: at + found.length };
}

/** Where the regular expression that begins at `start` with `/` ends: the place of its closing slash. */
export function findRegexEnd(text: string, start: number): number | undefined {
  let isInClass = false;
  for (let at = start + 1; at < text.length; at++) {
    const letter = text[at];
    if (letter === '\\') at++;
    else if (letter === '[') isInClass = true;
    else if (letter === ']') isInClass = false;
    else if (letter === '/' && !isInClass) return at;
  }
  return undefined;
}

/** Texts with colons that are no field and its value: ARNs, URLs, addresses, and ids with a session name behind them. */
export function isWordWithColon(text: string, start: number): boolean {
  const [chunk = ''] = /^[^\s()]*/.exec(text.slice(start, start + 300)) ?? [];
  return (
    /^arn:(aws|\*|$)/i.test(chunk) ||
    /^[a-z][a-z0-9+.-]*:\/\//i.test(chunk) ||
    /^\d/.test(chunk) ||
    (/^[0-9a-f]{0,4}:[0-9a-f:.]*(\/\d+)?$/i.test(chunk) && /:.*:/.test(chunk)) ||
    /^A[A-Z]{3}[A-Z0-9]{12,124}:/.test(chunk) ||
    /^[A-Za-z0-9]+::[A-Za-z]/.test(chunk)
  );
}
