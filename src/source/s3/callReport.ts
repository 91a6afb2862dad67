import type { FinalizeHandler, HandlerExecutionContext } from '@smithy/types';
import { parseFailure, setCalledHost, type AwsFailure } from './awsFailure';
import type { AwsServices } from './awsServices';

const operationByCommand: Readonly<Record<string, string>> = {
  ListObjectsV2Command: 's3:ListBucket',
  HeadBucketCommand: 's3:ListBucket',
  GetObjectCommand: 's3:GetObject',
  DescribeTrailsCommand: 'cloudtrail:DescribeTrails',
  GetTrailStatusCommand: 'cloudtrail:GetTrailStatus',
  ListPublicKeysCommand: 'cloudtrail:ListPublicKeys',
  GetCallerIdentityCommand: 'sts:GetCallerIdentity',
  AssumeRoleCommand: 'sts:AssumeRole',
};

export const callReportOptions = { name: 'trailcaseCallReport', step: 'finalizeRequest', priority: 'low' } as const;

/**
 * SDK middleware that tells of every attempt after the first, and notes on each error which host was called: Node does
 * not say it of a broken connection. It stands inside the SDK's own retry loop, so that it is entered once per attempt.
 */
export function newCallReport(services: Pick<AwsServices, 'onRetry'>) {
  return <Input extends object, Output extends object>(
    next: FinalizeHandler<Input, Output>,
    context: HandlerExecutionContext,
  ): FinalizeHandler<Input, Output> => {
    const operation = operationByCommand[context.commandName ?? ''] ?? context.commandName ?? 'an AWS call';
    let attempt = 0;
    let lastError: unknown;
    return async (args) => {
      attempt++;
      if (attempt > 1)
        services.onRetry({ operation, reason: toRetryReason(parseFailure(lastError), operation), attempt });
      try {
        return await next(args);
      } catch (error) {
        lastError = error;
        noteHost(error, args.request);
        throw error;
      }
    };
  };
}

/** `request` is whatever the SDK's transport sends: for us always an HTTP request. */
function noteHost(error: unknown, request: unknown): void {
  if (typeof error !== 'object' || error === null || typeof request !== 'object' || request === null) return;
  const { hostname, port } = request as { readonly hostname?: string; readonly port?: number }; // checked where it is used
  if (typeof hostname === 'string') setCalledHost(error, port === undefined ? hostname : `${hostname}:${port}`);
}

export function isThrottled({ name, status }: Pick<AwsFailure, 'name' | 'status'>): boolean {
  return status === 429 || /^(SlowDown|TooManyRequestsException|RequestLimitExceeded|Throttl)/.test(name);
}

/** Why a call is made again, in words that need no request id to be understood. */
export function toRetryReason(failure: AwsFailure, operation: string): string {
  const service = { s3: 'S3', cloudtrail: 'CloudTrail', sts: 'STS' }[operation.split(':')[0] ?? ''] ?? 'AWS';
  if (isThrottled(failure)) return `${service} asks to slow down`;
  if (failure.status !== undefined && failure.status >= 500) return `${service} answered ${failure.status}`;
  if (failure.networkCode !== undefined) return `no connection to ${service} (${failure.networkCode})`;
  return failure.name === 'TimeoutError' ? `${service} did not answer in time` : `${service} refused the first attempt`;
}
