import type { Log } from '../../base/log';

/** A call that is being made again. */
export interface RetryNotice {
  /** In the words of an IAM policy: `s3:GetObject`. */
  readonly operation: string;
  /** `S3 asks to slow down` */
  readonly reason: string;
  /** Number of the attempt that begins; 2 is the first retry. */
  readonly attempt: number;
}

/** What the adapters for AWS need from whoever makes them. */
export interface AwsServices {
  readonly log: Log;
  /** Asks for a code of an MFA device; undefined when the user declines. */
  askMfaCode(serial: string, roleArn: string | undefined): Promise<string | undefined>;
  onRetry(notice: RetryNotice): void;
}
