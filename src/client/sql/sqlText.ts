import { toDisplayText } from '../../base/displayText';
import type { SourceRoot } from '../../protocol/requests';

/** First line of an SQL editor: says which source it asks, also when the file is kept and opened again. */
const marker = /^--\s*Trailcase SQL over .* \(([a-z0-9-]+)\)\s*$/;

/** A table of more rows helps nobody: a statement can aggregate. */
export const maxSqlRows = 10_000;

/** What a new SQL editor holds. */
export function toSqlTemplate(root: Pick<SourceRoot, 'label' | 'sourceId'>): string {
  return [
    toMarkerLine(root),
    '-- Asks the index of this source and nothing else: no file, no network, nothing is changed.',
    '-- The view "records" has a row for every distinct record; times are UTC; the dialect is DuckDB\'s.',
    '-- DESCRIBE records tells its columns. Names with dots are written in double quotes.',
    '-- Ctrl+Enter (Cmd+Enter) runs the selection, or everything.',
    '',
    'SELECT eventSource, eventName, count(*) AS records, count(errorCode) AS errors,',
    '       min(eventTime) AS firstTime, max(eventTime) AS lastTime',
    'FROM records',
    'GROUP BY ALL',
    'ORDER BY records DESC',
    'LIMIT 100;',
    '',
  ].join('\n');
}

/** A statement on its own, as a text that can be run. */
export function toSqlText(root: Pick<SourceRoot, 'label' | 'sourceId'>, statement: string): string {
  return findSqlSource(statement) === undefined ? `${toMarkerLine(root)}\n${statement}` : statement;
}

function toMarkerLine({ label, sourceId }: Pick<SourceRoot, 'label' | 'sourceId'>): string {
  return `-- Trailcase SQL over ${toDisplayText(label, 100)} (${sourceId})`;
}

/** The id of the source that an SQL text names in its first line. */
export function findSqlSource(text: string): string | undefined {
  const end = text.indexOf('\n');
  return marker.exec((end < 0 ? text : text.slice(0, end)).trimEnd())?.[1];
}

/** Number, from 0, of the first line that is neither empty nor a comment; of the first line where there is none. */
export function findFirstLine(text: string): number {
  return Math.max(
    0,
    text.split(/\r?\n/).findIndex((line) => !/^\s*(--.*)?$/.test(line)),
  );
}

/** What is run: empty when there are only comments. Comments stay, so that places in errors fit the editor. */
export function toStatement(text: string): string {
  const code = text.replace(/--[^\n]*/g, '').replace(/\/\*[\s\S]*?\*\//g, '');
  return code.trim() === '' ? '' : text;
}
