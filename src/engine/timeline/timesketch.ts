import { toCsvLine, type TableCell } from '../table/csvTable';
import { toCellText } from '../table/csvTable';

/**
 * Columns of a result that Timesketch is told, with their names there: those of Plaso's `aws:cloudtrail:entry` style,
 * one flat field each.
 */
const fields: readonly (readonly [column: string, name: string])[] = [
  ['eventName', 'event_name'],
  ['eventSource', 'event_source'],
  ['awsRegion', 'aws_region'],
  ['sourceIPAddress', 'source_ip_address'],
  ['userAgent', 'user_agent'],
  ['principal', 'principal'],
  ['userIdentity.type', 'user_identity_type'],
  ['userIdentity.arn', 'user_identity_arn'],
  ['userIdentity.principalId', 'user_identity_principal_id'],
  ['userIdentity.userName', 'user_identity_user_name'],
  ['userIdentity.accountId', 'user_identity_account_id'],
  ['userIdentity.accessKeyId', 'user_identity_access_key_id'],
  ['userIdentity.invokedBy', 'user_identity_invoked_by'],
  ['userIdentity.sessionContext.sessionIssuer.arn', 'session_issuer_arn'],
  ['userIdentity.sessionContext.attributes.mfaAuthenticated', 'mfa_authenticated'],
  ['responseElements.credentials.accessKeyId', 'issued_access_key_id'],
  ['requestParameters.roleArn', 'requested_role_arn'],
  ['resources', 'resources'],
  ['errorCode', 'error_code'],
  ['errorMessage', 'error_message'],
  ['recordClass', 'record_class'],
  ['readOnly', 'read_only'],
  ['eventID', 'event_id'],
  ['requestID', 'request_id'],
  ['sharedEventID', 'shared_event_id'],
  ['eventType', 'event_type'],
  ['eventCategory', 'event_category'],
  ['recipientAccountId', 'recipient_account_id'],
  ['twins', 'records_in_other_accounts'],
  ['object', 'source_file'],
  ['record', 'record_number'],
];

const leading = ['message', 'datetime', 'timestamp', 'timestamp_desc', 'data_type'] as const;

/** Columns to ask a timeline for, in the order in which `toTimesketchLine` takes their cells. */
export const timesketchColumns: readonly string[] = ['eventTime', ...fields.map(([column]) => column)];

/** The names of a CSV for Timesketch, with the line end. */
export const timesketchHead: string = toCsvLine([...leading, ...fields.map(([, name]) => name)]);

/**
 * One record as a line of CSV or JSONL that Timesketch imports ("Create timeline from JSON/JSONL/CSV file" of its user
 * guide): `message`, `datetime` (ISO 8601 with an offset) and `timestamp_desc` must be there; `timestamp` is
 * microseconds. A record without a readable time stands at 1970 as "Not a time", which is how Plaso says it.
 */
export function toTimesketchLine(cells: readonly TableCell[], format: 'csv' | 'jsonl'): string {
  const [time = null, ...values] = cells;
  const parsed = typeof time === 'string' ? Date.parse(time) : Number.NaN;
  const isTime = !Number.isNaN(parsed);
  const ms = isTime ? parsed : 0;
  const head = {
    message: toMessage(new Map(fields.map(([column], at) => [column, values[at] ?? null]))),
    datetime: new Date(ms).toISOString().replace(/(?:\.000)?Z$/, '+00:00'),
    timestamp: ms * 1000,
    timestamp_desc: isTime ? 'Event Time' : 'Not a time',
    data_type: 'aws:cloudtrail:entry',
  } satisfies Record<(typeof leading)[number], TableCell>;
  if (format === 'csv')
    return toCsvLine([...leading.map((name) => head[name]), ...fields.map((_, at) => values[at] ?? null)]);
  const told = fields.flatMap(([, name], at) => {
    const value = values[at] ?? null;
    return value === null ? [] : [[name, value] as const];
  });
  return `${JSON.stringify({ ...head, ...Object.fromEntries(told) })}\n`;
}

/** `s3 PutObject by alice from 203.0.113.7 in eu-west-1, account 111122223333: AccessDenied` */
function toMessage(cells: ReadonlyMap<string, TableCell>): string {
  const text = (column: string): string => toCellText(cells.get(column) ?? null);
  const part = (word: string, column: string): string => (text(column) === '' ? '' : `${word} ${text(column)}`);
  const service = text('eventSource').replace(/\.amazonaws\.com$/, '');
  const words = [
    service,
    text('eventName') || text('eventType') || 'record without a name',
    part('by', 'principal'),
    part('from', 'sourceIPAddress'),
    part('in', 'awsRegion'),
  ];
  const account = part(', account', 'recipientAccountId').replace(/^ ,/, ',');
  const error = text('errorCode') || text('errorMessage');
  return `${words.filter((word) => word !== '').join(' ')}${account}${error === '' ? '' : `: ${error}`}`;
}
