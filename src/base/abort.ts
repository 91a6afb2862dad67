import { newAbortError } from './errors';

export function throwIfAborted(signal: AbortSignal): void {
  if (signal.aborted) throw newAbortError();
}

/** Waits for work that others may wait for too: it goes on when one of them gives up. */
export async function rejectOnAbort<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  if (signal.aborted) {
    void work.catch(() => undefined); // nobody waits for it any more
    throw newAbortError();
  }
  let stop: (() => void) | undefined;
  const aborted = new Promise<never>((_, reject) => {
    stop = () => {
      reject(newAbortError());
    };
    signal.addEventListener('abort', stop, { once: true });
  });
  try {
    return await Promise.race([work, aborted]);
  } finally {
    if (stop !== undefined) signal.removeEventListener('abort', stop);
  }
}
