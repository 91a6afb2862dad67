import { recordColumns, type RecordColumn } from '../record/recordColumns';
import { aliases, markers, type QueryField } from './queryFields';

/** A line of the language's syntax, for help texts. */
export interface SyntaxHelp {
  readonly example: string;
  readonly description: string;
}

export const syntaxHelp: readonly SyntaxHelp[] = [
  { example: 'eventName:PutObject', description: 'A field is this value, whole, in any case' },
  { example: 'eventName:Put*', description: '* stands for any text, ? for one character' },
  { example: 'userAgent:"aws-cli/2.0 x"', description: 'Quotes, " or \': spaces and wildcards stand for themselves' },
  { example: 'eventName:=PutObject', description: '= before a value or word: case counts' },
  { example: 'errorMessage:/not authorized/i', description: 'A regular expression, found anywhere; i for any case' },
  { example: 'eventName:(PutObject OR GetObject)', description: 'Several values of a field' },
  { example: 'time:[2026-01-15 TO 2026-01-16T06:00Z]', description: 'A range; { and } leave its ends out, * is open' },
  { example: 'time:>=2026-01-15', description: 'A comparison: > >= < <=, of times, numbers, addresses or texts' },
  { example: 'time:-7d', description: 'Since seven days ago; units ms s m h d w mo y; also now, today, yesterday' },
  { example: 'ip:203.0.113.0/24', description: 'A block of addresses, IPv4 or IPv6' },
  { example: 'has:error missing:userAgent', description: 'A field is there, or is absent, null or empty' },
  { example: 'requestParameters.bucketName:prod-*', description: 'Any field of the record, through lists' },
  { example: 'requestParameters."aws:x":y', description: 'Names with dots, colons or spaces stand in quotes' },
  { example: '.newField.name:x', description: 'A dot before the name: a field that CloudTrail does not document' },
  { example: 'prod-data', description: 'A word anywhere in the record: in any name or value' },
  { example: 'AKIAIOSFODNN7EXAMPLE', description: 'An ARN, key, id, account or address: wherever it is mentioned' },
  { example: 'a b -c', description: 'Words side by side: all of them; - or ! or NOT before a term: not this one' },
  { example: '(a OR b) AND NOT c', description: 'AND OR NOT in capitals, or && || !, with brackets; AND binds closer' },
];

/** Fields below the top of records that investigations look for and that are no columns. */
const commonPaths: readonly (readonly [path: string, description: string])[] = [
  ['requestParameters.bucketName', 'The bucket of a call of S3'],
  ['requestParameters.key', 'The object’s key in a call of S3'],
  ['requestParameters.roleName', 'The role that a call of IAM is about'],
  ['requestParameters.userName', 'The user that a call of IAM is about'],
  ['requestParameters.policyArn', 'The policy that is attached or detached'],
  ['requestParameters.policyDocument', 'The policy that is put, as text'],
  ['requestParameters.instancesSet.items.instanceId', 'The instances that a call of EC2 is about'],
  ['requestParameters.ipPermissions.items.ipRanges.items.cidrIp', 'Blocks that a security group opens to'],
  ['requestParameters.groupId', 'The security group that a call is about'],
  ['requestParameters.functionName', 'The function that a call of Lambda is about'],
  ['requestParameters.secretId', 'The secret that is read or changed'],
  ['requestParameters.keyId', 'The KMS key that a call is about'],
  ['responseElements.ConsoleLogin', 'Success or Failure of a sign-in to the console'],
  ['responseElements.instancesSet.items.instanceId', 'The instances that were started'],
  ['additionalEventData.MFAUsed', 'Whether a sign-in used MFA'],
  ['resources.ARN', 'ARNs in the record’s list of resources'],
  ['resources.accountId', 'Accounts in the record’s list of resources'],
  ['tlsDetails.clientProvidedHostHeader', 'The host that the client asked for'],
  ['insightDetails.eventName', 'The API call that an Insight is about'],
];

const columnExamples = new Map([
  ['time', 'eventTime:[2026-01-15 TO 2026-01-16]'],
  ['boolean', 'readOnly:false'],
  ['address', 'sourceIPAddress:203.0.113.0/24'],
  ['list', 'resources:arn:aws:s3:::prod-*'],
]);

/** Every field with a name of its own: aliases and markers first, then columns, then common paths. */
export const queryHelp: readonly QueryField[] = [
  ...aliases,
  ...markers,
  ...recordColumns
    .filter(({ name }) => !aliases.some((alias) => alias.name === name))
    .map((column): QueryField => ({
      name: column.name,
      kind: 'column',
      description: column.description,
      examples: exampleOf(column),
      valueColumns: column.kind === 'time' ? [] : [column.name],
    })),
  ...commonPaths.map(([name, description]): QueryField => ({
    name,
    kind: 'path',
    description,
    examples: [],
    valueColumns: [],
  })),
];

function exampleOf({ name, kind }: RecordColumn): readonly string[] {
  const example = columnExamples.get(kind);
  return example?.startsWith(`${name}:`) === true ? [example] : [];
}
