/**
 * Calls by what they mean to a dossier. Names are `<service>:<event>`: the first part of eventSource, and eventName
 * without the version of the API that some services write behind it.
 */

function callsOf(service: string, names: string): readonly string[] {
  return names
    .trim()
    .split(/\s+/)
    .map((name) => `${service}:${name}`);
}

/** Change what is logged, kept or watched, and who is told: evidence of other calls depends on them. */
export const loggingCalls: readonly string[] = [
  ...callsOf(
    'cloudtrail',
    `StopLogging StartLogging CreateTrail DeleteTrail UpdateTrail PutEventSelectors PutInsightSelectors DeleteEventDataStore
     UpdateEventDataStore StopEventDataStoreIngestion DeleteChannel UpdateChannel DeregisterOrganizationDelegatedAdmin RemoveTags`,
  ),
  ...callsOf('ec2', 'DeleteFlowLogs CreateFlowLogs'),
  ...callsOf(
    'logs',
    `DeleteLogGroup DeleteLogStream PutRetentionPolicy DeleteRetentionPolicy DeleteSubscriptionFilter PutSubscriptionFilter
     DeleteMetricFilter DeleteDestination DeleteDelivery DeleteDeliverySource DeleteDataProtectionPolicy`,
  ),
  ...callsOf(
    's3',
    'PutBucketLogging PutBucketLifecycle PutBucketLifecycleConfiguration DeleteBucketLifecycle PutBucketVersioning',
  ),
  ...callsOf(
    'config',
    `StopConfigurationRecorder DeleteConfigurationRecorder PutConfigurationRecorder DeleteDeliveryChannel PutDeliveryChannel
     DeleteConfigRule DeleteConfigurationAggregator DeleteRetentionConfiguration DeleteOrganizationConfigRule`,
  ),
  ...callsOf(
    'guardduty',
    `DeleteDetector UpdateDetector CreateFilter UpdateFilter CreateIPSet UpdateIPSet DeletePublishingDestination
     UpdatePublishingDestination DisassociateFromMasterAccount DisassociateFromAdministratorAccount DisassociateMembers
     DeleteMembers StopMonitoringMembers ArchiveFindings UpdateMemberDetectors`,
  ),
  ...callsOf(
    'securityhub',
    'DisableSecurityHub BatchDisableStandards DisableImportFindingsForProduct DeleteMembers DisassociateMembers DisassociateFromAdministratorAccount UpdateStandardsControl',
  ),
  ...callsOf('access-analyzer', 'DeleteAnalyzer CreateArchiveRule'),
  ...callsOf('macie2', 'DisableMacie DisassociateFromAdministratorAccount DeleteMember'),
  ...callsOf('detective', 'DeleteGraph DisassociateMembership'),
  ...callsOf('inspector2', 'Disable'),
  ...callsOf('monitoring', 'DeleteAlarms DisableAlarmActions'),
  ...callsOf('events', 'DisableRule DeleteRule RemoveTargets DeleteArchive'),
  ...callsOf('sns', 'Unsubscribe'),
  ...callsOf('wafv2', 'DeleteLoggingConfiguration DeleteWebACL'),
  ...callsOf('waf', 'DeleteLoggingConfiguration'),
  ...callsOf('waf-regional', 'DeleteLoggingConfiguration'),
  ...callsOf('network-firewall', 'UpdateLoggingConfiguration'),
  ...callsOf('route53', 'DeleteQueryLoggingConfig'),
  ...callsOf('route53resolver', 'DeleteResolverQueryLogConfig DisassociateResolverQueryLogConfig'),
  ...callsOf('elasticloadbalancing', 'ModifyLoadBalancerAttributes'),
  ...callsOf('eks', 'UpdateClusterConfig'),
  ...callsOf('redshift', 'DisableLogging'),
  ...callsOf('bedrock', 'DeleteModelInvocationLoggingConfiguration'),
  ...callsOf('organizations', 'LeaveOrganization DisableAWSServiceAccess DeregisterDelegatedAdministrator'),
];

/** Change what a caller may do: what can stand between a refusal and a success. */
export const grantingCalls: readonly string[] = [
  ...callsOf(
    'iam',
    `AttachUserPolicy AttachRolePolicy AttachGroupPolicy DetachUserPolicy DetachRolePolicy DetachGroupPolicy PutUserPolicy
     PutRolePolicy PutGroupPolicy DeleteUserPolicy DeleteRolePolicy DeleteGroupPolicy CreatePolicyVersion
     SetDefaultPolicyVersion DeletePolicyVersion UpdateAssumeRolePolicy AddUserToGroup RemoveUserFromGroup
     AddRoleToInstanceProfile PutUserPermissionsBoundary PutRolePermissionsBoundary DeleteUserPermissionsBoundary
     DeleteRolePermissionsBoundary CreateAccessKey UpdateAccessKey CreateLoginProfile UpdateLoginProfile EnableMFADevice
     DeactivateMFADevice`,
  ),
  ...callsOf(
    'sts',
    'AssumeRole AssumeRoleWithSAML AssumeRoleWithWebIdentity AssumeRoot GetSessionToken GetFederationToken',
  ),
  ...callsOf(
    's3',
    'PutBucketPolicy DeleteBucketPolicy PutBucketAcl PutBucketPublicAccessBlock DeleteBucketPublicAccessBlock',
  ),
  ...callsOf('kms', 'PutKeyPolicy CreateGrant'),
  ...callsOf('lambda', 'AddPermission'),
  ...callsOf('secretsmanager', 'PutResourcePolicy DeleteResourcePolicy'),
  ...callsOf(
    'sso',
    'CreateAccountAssignment AttachManagedPolicyToPermissionSet PutInlinePolicyToPermissionSet ProvisionPermissionSet',
  ),
  ...callsOf('organizations', 'AttachPolicy DetachPolicy UpdatePolicy'),
  ...callsOf(
    'ec2',
    'ModifySnapshotAttribute ModifyImageAttribute AssociateIamInstanceProfile ReplaceIamInstanceProfileAssociation',
  ),
  ...callsOf('rds', 'ModifyDBSnapshotAttribute ModifyDBClusterSnapshotAttribute'),
];

/** Read or write data, or what opens it, although CloudTrail counts them as management events (or older records do not say). */
export const dataCalls: readonly string[] = [
  ...callsOf('secretsmanager', 'GetSecretValue BatchGetSecretValue PutSecretValue'),
  ...callsOf('ssm', 'GetParameter GetParameters GetParametersByPath GetParameterHistory'),
  ...callsOf('kms', 'Decrypt ReEncrypt GenerateDataKey GenerateDataKeyWithoutPlaintext'),
  ...callsOf('lambda', 'GetFunction GetFunctionConfiguration'),
  ...callsOf('ec2', 'GetPasswordData GetConsoleOutput GetConsoleScreenshot'),
  ...callsOf('rds', 'DownloadDBLogFilePortion DownloadCompleteDBLogFile'),
  ...callsOf('rds-data', 'ExecuteStatement BatchExecuteStatement'),
  ...callsOf('redshift-data', 'ExecuteStatement BatchExecuteStatement GetStatementResult'),
  ...callsOf('athena', 'StartQueryExecution GetQueryResults'),
  ...callsOf('logs', 'GetLogEvents FilterLogEvents StartQuery GetQueryResults'),
  ...callsOf('codecommit', 'GetFile GetBlob GitPull GitPush'),
  ...callsOf('ecr', 'BatchGetImage GetDownloadUrlForLayer'),
  ...callsOf('ebs', 'GetSnapshotBlock ListSnapshotBlocks ListChangedBlocks PutSnapshotBlock'),
  ...callsOf('s3', 'GetObject HeadObject PutObject CopyObject DeleteObject DeleteObjects ListObjects ListObjectsV2'),
  ...callsOf('dynamodb', 'GetItem BatchGetItem Query Scan PutItem UpdateItem DeleteItem ExportTableToPointInTime'),
];
