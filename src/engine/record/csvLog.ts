import { parse } from 'csv-parse/sync';
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

/** Turns a CSV export into JSON. Empty cells are left out; a column with whole records stands for its row. */
export function csvToJson(text: Uint8Array): CsvText {
  const problems: StoredProblem[] = [];
  const rows = parse(Buffer.from(text), {
    relax_column_count: true,
    relax_quotes: true,
    skip_empty_lines: true,
    skip_records_with_error: true,
    on_skip: (error) => {
      const message = `A row of the CSV file cannot be read and is left out: ${error?.message ?? 'no reason given'}`;
      problems.push({ kind: 'csv', severity: 'error', place: 'start', message });
      return undefined;
    },
  });
  const header = (rows[0] ?? []).map(String);
  const columns = header.map(toColumnName);
  const recordColumn = columns.findIndex((column) => recordColumns.includes(column));
  const texts = rows.slice(1).map((row) => rowToJson(row.map(String), header, columns, recordColumn));
  const message =
    'This is a CSV export, shown as JSON: columns under the names of CloudTrail’s fields, empty cells left out. ' +
    'Open Raw shows the original.';
  problems.unshift({ kind: 'csv', severity: 'information', place: 'start', message });
  return { bytes: Buffer.from(`[${texts.join(',')}]`), problems };
}

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

/** Athena prints a struct as `{name=value, name={…}}`. Undefined when the text cannot be read that way for sure. */
function structToJson(text: string): string | undefined {
  const struct = new StructText(text);
  const json = struct.readStruct();
  return struct.isAtEnd ? json : undefined;
}

/** Athena lower-cases names: these are CloudTrail's own spellings inside `userIdentity`. */
const identityNames = new Map(
  (
    'type principalId arn accountId accessKeyId userName invokedBy sessionContext sessionIssuer webIdFederationData ' +
    'federatedProvider attributes creationDate mfaAuthenticated onBehalfOf userId identityStoreArn ec2RoleDelivery sourceIdentity'
  )
    .split(' ')
    .map((name) => [name.toLowerCase(), name] as const),
);

class StructText {
  private at = 0;

  constructor(private readonly text: string) {}

  get isAtEnd(): boolean {
    return this.at === this.text.length;
  }

  readStruct(depth = 0): string | undefined {
    if (this.text[this.at] !== '{' || depth > 20) return undefined;
    this.at++;
    const members: string[] = [];
    while (this.text[this.at] !== '}') {
      const name = /[A-Za-z0-9_]+=/y;
      name.lastIndex = this.at;
      const match = name.exec(this.text)?.[0];
      if (match === undefined) return undefined;
      this.at += match.length;
      const value = this.text[this.at] === '{' ? this.readStruct(depth + 1) : this.readScalar();
      if (value === undefined) return undefined;
      const key = match.slice(0, -1);
      members.push(`${JSON.stringify(identityNames.get(key) ?? key)}:${value}`);
      if (this.text.startsWith(', ', this.at)) this.at += 2;
      else if (this.text[this.at] !== '}') return undefined;
    }
    this.at++;
    return `{${members.join(',')}}`;
  }

  private readScalar(): string {
    const end = /, [A-Za-z0-9_]+=|\}/g;
    end.lastIndex = this.at;
    const stop = end.exec(this.text)?.index ?? this.text.length;
    const value = this.text.slice(this.at, stop);
    this.at = stop;
    return value === 'null' ? 'null' : JSON.stringify(value);
  }
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
