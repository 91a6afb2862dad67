import type { RegexNode } from './regexSyntax';

/**
 * Runs a regular expression over texts without ever going back: each letter is read once, whatever the expression.
 * (JavaScript's own engine takes exponential time for some pairs of expression and text, and logs are hostile.)
 * States of the automaton are made as texts need them and kept.
 */
export class RegexMatcher {
  private readonly program: Program;
  private states = new Map<string, State>();
  private first: State;

  constructor(node: RegexNode, ignoresCase: boolean) {
    this.program = compile(node, ignoresCase);
    this.first = this.stateOf([this.program.start], true, false);
  }

  /** True when the expression is found anywhere in the text. */
  matches(text: string): boolean {
    let state = this.first;
    for (let at = 0; at < text.length; at++) {
      let code = text.charCodeAt(at);
      if (code >= 0xd800 && code < 0xdc00) {
        code = text.codePointAt(at) ?? 0;
        if (code > 0xffff) at++;
      }
      const next = (code < 128 ? state.ascii[code] : state.others.get(code)) ?? this.step(state, code);
      if (next === 'found') return true;
      state = next;
    }
    state.isFoundAtEnd ??= this.close(state, undefined).isFound;
    return state.isFoundAtEnd;
  }

  private step(state: State, code: number): State | 'found' {
    const closed = this.close(state, code);
    const next = closed.isFound ? 'found' : this.stateOf(this.consume(closed.places, code), false, isWordLetter(code));
    if (code < 128) state.ascii[code] = next;
    else if (state.others.size < maxKept) state.others.set(code, next);
    return next;
  }

  /** The places behind the letter, and the beginning again: what is looked for may stand anywhere. */
  private consume(places: readonly number[], code: number): readonly number[] {
    const next = new Set<number>([this.program.start]);
    for (const place of places) {
      const step = this.program.steps[place];
      if (step?.kind === 'letter' && step.has(code)) next.add(step.next);
    }
    return [...next].sort((a, b) => a - b);
  }

  /** Everything that is reached without reading a letter, given what stands before and behind. */
  private close(
    state: State,
    code: number | undefined,
  ): { readonly places: readonly number[]; readonly isFound: boolean } {
    const seen = new Set<number>(state.places);
    const isBoundary = state.isBehindWord !== (code !== undefined && isWordLetter(code));
    const holds = {
      start: state.isAtStart,
      end: code === undefined,
      wordBoundary: isBoundary,
      noWordBoundary: !isBoundary,
    };
    // A Set hands out what is added while it is walked.
    for (const place of seen) {
      const step = this.program.steps[place];
      if (step === undefined) return { places: [], isFound: true };
      if (step.kind === 'split') for (const next of step.next) seen.add(next);
      else if (step.kind === 'assert' && holds[step.what]) seen.add(step.next);
    }
    return { places: [...seen], isFound: false };
  }

  private forget(): void {
    this.states = new Map();
    this.first = this.stateOf([this.program.start], true, false);
  }

  private stateOf(places: readonly number[], isAtStart: boolean, isBehindWord: boolean): State {
    const key = `${isAtStart ? 's' : ''}${isBehindWord ? 'w' : ''}${places.join(',')}`;
    const known = this.states.get(key);
    if (known !== undefined) return known;
    if (this.states.size >= maxKept) this.forget();
    const made: State = { places, isAtStart, isBehindWord, ascii: [], others: new Map(), isFoundAtEnd: undefined };
    this.states.set(key, made);
    return made;
  }
}

/** More states than expressions of people have; beyond, they are made anew. */
const maxKept = 1000;

interface State {
  readonly places: readonly number[];
  readonly isAtStart: boolean;
  readonly isBehindWord: boolean;
  /** What follows for each letter, once it is known. */
  readonly ascii: (State | 'found' | undefined)[];
  readonly others: Map<number, State | 'found'>;
  isFoundAtEnd: boolean | undefined;
}

type Step =
  | { readonly kind: 'letter'; readonly has: (code: number) => boolean; readonly next: number }
  | { readonly kind: 'split'; readonly next: readonly number[] }
  | {
      readonly kind: 'assert';
      readonly what: 'start' | 'end' | 'wordBoundary' | 'noWordBoundary';
      readonly next: number;
    };

interface Program {
  /** Places are indices here; the first is where the expression is found. */
  readonly steps: readonly (Step | undefined)[];
  readonly start: number;
}

/** Writes steps from the end backwards, so that each knows what follows it. Place 0 is the end. */
function compile(node: RegexNode, ignoresCase: boolean): Program {
  const steps: (Step | undefined)[] = [undefined];
  const add = (step: Step): number => steps.push(step) - 1;
  const write = (part: RegexNode, next: number): number => {
    switch (part.kind) {
      case 'class':
        return add({ kind: 'letter', has: toLetterTest(part, ignoresCase), next });
      case 'assert':
        return add({ kind: 'assert', what: part.what, next });
      case 'sequence':
        return part.parts.reduceRight((after, inner) => write(inner, after), next);
      case 'either':
        return add({ kind: 'split', next: part.parts.map((inner) => write(inner, next)) });
      case 'repeat':
        return writeRepeat(part, next);
    }
  };
  const writeRepeat = ({ part, min, max }: RegexNode & { kind: 'repeat' }, next: number): number => {
    let place = next;
    if (max === undefined) {
      place = add({ kind: 'split', next: [] });
      steps[place] = { kind: 'split', next: [write(part, place), next] };
    } else {
      for (let count = min; count < max; count++) place = add({ kind: 'split', next: [write(part, place), next] });
    }
    for (let count = 0; count < min; count++) place = write(part, place);
    return place;
  };
  return { start: write(node, 0), steps };
}

/** Ranges become a class of JavaScript for one letter: its folding of case (`iu`) is RE2's. */
function toLetterTest(node: RegexNode & { kind: 'class' }, ignoresCase: boolean): (code: number) => boolean {
  const [only] = node.ranges;
  if (only === undefined) return () => true;
  if (!ignoresCase) {
    const isIn = (code: number): boolean => node.ranges.some(([first, last]) => first <= code && code <= last);
    return node.isNegated ? (code) => !isIn(code) : isIn;
  }
  const inner = node.ranges.map(([first, last]) => `\\u{${first.toString(16)}}-\\u{${last.toString(16)}}`).join('');
  const letters = new RegExp(`^[${node.isNegated ? '^' : ''}${inner}]$`, 'iu');
  return (code) => letters.test(String.fromCodePoint(code));
}

function isWordLetter(code: number): boolean {
  return (
    (code >= 0x30 && code <= 0x39) || (code >= 0x41 && code <= 0x5a) || code === 0x5f || (code >= 0x61 && code <= 0x7a)
  );
}
