import type { DuckDBConnection } from '@duckdb/node-api';
import { UserError } from '../base/errors';

/** Functions that may stand in FROM. Others read files, or change DuckDB itself: `enable_logging` even when it is locked. */
const tableFunctions = new Set([
  'range',
  'generate_series',
  'unnest',
  'json_each',
  'json_tree',
  'histogram',
  'histogram_values',
  'summary',
]);

/** Functions that wait, write, or make gigabytes out of one number, which DuckDB's memory limit does not see. */
const refusedFunctions = new Set([
  'write_log',
  'sleep_ms',
  'setseed',
  'nextval',
  'currval',
  'repeat',
  'lpad',
  'rpad',
  'bar',
  'bitstring',
  'range',
  'generate_series',
  'list_resize',
  'array_resize',
  'format',
  'printf',
]);

/** Longer texts take DuckDB's parser minutes, and nobody writes them. */
const maxCharacters = 100_000;

/**
 * Lets only one SELECT (or WITH, FROM, VALUES, DESCRIBE, SUMMARIZE) pass, by DuckDB's own parser and before anything is
 * bound: to bind a statement may open files already. Throws a UserError `invalidInput`.
 */
export async function requireReading(connection: DuckDBConnection, text: string): Promise<void> {
  if (text.length > maxCharacters) throw new UserError('invalidInput', 'This statement is too long.');
  const parsed = await connection.runAndReadAll('SELECT json_serialize_sql($text::VARCHAR)::VARCHAR', { text });
  const tree: unknown = JSON.parse(String(parsed.getRows()[0]?.[0] ?? '{}'));
  if (!isObject(tree)) throw new UserError('invalidInput', 'This is no SQL.');
  if (tree['error'] !== false) throw toError(tree);
  const statements = tree['statements'];
  const count = Array.isArray(statements) ? statements.length : 0;
  if (count !== 1) {
    throw new UserError('invalidInput', count === 0 ? 'There is no statement.' : 'Only one statement at a time.');
  }
  requireKnownFunctions(statements);
}

function toError({ error_type: type, error_message: message }: Readonly<Record<string, unknown>>): UserError {
  const text = typeof message === 'string' ? message : 'This is no SQL.';
  if (type !== 'not implemented') return new UserError('invalidInput', text);
  return new UserError('invalidInput', 'Only SELECT: a statement here reads, and does nothing else.', {
    nextStep: 'Write it as a SELECT over records, mentions, objects or copies.',
  });
}

/** The tree is as deep as DuckDB's parser allows (1,000), but no deeper: a stack of our own costs nothing. */
function requireKnownFunctions(tree: unknown): void {
  const open: unknown[] = [tree];
  for (let node = open.pop(); node !== undefined; node = open.pop()) {
    if (Array.isArray(node)) {
      for (const item of node as readonly unknown[]) if (item !== null && item !== undefined) open.push(item);
      continue;
    }
    if (!isObject(node)) continue;
    const isTableFunction = node['type'] === 'TABLE_FUNCTION';
    for (const [name, value] of Object.entries(node)) {
      if (isTableFunction && name === 'function') {
        requireTableFunction(value);
        open.push(
          ...(isObject(value) ? Object.values(value).filter((item) => typeof item === 'object' && item !== null) : []),
        );
      } else if (typeof value === 'object' && value !== null) open.push(value);
    }
    const name = node['class'] === 'FUNCTION' ? nameOf(node) : undefined;
    if (name !== undefined && refusedFunctions.has(name)) throw refused(name);
  }
}

function requireTableFunction(node: unknown): void {
  const name = isObject(node) ? nameOf(node) : undefined;
  if (name === undefined || !tableFunctions.has(name)) throw refused(name ?? 'this function');
}

function nameOf(node: Readonly<Record<string, unknown>>): string | undefined {
  const name = node['function_name'];
  return typeof name === 'string' ? name.toLowerCase() : undefined;
}

function refused(name: string): UserError {
  return new UserError('invalidInput', `The function ${name} cannot be used here.`);
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
