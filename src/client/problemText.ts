import { toDisplayText } from '../base/displayText';
import type { UserErrorCode, UserErrorData } from '../base/errors';

/** What went wrong, in a few words. Codes that are missing here say nothing by themselves. */
export const problemTitles: Readonly<Partial<Record<UserErrorCode, string>>> = {
  accessDenied: 'Access denied',
  encryptionDenied: 'Decryption denied',
  credentialsMissing: 'No credentials',
  credentialsExpired: 'Credentials expired',
  credentialsInvalid: 'Credentials refused',
  archived: 'Archived',
  notFound: 'Not found',
  noSuchBucket: 'No such bucket',
  throttled: 'Slowed down by S3',
  network: 'Not reachable',
  incomplete: 'Incomplete',
  tooLarge: 'Too large',
};

/** Of a listing, for a narrow side bar: `Access denied: s3:ListBucket`. */
export function toProblemTitle({ code, operation }: Pick<UserErrorData, 'code' | 'operation'>): string {
  const title = problemTitles[code] ?? 'Cannot be listed';
  return operation === undefined ? title : `${title}: ${toDisplayText(operation)}`;
}

/** True when a policy for reading the source allows what was denied. It allows nothing of STS, and mends no credentials. */
export function canPolicyHelp({ code, operation }: Pick<UserErrorData, 'code' | 'operation'>): boolean {
  if (code !== 'accessDenied' && code !== 'encryptionDenied') return false;
  return operation !== undefined && /^(s3|kms):/.test(operation);
}
