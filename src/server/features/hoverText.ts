import { toMarkdownCode, toMarkdownText } from '../../base/displayText';

/** What a hover says of a value. Every text may come from a log. */
export interface Description {
  readonly title: string;
  /** The value itself. */
  readonly text: string;
  readonly rows: readonly (readonly [name: string, text: string])[];
  /** Sentences below the rows. */
  readonly notes?: readonly string[];
}

/** Markdown. A list and not a table: in a table, a pipe in the text would end the cell. */
export function toHoverText({ title, text, rows, notes = [] }: Description): string {
  const heading = `**${title}** ${toMarkdownCode(text, 400)}`;
  const list = rows.map(([name, value]) => `- ${toMarkdownText(name)}: ${toMarkdownCode(value)}`);
  const paragraphs = notes.flatMap((note) => ['', toMarkdownText(note, 600)]);
  return [heading, '', ...list, ...paragraphs].join('\n');
}
