import { toFieldName } from './queryText';

/** A document's lines, as VS Code and tests can both give them. */
export interface Lines {
  lineAt(line: number): string;
}

/** A value of a re-indented log, and the path of its field in the record. */
export interface JsonValue {
  readonly value: string;
  /** `userIdentity.arn`, as it stands in a query; undefined where there is none. */
  readonly path: string | undefined;
}

const token = /"(?:[^"\\]|\\.)*"|-?\d[\d.eE+-]*|\btrue\b|\bfalse\b/g;
const opening = /^(\s*)(?:("(?:[^"\\]|\\.)*")\s*:\s*)?[[{]\s*$/;

/** More lines than a record has: above them stand other records. */
const maxLines = 20_000;

/**
 * The value under the cursor, or that of the key under it. Undefined where there is none. A string that is cut off by the
 * page's end is none either.
 */
export function findJsonValue(lines: Lines, line: number, character: number): JsonValue | undefined {
  const text = lines.lineAt(line);
  const tokens = [...text.matchAll(token)];
  const at = tokens.findIndex(({ index, 0: found }) => index <= character && character <= index + found.length);
  const found = tokens[at];
  if (found === undefined) return undefined;
  const isKey = isName(text, found);
  const valueToken = isKey ? tokens[at + 1] : found;
  if (valueToken === undefined) return undefined;
  const value = parseScalar(valueToken[0]);
  if (value === undefined || value === '') return undefined;
  const keyToken = isKey ? found : tokens[at - 1];
  const name = keyToken !== undefined && isName(text, keyToken) ? parseScalar(keyToken[0]) : undefined;
  return { value, path: toPath(name === undefined ? [] : [name], lines, line) };
}

function isName(text: string, { index, 0: found }: RegExpExecArray): boolean {
  return /^\s*:/.test(text.slice(index + found.length));
}

/** Names of what encloses the line, outermost first, below the record: where indentation gets less, a level ends. */
function toPath(own: readonly string[], lines: Lines, line: number): string | undefined {
  const names = [...own];
  let indent = indentOf(lines.lineAt(line));
  for (let at = line - 1; at >= 0 && line - at < maxLines && indent > 0; at--) {
    const text = lines.lineAt(at);
    const open = opening.exec(text);
    if (open === null || indentOf(text) >= indent) continue;
    indent = indentOf(text);
    const name = open[2] === undefined ? undefined : parseScalar(open[2]);
    if (name === 'Records') break;
    if (name !== undefined) names.unshift(name);
  }
  return names.length === 0 || names.includes('') ? undefined : toFieldName(names);
}

function indentOf(text: string): number {
  return text.length - text.trimStart().length;
}

function parseScalar(text: string): string | undefined {
  if (!text.startsWith('"')) return text;
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'string' ? value : undefined;
  } catch (error) {
    // Damaged logs are shown as they are.
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}
