import { MarkdownString } from 'vscode';

/** Markdown that carries out nothing: no commands, no HTML, no icons. */
export function toPlainMarkdown(text: string): MarkdownString {
  const markdown = new MarkdownString(text);
  markdown.isTrusted = false;
  markdown.supportHtml = false;
  markdown.supportThemeIcons = false;
  return markdown;
}
