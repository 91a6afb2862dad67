import { namingFields } from '../record/resource';
import { foldCase } from './foldCase';
import type { Alternative, PatternTest, Query, RegexTest, ValueTest } from './query';
import type { RegexNode } from './regexSyntax';

/** What has to stand in a log, or in a record, for it to match: a necessary condition, never a sufficient one. */
export type LiteralNeed =
  | { readonly kind: 'nothing' }
  | { readonly kind: 'never' }
  | Literal
  | { readonly kind: 'and' | 'or'; readonly parts: readonly LiteralNeed[] };

export interface Literal {
  readonly kind: 'literal';
  /** Printable ASCII without what JSON escapes; in lower case when the case does not count. At least two letters. */
  readonly text: string;
  readonly ignoresCase: boolean;
  /** True: it may also stand URL-encoded, or in a text inside a text. */
  readonly isLayered: boolean;
}

const nothing: LiteralNeed = { kind: 'nothing' };
const never: LiteralNeed = { kind: 'never' };

/** What JSON always or often spells otherwise: quotes, backslashes, slashes, and what libraries escape for HTML. */
const unsafe = /[^\x20-\x7e]|["\\/<>&=']/;
/** What URL-encoding spells otherwise. */
const unsafeInUrl = /[^A-Za-z0-9_.~-]/;

/** Columns whose names stand in nearly every log: looking for them tells nothing. */
const everywhere: ReadonlySet<string> = new Set(
  (
    'eventTime eventName eventSource awsRegion sourceIPAddress userAgent eventID eventType eventVersion readOnly ' +
    'managementEvent eventCategory recipientAccountId userIdentity.type userIdentity.accountId userIdentity.arn'
  ).split(' '),
);

/** The literals without which nothing matches the query. */
export function requiredLiterals(query: Query): LiteralNeed {
  switch (query.kind) {
    case 'all':
    case 'not':
      return nothing;
    case 'and':
      return joinAnd(query.parts.map(requiredLiterals));
    case 'or':
      return joinOr(query.parts.map(requiredLiterals));
    case 'text':
      return needOfTest(query.test, unsafe);
    case 'field':
      return joinOr(query.alternatives.map(needOfAlternative));
  }
}

function needOfAlternative({ target, test }: Alternative): LiteralNeed {
  switch (target.kind) {
    case 'mention':
      return needOfTest(test, unsafeInUrl);
    case 'path': {
      const need = needOfTest(test, unsafe);
      return need === nothing ? toLiteral(target.names[target.names.length - 1] ?? '', true, unsafe) : need;
    }
    case 'column': {
      const { name, isDerived } = target.column;
      if (isDerived === true) return needOfDerived(test);
      const need = needOfTest(test, unsafe);
      const isWorthLooking = need === nothing && !everywhere.has(name);
      return isWorthLooking ? toLiteral(name.slice(name.lastIndexOf('.') + 1), false, unsafe) : need;
    }
  }
}

function needOfTest(test: ValueTest, stops: RegExp): LiteralNeed {
  switch (test.kind) {
    case 'pattern':
      return toLiteral(longestText(test, stops), !test.isExactCase, stops);
    case 'regex':
      return needOfRegex(test, stops);
    case 'present':
    case 'times':
    case 'boolean':
    case 'addresses':
    case 'numbers':
    case 'texts':
      return nothing;
  }
}

/**
 * Names and ids that Trailcase makes up: `Admin / alice`, `root of 111122223333`, `bucket prod`. Only words between
 * spaces and slashes stand in the record, and only those that are none of Trailcase's own.
 */
function needOfDerived(test: ValueTest): LiteralNeed {
  if (test.kind !== 'pattern') return nothing;
  const fragment = longestText(test, derivedStops, (text) => !derivedWords.includes(foldCase(text)));
  return toLiteral(fragment, !test.isExactCase, unsafe);
}

const derivedStops = /[^\x21-\x7e]|["\\/<>&=']/;
/** All that `findPrincipal` and `listResources` say in their own words, folded, between line feeds. */
const derivedWords = foldCase(
  [
    'root of',
    'account root user',
    'user name hidden by AWS',
    'another account',
    'account / user / role',
    'IAM user',
    'role session',
    'federated user',
    'SAML user',
    'web identity',
    'directory user',
    'IAM Identity Center user',
    'AWS service',
    'another AWS account',
    'identity without a type',
    'identity of type',
    'CloudTrail Insights',
    'no identity',
    'no single caller',
    'record names no caller',
    ...namingFields.values(),
  ].join('\n'),
);

/** The longest run without stops in any of the pattern's texts. */
function longestText(test: PatternTest, stops: RegExp, isUsable: (text: string) => boolean = () => true): string {
  let longest = '';
  for (const piece of test.pieces) {
    if (piece.kind !== 'text') continue;
    for (const run of piece.text.split(new RegExp(stops, 'g'))) {
      if (run.length > longest.length && isUsable(run)) longest = run;
    }
  }
  return longest;
}

function toLiteral(text: string, ignoresCase: boolean, stops: RegExp): LiteralNeed {
  const longest = text.split(new RegExp(stops, 'g')).reduce((best, run) => (run.length > best.length ? run : best), '');
  if (longest.length < 2) return nothing;
  const hasLetters = /[A-Za-z]/.test(longest);
  return {
    kind: 'literal',
    text: ignoresCase ? longest.toLowerCase() : longest,
    ignoresCase: ignoresCase && hasLetters,
    isLayered: stops === unsafeInUrl,
  };
}

/** The longest run of single letters that every match has: only those in the outermost sequence. */
function needOfRegex({ node, ignoresCase }: RegexTest, stops: RegExp): LiteralNeed {
  const runs: string[] = [''];
  const walk = (part: RegexNode): void => {
    if (part.kind === 'sequence') part.parts.forEach(walk);
    else if (part.kind === 'class') runs.push(...continueRun(runs.pop() ?? '', part));
    else if (part.kind === 'repeat' && part.min > 0 && part.part.kind !== 'repeat') {
      walk(part.part);
      runs.push('');
    } else if (part.kind !== 'assert') runs.push('');
  };
  if (node.kind === 'either')
    return joinOr(node.parts.map((part) => needOfRegex({ kind: 'regex', source: '', node: part, ignoresCase }, stops)));
  walk(node);
  const longest = runs.reduce((best, run) => {
    const own = run.split(new RegExp(stops, 'g')).reduce((a, b) => (b.length > a.length ? b : a), '');
    return own.length > best.length ? own : best;
  }, '');
  return toLiteral(longest, ignoresCase, stops);
}

function continueRun(run: string, { ranges, isNegated }: RegexNode & { kind: 'class' }): readonly string[] {
  const [only] = ranges;
  const isLetter = !isNegated && ranges.length === 1 && only !== undefined && only[0] === only[1];
  return isLetter ? [run + String.fromCodePoint(only[0])] : [run, ''];
}

function joinAnd(parts: readonly LiteralNeed[]): LiteralNeed {
  if (parts.includes(never)) return never;
  const kept = parts.filter((part) => part.kind !== 'nothing');
  return kept.length === 0 ? nothing : kept.length === 1 ? (kept[0] ?? nothing) : { kind: 'and', parts: kept };
}

function joinOr(parts: readonly LiteralNeed[]): LiteralNeed {
  if (parts.some((part) => part.kind === 'nothing')) return nothing;
  const byText = new Map(parts.map((part) => [JSON.stringify(part), part] as const));
  const kept = [...byText.values()].filter((part) => part !== never);
  return kept.length === 0 ? never : kept.length === 1 ? (kept[0] ?? never) : { kind: 'or', parts: kept };
}
