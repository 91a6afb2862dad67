import { toSizeText } from '../../base/byteSize';
import { UserError } from '../../base/errors';

/** A stored log larger than this is no log of CloudTrail's. */
const maxStoredBytes = 1024 * 1024 * 1024;

/** Throws a UserError `tooLarge`. */
export function refuseTooLarge(filePath: string, sizeBytes: number): void {
  if (sizeBytes <= maxStoredBytes) return;
  throw new UserError('tooLarge', `${filePath} has ${toSizeText(sizeBytes)}: more than Trailcase reads of one file.`);
}

/** Turns failures of the file system into words; one that has its words already stays as it is. */
export function toFileError(error: unknown, what: string, filePath: string): UserError {
  if (error instanceof UserError) return error;
  const place = `${what} ${filePath}`;
  switch (findCode(error)) {
    case 'ENOENT':
    case 'ENOTDIR':
      return new UserError('notFound', `Cannot ${place}: it does not exist.`, {
        cause: error,
        nextStep: 'Was it moved or deleted? Refresh the view.',
      });
    case 'EACCES':
    case 'EPERM':
      return new UserError('accessDenied', `Cannot ${place}: permission denied.`, {
        cause: error,
        nextStep: 'Ask for read permission on it, or copy it to a folder of your own.',
      });
    case 'EISDIR':
      return new UserError('invalidInput', `Cannot ${place}: it is a folder.`, { cause: error });
    default:
      return new UserError('unreadable', `Cannot ${place}: ${error instanceof Error ? error.message : String(error)}`, {
        cause: error,
      });
  }
}

/** True for a failure of the file system with one of these codes. */
export function isErrorOf(error: unknown, ...codes: readonly string[]): boolean {
  return codes.includes(findCode(error) ?? '');
}

function findCode(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined;
}
