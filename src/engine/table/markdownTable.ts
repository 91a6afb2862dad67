import { toMarkdownCode } from '../../base/displayText';
import { toCellText, type TableCell } from './csvTable';

const maxCellLength = 500;
/** Words that no Markdown reads as anything else. */
const plain = /^[A-Za-z0-9][A-Za-z0-9 :-]*$/;

/** The two head lines of a Markdown table (GFM). */
export function toMarkdownHead(columns: readonly string[]): string {
  return `${toMarkdownLine(columns)}| ${columns.map(() => '---').join(' | ')} |\n`;
}

/** One line. Nothing in a cell can be read as Markdown, HTML, a link or a mention, or end the cell. */
export function toMarkdownLine(cells: readonly TableCell[]): string {
  return `| ${cells.map((cell) => toMarkdownCell(toCellText(cell))).join(' | ')} |\n`;
}

/** In a table a pipe ends the cell even inside a code span, unless a backslash stands before it (GFM 4.10). */
function toMarkdownCell(text: string): string {
  if (text === '' || plain.test(text)) return text;
  return toMarkdownCode(text, maxCellLength).replaceAll('|', '\\|');
}
