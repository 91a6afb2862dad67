import { recordColumns } from '../record/recordColumns';
import type { FieldTarget, PatternPiece, PatternTest } from './query';

/** A name that a query can put before a colon, for people. */
export interface QueryField {
  readonly name: string;
  readonly kind: 'column' | 'alias' | 'path' | 'marker';
  readonly description: string;
  readonly examples: readonly string[];
  /** The columns of the index whose values are the field's; none where the index cannot say. */
  readonly valueColumns: readonly string[];
}

/** Where a field's texts come from, and how a written value becomes a test of them. */
export interface FieldSource {
  readonly target: FieldTarget;
  readonly bounds: PatternTest['bounds'];
  /** Stand around the written pattern. */
  readonly before?: readonly PatternPiece[];
  readonly after?: readonly PatternPiece[];
}

export interface Alias extends QueryField {
  readonly kind: 'alias';
  readonly sources: readonly FieldSource[];
  /** Words that stand for several values of the first source, such as `denied`; `*` for any text. */
  readonly groups?: ReadonlyMap<string, readonly string[]>;
  /** The test is of identifiers that are access keys, unless the value has no wildcards. */
  readonly isKey?: boolean;
}

const many: PatternPiece = { kind: 'many' };
const textPiece = (text: string): PatternPiece => ({ kind: 'text', text });
const sessionIssuer = 'userIdentity.sessionContext.sessionIssuer';

function columnTarget(name: string): FieldTarget {
  const column = recordColumns.find((candidate) => candidate.name === name);
  if (column === undefined) throw new Error(`No column: ${name}`);
  return { kind: 'column', column };
}

function sources(bounds: PatternTest['bounds'], ...names: readonly string[]): readonly FieldSource[] {
  return names.map((name) => ({ target: columnTarget(name), bounds }));
}

/** How services spell that a caller was not allowed, `*` for any text: what `error:denied` stands for. */
const deniedErrors: readonly string[] = [
  '*AccessDenied*',
  '*Unauthorized*',
  '*NotAuthorized*',
  'AuthorizationError*',
  '*AuthFailure*',
  'Forbidden*',
  '*.Forbidden*',
  '*OperationNotPermitted*',
  'AllAccessDisabled',
];
const throttledErrors = [
  '*Throttl*',
  '*TooManyRequests*',
  '*RequestLimitExceeded',
  '*SlowDown',
  '*RateExceeded*',
  'BandwidthLimitExceeded',
];
const missingErrors = ['*NoSuch*', '*NotFound*', '*DoesNotExist*'];

/** Words beside CloudTrail's own names. Without another word, values match whole and without regard to case. */
export const aliases: readonly Alias[] = [
  {
    name: 'principal',
    kind: 'alias',
    description:
      'Who acted: matches the display name, the ARN or id, the user name, or any part of them between / : @ and space',
    examples: ['principal:alice', 'principal:alice@example.com', 'principal:Admin*'],
    valueColumns: ['principal', 'principalId'],
    sources: sources('part', 'principal', 'principalId', 'userIdentity.userName', 'userIdentity.principalId'),
  },
  {
    name: 'user',
    kind: 'alias',
    description: 'Name of the IAM user that acted',
    examples: ['user:alice'],
    valueColumns: ['userIdentity.userName'],
    sources: sources('whole', 'userIdentity.userName'),
  },
  {
    name: 'role',
    kind: 'alias',
    description: 'Role of the caller’s session: its name, or any part of its ARN between / : @ and space',
    examples: ['role:Admin', 'role:arn:aws:iam::111122223333:role/Admin'],
    valueColumns: [`${sessionIssuer}.userName`],
    sources: [
      ...sources('part', `${sessionIssuer}.userName`, `${sessionIssuer}.arn`),
      {
        target: columnTarget('userIdentity.arn'),
        bounds: 'whole',
        before: [many, textPiece(':assumed-role/')],
        after: [textPiece('/'), many],
      },
    ],
  },
  {
    name: 'session',
    kind: 'alias',
    description: 'Name of the caller’s role session: what stands last in its ARN or principal id',
    examples: ['session:alice', 'session:i-0*'],
    valueColumns: [],
    sources: [
      {
        target: columnTarget('userIdentity.arn'),
        bounds: 'whole',
        before: [many, textPiece(':assumed-role/'), many, textPiece('/')],
      },
      { target: columnTarget('userIdentity.principalId'), bounds: 'whole', before: [many, textPiece(':')] },
    ],
  },
  {
    name: 'resource',
    kind: 'alias',
    description:
      'What the call was about: matches an ARN or name of the record’s resources, or any part between / : @ and space',
    examples: ['resource:prod-data', 'resource:arn:aws:s3:::prod-data/*'],
    valueColumns: ['resources'],
    sources: sources('part', 'resources'),
  },
  {
    name: 'mention',
    kind: 'alias',
    description:
      'An identifier anywhere in the record: ARN, access key, unique id, account, address, bucket, instance or name',
    examples: ['mention:i-0abc1234567890def', 'mention:prod-*', 'mention:10.0.0.0/8'],
    valueColumns: [],
    sources: [{ target: { kind: 'mention' }, bounds: 'whole' }],
  },
  {
    name: 'key',
    kind: 'alias',
    description: 'An access key: of the caller, issued by the call, or anywhere else in the record',
    examples: ['key:AKIAIOSFODNN7EXAMPLE', 'key:ASIA*'],
    valueColumns: ['userIdentity.accessKeyId'],
    isKey: true,
    sources: [
      ...sources('whole', 'userIdentity.accessKeyId', 'responseElements.credentials.accessKeyId'),
      { target: { kind: 'mention' }, bounds: 'whole' },
    ],
  },
  {
    name: 'ip',
    kind: 'alias',
    description: 'Where the request came from: an address, a CIDR block, a range of addresses, or a service',
    examples: ['ip:203.0.113.7', 'ip:203.0.113.0/24', 'ip:2001:db8::/32', 'ip:[10.0.0.5 TO 10.0.0.9]'],
    valueColumns: ['sourceIPAddress'],
    sources: sources('whole', 'sourceIPAddress'),
  },
  {
    name: 'account',
    kind: 'alias',
    description: 'The account that got the record, or the caller’s account',
    examples: ['account:111122223333'],
    valueColumns: ['recipientAccountId', 'userIdentity.accountId'],
    sources: sources('whole', 'recipientAccountId', 'userIdentity.accountId'),
  },
  {
    name: 'region',
    kind: 'alias',
    description: 'The region that the request was made to',
    examples: ['region:eu-*'],
    valueColumns: ['awsRegion'],
    sources: sources('whole', 'awsRegion'),
  },
  {
    name: 'service',
    kind: 'alias',
    description: 'The service that was called, with or without .amazonaws.com',
    examples: ['service:s3', 'service:(iam OR sts)'],
    valueColumns: ['eventSource'],
    sources: [
      ...sources('whole', 'eventSource'),
      { target: columnTarget('eventSource'), bounds: 'whole', after: [textPiece('.amazonaws.com')] },
    ],
  },
  {
    name: 'event',
    kind: 'alias',
    description: 'The API call; the same as eventName',
    examples: ['event:ConsoleLogin', 'event:(Put* OR Delete*)'],
    valueColumns: ['eventName'],
    sources: sources('whole', 'eventName'),
  },
  {
    name: 'error',
    kind: 'alias',
    description:
      'The error code or the error message. error:denied stands for every spelling of access denied; so do error:throttled and error:notfound for theirs',
    examples: ['error:denied', 'error:NoSuchBucket', 'error:"Failed authentication"', 'has:error'],
    valueColumns: ['errorCode'],
    sources: sources('whole', 'errorCode', 'errorMessage'),
    groups: new Map([
      ['denied', deniedErrors],
      ['throttled', throttledErrors],
      ['notfound', missingErrors],
    ]),
  },
  {
    name: 'agent',
    kind: 'alias',
    description: 'The user agent holds this text',
    examples: ['agent:boto3', 'agent:kali'],
    valueColumns: ['userAgent'],
    sources: sources('anywhere', 'userAgent'),
  },
  {
    name: 'time',
    kind: 'alias',
    description: 'When the request was completed, UTC: a year, month, day, hour …, a range, or back from now',
    examples: ['time:2026-01-15', 'time:-7d', 'time:[2026-01-15T00:00Z TO 2026-01-15T06:00Z]', 'time:>-24h'],
    valueColumns: [],
    sources: sources('whole', 'eventTime'),
  },
  {
    name: 'id',
    kind: 'alias',
    description: 'The record’s event id, request id or shared event id',
    examples: ['id:3038ebd2-c98a-4c65-9b6e-e22506292313'],
    valueColumns: [],
    sources: sources('whole', 'eventID', 'requestID', 'sharedEventID'),
  },
  {
    name: 'type',
    kind: 'alias',
    description: 'The caller’s type or the event’s: IAMUser, AssumedRole, Root, AwsApiCall, AwsConsoleSignIn …',
    examples: ['type:Root', 'type:AwsConsoleSignIn'],
    valueColumns: ['userIdentity.type', 'eventType'],
    sources: sources('whole', 'userIdentity.type', 'eventType'),
  },
];

/** `has:` and `missing:` take the name of a field. */
export const markers: readonly QueryField[] = [
  {
    name: 'has',
    kind: 'marker' as const,
    description: 'The field is there and is not null or empty',
    examples: ['has:error', 'has:requestParameters.policyDocument'],
    valueColumns: [],
  },
  {
    name: 'missing',
    kind: 'marker' as const,
    description: 'The field is absent, null or empty',
    examples: ['missing:userIdentity.accessKeyId'],
    valueColumns: [],
  },
];
