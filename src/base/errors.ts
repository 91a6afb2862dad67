/** What went wrong, in words a program can branch on. The message and next step are for people. */
export type UserErrorCode =
  | 'accessDenied'
  | 'encryptionDenied'
  | 'credentialsMissing'
  | 'credentialsExpired'
  | 'credentialsInvalid'
  | 'archived'
  | 'notFound'
  | 'noSuchBucket'
  | 'wrongRegion'
  | 'throttled'
  | 'network'
  | 'incomplete'
  | 'tooLarge'
  | 'invalidInput'
  | 'unreadable'
  | 'writeFailed'
  | 'indexUnavailable'
  | 'unexpected';

export interface UserErrorDetails {
  /** The call that failed, in the words of an IAM policy: `s3:ListBucket`. */
  readonly operation?: string;
  /** Who made the call, when it could be found out: an ARN, or an access key id. */
  readonly identity?: string;
  /** What the user can do next: one sentence. */
  readonly nextStep?: string;
  readonly cause?: unknown;
}

/** An error whose message may be shown as it is: it says what, where and what to do next. */
export class UserError extends Error {
  readonly code: UserErrorCode;
  readonly operation: string | undefined;
  readonly identity: string | undefined;
  readonly nextStep: string | undefined;

  constructor(code: UserErrorCode, message: string, details: UserErrorDetails = {}) {
    super(message, details.cause === undefined ? undefined : { cause: details.cause });
    this.name = 'UserError';
    this.code = code;
    this.operation = details.operation;
    this.identity = details.identity;
    this.nextStep = details.nextStep;
  }
}

/** The parts of a UserError that cross a process boundary. */
export interface UserErrorData {
  readonly code: UserErrorCode;
  readonly message: string;
  readonly operation?: string;
  readonly identity?: string;
  readonly nextStep?: string;
}

export function toUserErrorData(error: unknown): UserErrorData {
  if (!(error instanceof UserError)) {
    return { code: 'unexpected', message: error instanceof Error ? error.message : String(error) };
  }
  return {
    code: error.code,
    message: error.message,
    ...(error.operation === undefined ? {} : { operation: error.operation }),
    ...(error.identity === undefined ? {} : { identity: error.identity }),
    ...(error.nextStep === undefined ? {} : { nextStep: error.nextStep }),
  };
}

/** True for the errors that an aborted signal causes: cancelling is not failing. */
export function isAbort(error: unknown): boolean {
  return error instanceof Error && error.name === 'AbortError';
}

export function newAbortError(): Error {
  const error = new Error('Cancelled');
  error.name = 'AbortError';
  return error;
}
