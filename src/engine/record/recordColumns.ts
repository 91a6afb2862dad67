/** How a column's values compare: `address` is text that CIDR ranges understand, `list` holds texts. */
export type ColumnKind = 'text' | 'time' | 'boolean' | 'address' | 'list';

/** A field of records that the index keeps as a column, so that it is searched without opening a log. */
export interface RecordColumn {
  /** CloudTrail's own name: the path of the field in the record, with dots. Also the column's name in a segment. */
  readonly name: string;
  readonly kind: ColumnKind;
  /** For people: what the field holds. */
  readonly description: string;
  /** Derived from several fields by Trailcase; there is no field of this name in the record. */
  readonly isDerived?: boolean;
}

/**
 * Everything people filter on. Sources: "CloudTrail record contents" and "CloudTrail userIdentity element" of the
 * CloudTrail user guide. A change of names or kinds is a new `segmentSchema`.
 */
export const recordColumns: readonly RecordColumn[] = [
  { name: 'eventTime', kind: 'time', description: 'When the request was completed, UTC' },
  { name: 'eventName', kind: 'text', description: 'The API call, such as PutObject' },
  { name: 'eventSource', kind: 'text', description: 'The service that was called, such as s3.amazonaws.com' },
  { name: 'awsRegion', kind: 'text', description: 'The region that the request was made to' },
  { name: 'sourceIPAddress', kind: 'address', description: 'Where the request came from: an address or a service' },
  { name: 'userAgent', kind: 'text', description: 'The agent that made the request, as it says of itself' },
  { name: 'errorCode', kind: 'text', description: 'The error, where the call failed' },
  { name: 'errorMessage', kind: 'text', description: 'What the error says' },
  { name: 'readOnly', kind: 'boolean', description: 'Whether the call only reads' },
  { name: 'managementEvent', kind: 'boolean', description: 'Whether it is a management event' },
  { name: 'eventID', kind: 'text', description: 'The record’s own id' },
  { name: 'requestID', kind: 'text', description: 'The request’s id, from the service that was called' },
  { name: 'sharedEventID', kind: 'text', description: 'The same in all accounts that got a record of one action' },
  { name: 'eventType', kind: 'text', description: 'AwsApiCall, AwsConsoleSignIn, AwsServiceEvent …' },
  { name: 'eventCategory', kind: 'text', description: 'Management, Data, NetworkActivity, Insight, Aggregated' },
  { name: 'eventVersion', kind: 'text', description: 'Version of the record format' },
  { name: 'apiVersion', kind: 'text', description: 'Version of the API that was called' },
  { name: 'recipientAccountId', kind: 'text', description: 'The account that got the record' },
  { name: 'vpcEndpointId', kind: 'text', description: 'The VPC endpoint that the request went through' },
  { name: 'vpcEndpointAccountId', kind: 'text', description: 'The account of that VPC endpoint' },
  { name: 'userIdentity.type', kind: 'text', description: 'IAMUser, AssumedRole, Root, AWSService …' },
  { name: 'userIdentity.principalId', kind: 'text', description: 'Unique id, for sessions with the session’s name' },
  { name: 'userIdentity.arn', kind: 'text', description: 'ARN of the caller' },
  { name: 'userIdentity.accountId', kind: 'text', description: 'Account of the caller' },
  { name: 'userIdentity.accessKeyId', kind: 'text', description: 'Access key that signed the request' },
  { name: 'userIdentity.userName', kind: 'text', description: 'Name of the IAM user' },
  { name: 'userIdentity.invokedBy', kind: 'text', description: 'The service that called on the caller’s behalf' },
  { name: 'userIdentity.identityProvider', kind: 'text', description: 'Who vouched for a federated user' },
  { name: 'userIdentity.onBehalfOf.userId', kind: 'text', description: 'The Identity Center user behind the call' },
  { name: 'userIdentity.sessionContext.sessionIssuer.type', kind: 'text', description: 'What issued the session' },
  {
    name: 'userIdentity.sessionContext.sessionIssuer.arn',
    kind: 'text',
    description: 'ARN of the role of the session',
  },
  { name: 'userIdentity.sessionContext.sessionIssuer.userName', kind: 'text', description: 'Name of that role' },
  { name: 'userIdentity.sessionContext.sessionIssuer.accountId', kind: 'text', description: 'Account of that role' },
  { name: 'userIdentity.sessionContext.attributes.creationDate', kind: 'time', description: 'When the session began' },
  { name: 'userIdentity.sessionContext.attributes.mfaAuthenticated', kind: 'text', description: 'true after MFA' },
  { name: 'userIdentity.sessionContext.sourceIdentity', kind: 'text', description: 'Source identity of the session' },
  { name: 'userIdentity.sessionContext.ec2RoleDelivery', kind: 'text', description: 'Version of instance metadata' },
  { name: 'userIdentity.sessionContext.signInSessionArn', kind: 'text', description: 'The sign-in behind the session' },
  {
    name: 'userIdentity.inScopeOf.credentialsIssuedTo',
    kind: 'text',
    description: 'The instance, task or function that the credentials were issued to',
  },
  { name: 'sessionCredentialFromConsole', kind: 'text', description: 'true for calls that the console made' },
  { name: 'tlsDetails.tlsVersion', kind: 'text', description: 'TLS version of the request' },
  { name: 'insightDetails.insightType', kind: 'text', description: 'What an Insight is about' },
  { name: 'insightDetails.state', kind: 'text', description: 'Start or End of an Insight' },
  {
    name: 'responseElements.credentials.accessKeyId',
    kind: 'text',
    description: 'The temporary access key that the call issued',
  },
  {
    name: 'responseElements.accessKey.accessKeyId',
    kind: 'text',
    description: 'The lasting access key that the call created',
  },
  { name: 'requestParameters.roleArn', kind: 'text', description: 'The role that was assumed' },
  { name: 'requestParameters.roleSessionName', kind: 'text', description: 'Name that the caller gave the session' },
  { name: 'requestParameters.sourceIdentity', kind: 'text', description: 'Source identity that the caller set' },
  { name: 'requestParameters.serialNumber', kind: 'text', description: 'MFA device that the caller used' },
  { name: 'requestParameters.durationSeconds', kind: 'text', description: 'How long the session was to last' },
  { name: 'responseElements.assumedRoleUser.arn', kind: 'text', description: 'ARN of the session that was opened' },
  { name: 'responseElements.federatedUser.arn', kind: 'text', description: 'ARN of the federated user' },
  { name: 'responseElements.credentials.expiration', kind: 'text', description: 'When the issued credentials end' },
  {
    name: 'additionalEventData.bytesTransferredIn',
    kind: 'text',
    description: 'Bytes that the caller sent, where the service records them',
  },
  {
    name: 'additionalEventData.bytesTransferredOut',
    kind: 'text',
    description: 'Bytes that the caller got, where the service records them',
  },
  { name: 'principal', kind: 'text', description: 'Who acted, as the CodeLens names them', isDerived: true },
  {
    name: 'principalId',
    kind: 'text',
    description: 'The principal’s ARN, or the best that stands in for it',
    isDerived: true,
  },
  { name: 'resources', kind: 'list', description: 'ARNs and names of what the call was about', isDerived: true },
];
