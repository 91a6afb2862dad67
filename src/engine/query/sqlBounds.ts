/** What SQL can say of a query: `upper` is true wherever it matches, `lower` only where it does. Both SQL conditions. */
export interface SqlBounds {
  readonly upper: string;
  readonly lower: string;
}

/** For what only the record itself can answer. */
export const unknown: SqlBounds = { upper: 'TRUE', lower: 'FALSE' };

export function joinAnd(parts: readonly SqlBounds[]): SqlBounds {
  return join(parts, 'AND', 'TRUE', 'FALSE');
}

export function joinOr(parts: readonly SqlBounds[]): SqlBounds {
  return join(parts, 'OR', 'FALSE', 'TRUE');
}

function join(parts: readonly SqlBounds[], word: string, neutral: string, decisive: string): SqlBounds {
  const upper = joinConditions(
    parts.map((part) => part.upper),
    word,
    neutral,
    decisive,
  );
  const isExact = parts.every((part) => part.upper === part.lower);
  if (isExact) return { upper, lower: upper };
  const lower = joinConditions(
    parts.map((part) => part.lower),
    word,
    neutral,
    decisive,
  );
  return { upper, lower };
}

function joinConditions(parts: readonly string[], word: string, neutral: string, decisive: string): string {
  if (parts.includes(decisive)) return decisive;
  const kept = [...new Set(parts)].filter((part) => part !== neutral);
  const merged = word === 'OR' ? mergeEqualities(kept) : kept;
  if (merged.length === 0) return neutral;
  return balance(merged, word);
}

/** `x = $p1 OR x = $p2` is `x IN ($p1, $p2)`: a list of thousands of addresses stays one test. */
function mergeEqualities(parts: readonly string[]): readonly string[] {
  const values = new Map<string, string[]>();
  const others: string[] = [];
  for (const part of parts) {
    const [, operand, value] = /^([^ ]+) = (\$p\d+|unhex\(\$p\d+\))$/.exec(part) ?? [];
    if (operand === undefined || value === undefined) others.push(part);
    else values.set(operand, [...(values.get(operand) ?? []), value]);
  }
  const merged = [...values].map(([operand, list]) =>
    list.length === 1 ? `${operand} = ${list.join('')}` : `${operand} IN (${list.join(', ')})`,
  );
  return [...merged, ...others];
}

/** DuckDB bounds the depth of expressions, and reads `a OR b OR c …` as a deep one. */
function balance(parts: readonly string[], word: string): string {
  const [only = ''] = parts;
  if (parts.length === 1) return only;
  if (parts.length <= 16) return `(${parts.join(` ${word} `)})`;
  const middle = parts.length >> 1;
  return `(${balance(parts.slice(0, middle), word)} ${word} ${balance(parts.slice(middle), word)})`;
}
