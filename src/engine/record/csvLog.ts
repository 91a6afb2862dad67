import { CsvError, parse } from 'csv-parse/sync';
import { toSizeText } from '../../base/byteSize';
import { structToJson } from './athenaStruct';
import type { StoredProblem } from './logProblem';

export interface CsvText {
  /** A JSON array with an object a row, as UTF-8. */
  readonly bytes: Uint8Array;
  readonly problems: readonly StoredProblem[];
}

/** Columns whose cells hold a whole record as JSON. */
const recordColumns = ['@message', '_raw', 'cloudtrailevent'];
const knownColumns = ['eventname', 'eventid', 'eventtime', 'awseventid', ...recordColumns];

/**
 * CloudTrail's field for a column, by the column's name in lower case without spaces, dashes and underscores.
 * Columns: Athena's table (lower case), the console's "Download events" and Microsoft Sentinel's AWSCloudTrail table.
 */
const fieldOfColumn = new Map<string, string>(
  (
    'eventVersion userIdentity eventTime eventSource eventName awsRegion sourceIPAddress userAgent errorCode ' +
    'errorMessage requestParameters responseElements additionalEventData requestID eventID readOnly resources ' +
    'eventType apiVersion recipientAccountId serviceEventDetails sharedEventID vpcEndpointId eventCategory ' +
    'managementEvent sessionCredentialFromConsole tlsDetails addendum'
  )
    .split(' ')
    .map((field) => [field.toLowerCase(), field] as const),
);
for (const [column, field] of [
  ['awseventid', 'eventID'],
  ['eventtypename', 'eventType'],
  ['timegenerated[utc]', 'eventTime'],
  ['username', 'userIdentity.userName'],
  ['awsaccesskey', 'userIdentity.accessKeyId'],
  ['useridentitytype', 'userIdentity.type'],
  ['useridentityprincipalid', 'userIdentity.principalId'],
  ['useridentityarn', 'userIdentity.arn'],
  ['useridentityaccountid', 'userIdentity.accountId'],
  ['useridentityinvokedby', 'userIdentity.invokedBy'],
  ['useridentityaccesskeyid', 'userIdentity.accessKeyId'],
  ['useridentityusername', 'userIdentity.userName'],
] as const)
  fieldOfColumn.set(column, field);

/** True when the text is a CSV export of records rather than JSON. */
export function isCsvLog(text: Uint8Array): boolean {
  const head = Buffer.from(text.subarray(0, 8192)).toString('utf8').trimStart();
  if (head.startsWith('{') || head.startsWith('[')) return false;
  const header = head.split(/\r?\n/, 1)[0] ?? '';
  const columns = header.split(',').map(toColumnName);
  return columns.length > 1 && columns.some((column) => knownColumns.includes(column));
}

/**
 * Turns a CSV export into JSON of at most about twice `maxBytes`. Empty cells are left out; a column with whole
 * records stands for its row. A row that cannot be read is shown as it is.
 */
export function csvToJson(text: Uint8Array, maxBytes: number): CsvText {
  const { rows, unreadableCount } = parseRows(text);
  const header = (rows[0] ?? []).map((name) => name.slice(0, maxNameLength));
  const columns = header.map(toColumnName);
  const recordColumn = columns.findIndex((column) => recordColumns.includes(column));
  const problems: StoredProblem[] = [csvNote];
  if (unreadableCount > 0) problems.push(unreadableNote(unreadableCount));
  const parts: Buffer[] = [];
  let size = 0;
  for (const row of rows.slice(1)) {
    const part = Buffer.from(`${size === 0 ? '[' : ','}${rowToJson(row, header, columns, recordColumn)}`);
    parts.push(part);
    size += part.length;
    if (size <= 2 * maxBytes) continue;
    const message = `Reading stopped here: as JSON this CSV file passes the limit of ${toSizeText(2 * maxBytes)}.`;
    problems.push({ kind: 'tooLarge', severity: 'error', place: 'end', message });
    break;
  }
  parts.push(Buffer.from(size === 0 ? '[]' : ']'));
  return { bytes: Buffer.concat(parts), problems };
}

/** No column of an export has a longer name; each row repeats it. */
const maxNameLength = 200;

const csvNote: StoredProblem = {
  kind: 'csv',
  severity: 'information',
  place: 'start',
  message:
    'This is a CSV export, shown as JSON: columns under the names of CloudTrail’s fields, empty cells left out. ' +
    'Open Raw shows the original.',
};

function unreadableNote(count: number): StoredProblem {
  const message = `${count} row(s) of the CSV file cannot be read; each is shown as it is, under "unreadable row".`;
  return { kind: 'csv', severity: 'error', place: 'start', message };
}

interface CsvRows {
  readonly rows: readonly (readonly string[])[];
  readonly unreadableCount: number;
}

function parseRows(text: Uint8Array): CsvRows {
  try {
    return { rows: readRows(Buffer.from(text)), unreadableCount: 0 };
  } catch (error) {
    // A quote that never closes would swallow all rows behind it: then each line stands for itself.
    if (error instanceof CsvError) return parseLines(text);
    throw error;
  }
}

/** Throws a CsvError. */
function readRows(text: Buffer | string): string[][] {
  const rows = parse(text, { relax_column_count: true, relax_quotes: true, skip_empty_lines: true });
  return rows.map((row) => row.map(String));
}

function parseLines(text: Uint8Array): CsvRows {
  let unreadableCount = 0;
  const rows = Buffer.from(text)
    .toString('utf8')
    .split(/\r?\n/)
    .filter((line) => line !== '')
    .map((line): readonly string[] => {
      try {
        return readRows(line).flat();
      } catch (error) {
        if (!(error instanceof CsvError)) throw error;
        unreadableCount++;
        return [unreadableMark, line];
      }
    });
  return { rows, unreadableCount };
}

/** First cell of a row that is shown as it is: no CSV cell can hold it, since NUL is no text. */
const unreadableMark = '\0unreadable';

function toColumnName(column: string): string {
  return column
    .trim()
    .replace(/^\ufeff?"?|"$/g, '')
    .toLowerCase()
    .replace(/[\s_-](?!raw)/g, '');
}

function rowToJson(
  row: readonly string[],
  header: readonly string[],
  columns: readonly string[],
  recordColumn: number,
): string {
  if (row[0] === unreadableMark) return `{"unreadable row":${JSON.stringify(row[1] ?? '')}}`;
  const whole = row[recordColumn];
  if (whole !== undefined && parseJson(whole) !== undefined) return whole;
  const fields: string[] = [];
  const identity: string[] = [];
  for (const [index, text] of row.entries()) {
    if (text === '') continue;
    const field = fieldOfColumn.get(columns[index] ?? '') ?? header[index] ?? `column ${index + 1}`;
    if (field.startsWith('userIdentity.')) identity.push(`${JSON.stringify(field.slice(13))}:${JSON.stringify(text)}`);
    else fields.push(`${JSON.stringify(field)}:${cellToJson(text)}`);
  }
  if (identity.length > 0) fields.push(`"userIdentity":{${identity.join(',')}}`);
  return `{${fields.join(',')}}`;
}

function cellToJson(text: string): string {
  const first = text[0];
  if (first !== '{' && first !== '[') return JSON.stringify(text);
  if (parseJson(text) !== undefined) return text;
  return structToJson(text) ?? JSON.stringify(text);
}

function parseJson(text: string): unknown {
  if (!text.startsWith('{') && !text.startsWith('[')) return undefined;
  try {
    return JSON.parse(text);
  } catch (error) {
    // Not JSON: the caller shows the cell as text.
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}
