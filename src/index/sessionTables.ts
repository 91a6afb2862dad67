import { rejectOnAbort } from '../base/abort';
import { isAbort } from '../base/errors';
import { allNumbers, segmentRows, type IndexSnapshot } from './indexSnapshot';
import { sqlName, sqlText, type QueryDatabase } from './queryDatabase';

/** Events that issue credentials, whatever their response says. Others are told by the response alone. */
const issuingEvents = [
  'AssumeRole',
  'AssumeRoleWithSAML',
  'AssumeRoleWithWebIdentity',
  'AssumeRoot',
  'GetSessionToken',
  'GetFederationToken',
  'GetRoleCredentials',
  'CreateAccessKey',
];

const identityField = 'userIdentity.';
const contextField = 'userIdentity.sessionContext.';
const issuerField = 'userIdentity.sessionContext.sessionIssuer.';
const responseField = 'responseElements.';
const requestField = 'requestParameters.';

/** Who a record says has made the call: names of the tables' columns, and CloudTrail's. */
const identityColumns = {
  type: `${identityField}type`,
  arn: `${identityField}arn`,
  principalId: `${identityField}principalId`,
  accountId: `${identityField}accountId`,
  accessKeyId: `${identityField}accessKeyId`,
  userName: `${identityField}userName`,
  invokedBy: `${identityField}invokedBy`,
  identityProvider: `${identityField}identityProvider`,
  onBehalfOfUserId: `${identityField}onBehalfOf.userId`,
  issuerType: `${issuerField}type`,
  issuerArn: `${issuerField}arn`,
  issuerAccountId: `${issuerField}accountId`,
  issuerUserName: `${issuerField}userName`,
  mfaAuthenticated: `${contextField}attributes.mfaAuthenticated`,
  sourceIdentity: `${contextField}sourceIdentity`,
  ec2RoleDelivery: `${contextField}ec2RoleDelivery`,
  issuedTo: `${identityField}inScopeOf.credentialsIssuedTo`,
  signInSessionArn: `${contextField}signInSessionArn`,
  name: 'principal',
  id: 'principalId',
} as const;
export type IdentityColumn = keyof typeof identityColumns;

const recordColumns = {
  eventId: 'eventID',
  eventName: 'eventName',
  account: 'recipientAccountId',
  eventSource: 'eventSource',
  errorCode: 'errorCode',
  errorMessage: 'errorMessage',
  sharedEventId: 'sharedEventID',
  region: 'awsRegion',
  sourceAddress: 'sourceIPAddress',
  userAgent: 'userAgent',
  roleArn: `${requestField}roleArn`,
  roleSessionName: `${requestField}roleSessionName`,
  requestSourceIdentity: `${requestField}sourceIdentity`,
  mfaSerial: `${requestField}serialNumber`,
  durationSeconds: `${requestField}durationSeconds`,
  issuedKeyId: `${responseField}credentials.accessKeyId`,
  createdKeyId: `${responseField}accessKey.accessKeyId`,
  assumedRoleArn: `${responseField}assumedRoleUser.arn`,
  federatedUserArn: `${responseField}federatedUser.arn`,
  expiration: `${responseField}credentials.expiration`,
} as const;
export type RecordColumnName = keyof typeof recordColumns;

export const identityColumnNames = Object.keys(identityColumns);
export const recordColumnNames = Object.keys(recordColumns);

const creationTime = sqlName(`${contextField}attributes.creationDate`);
const isFromConsole = "coalesce(lower(sessionCredentialFromConsole) = 'true', false)";

export interface SessionTableNames {
  /** Issuing records and sign-ins: `recordColumns`, `who_…` of `identityColumns`, `time`, `creationTime`, `objectKey`, `ordinal` … */
  readonly records: string;
  /** One row for each key, ARN, principal id and creation date that occur together. */
  readonly identities: string;
}

/**
 * What sessions are joined by, as two small tables in memory: a trail of a million records has some thousands of both.
 * They are made at the first question to a snapshot.
 */
export class SessionTables {
  private made: Promise<SessionTableNames> | undefined;
  private readonly lifetime = new AbortController();

  constructor(
    readonly database: QueryDatabase,
    readonly snapshot: IndexSnapshot,
    /** Begins the names of its tables. */
    private readonly name: string,
  ) {}

  /** Goes on when who asked first gives up: others may be waiting. */
  async names(signal: AbortSignal): Promise<SessionTableNames> {
    this.made ??= this.make().catch((error: unknown) => {
      this.made = undefined;
      throw error;
    });
    return rejectOnAbort(this.made, signal);
  }

  /** Rows that count, each record once: a table expression named `r`, to be followed by WHERE. */
  countedRows(columns: string): string {
    const { segments, hasExcluded, excluded, hasCopies, copies } = this.snapshot;
    return [
      `${segmentRows(segments, 'records.parquet', allNumbers(segments), columns)} r`,
      hasExcluded ? `ANTI JOIN ${excluded} e ON r.segment = e.segment AND r.object = e.object` : '',
      hasCopies
        ? `ANTI JOIN (SELECT segment, "row" FROM ${copies} WHERE kind = 'copy') c ON r.segment = c.segment AND r."row" = c."row"`
        : '',
    ].join(' ');
  }

  get isEmpty(): boolean {
    return this.snapshot.segments.length === 0;
  }

  async dispose(): Promise<void> {
    this.lifetime.abort();
    const names = await this.made?.catch((error: unknown) => {
      if (!isAbort(error)) throw error;
      return undefined;
    });
    if (names === undefined) return;
    const sql = `DROP TABLE IF EXISTS ${names.records}; DROP TABLE IF EXISTS ${names.identities}`;
    await this.database.run(sql, new AbortController().signal);
  }

  private async make(): Promise<SessionTableNames> {
    const names = { records: `${this.name}_records`, identities: `${this.name}_identities` };
    const { signal } = this.lifetime;
    await Promise.all([
      this.database.run(this.recordsSql(names.records), signal),
      this.database.run(this.identitiesSql(names.identities), signal),
    ]);
    return names;
  }

  private recordsSql(table: string): string {
    const { segments } = this.snapshot;
    const objects = segmentRows(segments, 'objects.parquet', allNumbers(segments), 'object, key');
    const columns = [
      ...Object.entries(recordColumns).map(([name, column]) => `${textSql(column)} AS ${sqlName(name)}`),
      ...Object.entries(identityColumns).map(([name, column]) => `${textSql(column)} AS ${sqlName(`who_${name}`)}`),
      `eventTime AS time, ${creationTime} AS creationTime, ${isFromConsole} AS isFromConsole, ordinal, object`,
    ];
    const isIssuing = [
      `${textSql(recordColumns.issuedKeyId)} IS NOT NULL`,
      `${textSql(recordColumns.createdKeyId)} IS NOT NULL`,
      `eventName IN (${issuingEvents.map(sqlText).join(', ')})`,
      "eventSource = 'signin.amazonaws.com'",
    ].join(' OR ');
    return `CREATE OR REPLACE TABLE ${table} AS
      SELECT r.*, o.key AS objectKey FROM (
        SELECT ${columns.join(', ')}, r.segment, r."row" FROM ${this.countedRows('*')} WHERE ${isIssuing}
      ) r JOIN ${objects} o ON r.segment = o.segment AND r.object = o.object`;
  }

  private identitiesSql(table: string): string {
    const { accessKeyId, arn, principalId, invokedBy } = identityColumns;
    const others = Object.entries(identityColumns).filter(
      ([name]) => !['accessKeyId', 'arn', 'principalId', 'invokedBy'].includes(name),
    );
    const columns = [
      ...others.map(([name, column]) => `min(${textSql(column)}) AS ${sqlName(`who_${name}`)}`),
      `CASE WHEN count(${textSql(invokedBy)}) = count(*) THEN min(${textSql(invokedBy)}) END AS who_invokedBy`,
      `bool_or(${isFromConsole}) AS isFromConsole`,
      'count(*)::INTEGER AS records, min(eventTime) AS firstTime, max(eventTime) AS lastTime',
    ];
    const [key, user, principal] = [accessKeyId, arn, principalId].map(textSql);
    const needed = [...Object.values(identityColumns).map(sqlName), creationTime];
    return `CREATE OR REPLACE TABLE ${table} AS
      SELECT ${key} AS who_accessKeyId, ${user} AS who_arn, ${principal} AS who_principalId, ${creationTime} AS creationTime,
        ${columns.join(', ')}
      FROM ${this.countedRows(`${needed.join(', ')}, sessionCredentialFromConsole, eventTime, object`)}
      WHERE ${key} IS NOT NULL OR ${user} IS NOT NULL GROUP BY ALL`;
  }
}

/** Logs write what is not there as an empty text, too. */
function textSql(column: string): string {
  return `nullif(${sqlName(column)}, '')`;
}
