import { toDisplayText } from '../../base/displayText';
import { UserError, type UserErrorCode } from '../../base/errors';
import { type Denial, parseFailure, removeSecrets, toSafeText, type AwsFailure } from './awsFailure';
import { isThrottled } from './callReport';

/** The call that failed, for messages. */
export interface AwsCall {
  /** In the words of an IAM policy: `s3:ListBucket`. */
  readonly operation: string;
  /** What it was about: `s3://bucket/prefix/`. Shown escaped. */
  readonly target: string;
  /** The profile in use, if any. */
  readonly profile: string | undefined;
}

/** A failure with all that its sentence may need. */
interface Telling {
  readonly failure: AwsFailure;
  readonly call: AwsCall;
  readonly target: string;
  /** ` to arn:…`, or `''`. */
  readonly toWhom: string;
}

/** One kind of failure and the words for it. */
interface FailureRule {
  readonly code: UserErrorCode;
  fits(failure: AwsFailure): boolean;
  message(telling: Telling): string;
  nextStep(telling: Telling): string;
}

const deniedNames = ['AccessDenied', 'AccessDeniedException', 'AllAccessDisabled', 'UnauthorizedAccess', 'Forbidden'];
const unreachableCodes = [
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'ECONNRESET',
  'EPIPE',
  'EHOSTUNREACH',
  'ENETUNREACH',
];

/** A role that may not be assumed is not the target of the call that failed for it: it has to be named. */
function toDeniedRole(denial: Denial | undefined): string {
  return denial?.action.startsWith('sts:') === true ? ` on ${toDisplayText(denial.resource)}` : '';
}

/** The first that fits tells. */
const rules: readonly FailureRule[] = [
  {
    code: 'credentialsInvalid',
    fits: ({ message }) => message.includes('MultiFactorAuthentication failed'),
    message: ({ call }) => `The MFA code was not accepted${forProfile(call)}.`,
    nextStep: () => 'Try again with a fresh code from the device.',
  },
  {
    code: 'encryptionDenied',
    fits: ({ name, denial }) => denial?.action.startsWith('kms:') === true || name.startsWith('KMS.'),
    message: ({ failure: { denial, name }, target, toWhom }) =>
      denial === undefined
        ? `Cannot decrypt ${target}: its KMS key cannot be used (${toSafeText(name)}).`
        : `Cannot decrypt ${target}: ${denial.action} on ${toDisplayText(denial.resource)} is denied${toWhom}${toReason(denial.reason)}.`,
    nextStep: ({ failure: { denial } }) =>
      denial === undefined
        ? 'Check in KMS that the key exists and is enabled.'
        : 'Allow kms:Decrypt on this key, both in the policy of the identity and in the policy of the key.',
  },
  {
    code: 'accessDenied',
    fits: ({ name, status }) =>
      deniedNames.includes(name) || (status === 403 && /^(Unknown|403|UnknownError)$/.test(name)),
    message: ({ failure: { denial }, call, target, toWhom }) =>
      `Cannot ${toVerb(call.operation)} ${target}: ${denial?.action ?? call.operation}${toDeniedRole(denial)} is denied${toWhom}${toReason(denial?.reason ?? '')}.`,
    nextStep: ({ failure: { denial }, call }) => toGrantStep(denial?.action ?? call.operation),
  },
  {
    code: 'noSuchBucket',
    fits: ({ name }) => name === 'NoSuchBucket',
    message: ({ target }) => `The bucket of ${target} does not exist.`,
    nextStep: () => "Check the bucket's name in the source's location.",
  },
  {
    code: 'notFound',
    fits: ({ name, status }) => name === 'NoSuchKey' || name === 'TrailNotFoundException' || status === 404,
    message: ({ target }) => `${target} does not exist.`,
    nextStep: () => 'It may have been deleted or expired by a lifecycle rule: refresh the folder.',
  },
  {
    code: 'archived',
    fits: ({ name }) => name === 'InvalidObjectState',
    message: ({ failure: { storageClass }, target }) =>
      `${target} is archived${storageClass === undefined ? '' : ` (storage class ${toSafeText(storageClass)})`}: S3 cannot hand it out before it is restored.`,
    nextStep: () => 'Restore the object in S3 (s3:RestoreObject), wait until that is done, and open it again.',
  },
  {
    code: 'credentialsExpired',
    fits: ({ name, message }) =>
      /aws sso login|aws login|SSO session/i.test(message) || name === 'UnauthorizedException',
    message: ({ call }) => `The sign-in session has expired or is missing${forProfile(call)}.`,
    nextStep: ({ failure, call }) =>
      `Run: aws ${/aws login/i.test(failure.message) ? '' : 'sso '}login${call.profile === undefined ? '' : ` --profile ${toDisplayText(call.profile)}`}`,
  },
  {
    code: 'credentialsExpired',
    fits: ({ name }) => /^(ExpiredToken(Exception)?|TokenRefreshRequired|RequestExpired)$/.test(name),
    message: ({ call, target }) =>
      `The AWS credentials have expired${forProfile(call)}: cannot ${toVerb(call.operation)} ${target}.`,
    nextStep: () => 'Sign in again, or renew the credentials, and retry.',
  },
  {
    code: 'credentialsMissing',
    fits: ({ name, message }) => name === 'CredentialsProviderError' && isProcessFailure(message),
    message: ({ call }) => `The credential_process failed${forProfile(call)}.`,
    nextStep: () => 'Run the command of credential_process in a terminal to see what is wrong with it.',
  },
  {
    code: 'credentialsMissing',
    fits: ({ name }) => name === 'CredentialsProviderError' || name === 'TokenProviderError',
    message: ({ call }) => `No AWS credentials could be found${forProfile(call)}.`,
    nextStep: () => 'Choose a profile that has credentials, or sign in with the AWS CLI.',
  },
  {
    code: 'credentialsInvalid',
    fits: ({ name }) =>
      /^(InvalidAccessKeyId|InvalidClientTokenId|UnrecognizedClientException|InvalidToken|AuthFailure)$/.test(name),
    message: ({ call }) => `AWS does not know the access key${forProfile(call)}, or it was deactivated.`,
    nextStep: () => 'Check the access key of the profile, and that it belongs to this partition or store.',
  },
  {
    code: 'credentialsInvalid',
    fits: ({ name }) => /^(SignatureDoesNotMatch|InvalidSignatureException)$/.test(name),
    message: ({ call }) =>
      `The secret access key does not belong to the access key${forProfile(call)}: the signature was refused.`,
    nextStep: () => 'Correct the secret access key of the profile.',
  },
  {
    code: 'credentialsInvalid',
    fits: ({ name }) => /^(RequestTimeTooSkewed|RequestInTheFuture)$/.test(name),
    message: () => "This computer's clock differs too much from that of AWS: the request was refused.",
    nextStep: () => 'Set the clock, then retry.',
  },
  {
    code: 'wrongRegion',
    fits: ({ name, status }) =>
      status === 301 ||
      /^(PermanentRedirect|TemporaryRedirect|AuthorizationHeaderMalformed|IllegalLocationConstraintException)$/.test(
        name,
      ),
    message: ({ failure: { bucketRegion }, target }) =>
      `The bucket of ${target} is not in the region that was called${bucketRegion === undefined ? '' : `: it is in ${bucketRegion}`}.`,
    nextStep: () => "Set the source's region to that of the bucket, or leave it empty.",
  },
  {
    code: 'throttled',
    fits: isThrottled,
    message: ({ call, target }) =>
      `AWS asks to slow down: cannot ${toVerb(call.operation)} ${target} now, after several attempts.`,
    nextStep: () => 'Wait a moment and retry, with fewer reads at once.',
  },
  {
    code: 'network',
    fits: ({ name, networkCode }) => name === 'TimeoutError' && !unreachableCodes.includes(networkCode ?? ''),
    message: ({ failure }) => `${toDisplayText(failure.host ?? 'AWS')} did not answer in time.`,
    nextStep: () => 'Check the network, the VPN and the proxy, then retry.',
  },
  {
    code: 'network',
    fits: ({ networkCode }) => unreachableCodes.includes(networkCode ?? ''),
    message: ({ failure }) =>
      `Cannot reach ${toDisplayText(failure.host ?? 'AWS')} (${failure.networkCode ?? 'no connection'}).`,
    nextStep: () => 'Are you offline? Check the network, the VPN, and the endpoint if one is configured.',
  },
  {
    code: 'network',
    fits: ({ networkCode }) => /CERT|ERR_TLS|EPROTO|VERIFY/.test(networkCode ?? ''),
    message: ({ failure }) =>
      `No secure connection to ${toDisplayText(failure.host ?? 'AWS')} (${failure.networkCode ?? ''}).`,
    nextStep: () => 'If a proxy inspects TLS, name its certificate in the environment variable NODE_EXTRA_CA_CERTS.',
  },
  {
    code: 'unexpected',
    fits: ({ status }) => status !== undefined && status >= 500,
    message: toUnexpectedText,
    nextStep: () => 'The service has a problem of its own: retry in a while.',
  },
];

/**
 * The one place where failures of the AWS SDK become sentences. UserErrors pass through. `findIdentity` is asked only
 * where the answer depends on who calls, and only when AWS did not say.
 */
export async function toUserError(
  error: unknown,
  call: AwsCall,
  findIdentity: () => Promise<string | undefined>,
): Promise<UserError> {
  if (error instanceof UserError) return error;
  const failure = parseFailure(error);
  const rule = rules.find((candidate) => candidate.fits(failure));
  const found = failure.denial?.identity ?? (rule?.code === 'accessDenied' ? await findIdentity() : undefined);
  const identity = found === undefined ? undefined : toDisplayText(found);
  const target = toDisplayText(call.target);
  const telling: Telling = { failure, call, target, toWhom: identity === undefined ? '' : ` to ${identity}` };
  const details = {
    operation: failure.denial?.action ?? call.operation,
    ...(identity === undefined ? {} : { identity }),
    cause: toCause(error, failure),
  };
  if (rule === undefined) return new UserError('unexpected', toUnexpectedText(telling), details);
  return new UserError(rule.code, rule.message(telling), { ...details, nextStep: rule.nextStep(telling) });
}

function toUnexpectedText({ failure, call, target }: Telling): string {
  const status = failure.status === undefined ? '' : `${failure.status} `;
  return `Cannot ${toVerb(call.operation)} ${target}: ${status}${toSafeText(failure.name)}: ${toSafeText(failure.message)}`;
}

/** A credential_process may have been given secrets on its command line, which Node repeats in the message. */
function toCause(error: unknown, failure: AwsFailure): unknown {
  if (isProcessFailure(failure.message)) return new Error('The command failed; its output is withheld.');
  removeSecrets(error);
  return error;
}

function isProcessFailure(message: string): boolean {
  return message.startsWith('Command failed') || message.includes('credential_process');
}

function forProfile(call: AwsCall): string {
  return call.profile === undefined ? '' : ` (profile ${toDisplayText(call.profile)})`;
}

function toReason(reason: string): string {
  return reason === '' ? '' : ` (${toSafeText(reason)})`;
}

const verbs: Readonly<Record<string, string>> = {
  's3:ListBucket': 'list',
  's3:GetObject': 'read',
  'cloudtrail:DescribeTrails': 'describe',
  'cloudtrail:GetTrailStatus': 'get the status of',
  'cloudtrail:ListPublicKeys': 'list',
};

function toVerb(operation: string): string {
  return verbs[operation] ?? 'use';
}

/** S3 also says 403 for a missing object when the caller may not list the bucket. */
function toGrantStep(action: string): string {
  const missing =
    action === 's3:GetObject' ? ' Without s3:ListBucket, S3 answers the same for an object that does not exist.' : '';
  return `Allow ${action} for this identity, or choose another profile.${missing}`;
}
