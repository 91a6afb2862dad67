/**
 * Text that attackers may have chosen, made safe to show outside the editor: control characters, bidirectional
 * overrides, zero-width and other invisible characters become visible `\u{…}` escapes, and length is bounded.
 */
const unsafeCharacters = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}\p{Variation_Selector}]/gu;

export function toDisplayText(text: string, maxLength = 300): string {
  const cut = text.length > maxLength ? `${text.slice(0, maxLength - 1)}…` : text;
  return cut.replace(unsafeCharacters, (c) => `\\u{${(c.codePointAt(0) ?? 0).toString(16)}}`);
}

/** For VS Code labels that render `$(name)` as an icon (CodeLens, QuickPick): the icon syntax is defused. */
export function toLabelText(text: string, maxLength = 120): string {
  return toDisplayText(text, maxLength).replaceAll('$(', '\\$(');
}

/** An inline Markdown code span that its content cannot leave. Not for tables: a pipe would end the cell, span or not. */
export function toMarkdownCode(text: string, maxLength = 300): string {
  const safe = toDisplayText(text, maxLength);
  const longestRun = Math.max(0, ...[...safe.matchAll(/`+/g)].map((run) => run[0].length));
  const fence = '`'.repeat(longestRun + 1);
  const pad = safe === '' || safe.startsWith('`') || safe.endsWith('`') ? ' ' : '';
  return `${fence}${pad}${safe}${pad}${fence}`;
}

/** Plain words in Markdown: every character that Markdown, HTML or an icon could read is escaped. */
export function toMarkdownText(text: string, maxLength = 300): string {
  return toDisplayText(text, maxLength).replace(/[\\`*_{}[\]()#+\-.!|<>~&$:@/]/g, (c) => `&#${c.charCodeAt(0)};`);
}
