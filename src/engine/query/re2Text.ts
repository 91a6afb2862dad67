import type { CodeRange, RegexNode } from './regexSyntax';

/** The expression in RE2's syntax, for `regexp_matches(text, …, 's')`. */
export function toRe2(node: RegexNode, ignoresCase: boolean): string {
  return (ignoresCase ? '(?i)' : '') + writeRe2(node);
}

const asserts = { start: '^', end: '$', wordBoundary: '\\b', noWordBoundary: '\\B' } as const;

function writeRe2(node: RegexNode): string {
  switch (node.kind) {
    case 'class':
      return writeRe2Class(node.ranges, node.isNegated);
    case 'sequence':
      return node.parts.map((part) => (part.kind === 'either' ? `(?:${writeRe2(part)})` : writeRe2(part))).join('');
    case 'either':
      return node.parts.map(writeRe2).join('|');
    case 'repeat':
      return `(?:${writeRe2(node.part)})${writeCount(node.min, node.max)}`;
    case 'assert':
      return asserts[node.what];
  }
}

function writeCount(min: number, max: number | undefined): string {
  if (max !== undefined) return `{${min},${max}}`;
  return min === 0 ? '*' : min === 1 ? '+' : `{${min},}`;
}

function writeRe2Class(ranges: readonly CodeRange[], isNegated: boolean): string {
  const [only] = ranges;
  if (only === undefined) return '.';
  if (ranges.length === 1 && only[0] === only[1] && !isNegated) return writeRe2Letter(only[0]);
  const inner = ranges
    .map(([first, last]) =>
      first === last ? writeRe2Letter(first) : `${writeRe2Letter(first)}-${writeRe2Letter(last)}`,
    )
    .join('');
  return `[${isNegated ? '^' : ''}${inner}]`;
}

function writeRe2Letter(code: number): string {
  const letter = String.fromCodePoint(code);
  return /[A-Za-z0-9]/.test(letter) ? letter : `\\x{${code.toString(16)}}`;
}
