import { constants } from 'node:fs';

/** 0 where the platform cannot be asked not to follow a link at the path's end, as Windows. */
export const noFollow = findFlag('O_NOFOLLOW');

/** To look at a file before it is read: a link is not followed, and opening a pipe does not wait for its other end. */
export const openFlags = constants.O_RDONLY | noFollow | findFlag('O_NONBLOCK');

/** 0 where the platform does not have it: Node then leaves it out, whatever its types say. */
function findFlag(name: 'O_NOFOLLOW' | 'O_NONBLOCK'): number {
  return (constants as Partial<Record<typeof name, number>>)[name] ?? 0;
}
