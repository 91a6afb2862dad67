import { once } from 'node:events';
import { createInterface } from 'node:readline/promises';
import { setImmediate } from 'node:timers/promises';
import { newAbortError, toUserErrorData, type UserErrorData } from '../base/errors';
import { lazySessions, type GetSessions } from '../source/s3/lazyS3Source';

/** Writes to standard output and waits while the reader is slower. */
export async function print(text: string | Uint8Array): Promise<void> {
  if (!process.stdout.write(text)) await once(process.stdout, 'drain');
}

/** The same for standard error: of output that has two streams. */
export async function printToStandardError(text: string): Promise<void> {
  if (!process.stderr.write(text)) await once(process.stderr, 'drain');
}

/** Prints as many bytes before it looks whether it was interrupted. */
const chunkBytes = 64 * 1024;

/** Prints what may be long. Rejects with an AbortError soon after Ctrl+C. */
export async function printAll(parts: Iterable<Uint8Array>, signal: AbortSignal): Promise<void> {
  let printed = 0;
  for (const part of parts) {
    for (let start = 0; start < part.length; start += chunkBytes) {
      const chunk = part.subarray(start, start + chunkBytes);
      if (printed >= chunkBytes) {
        await throwIfInterrupted(signal);
        printed = 0;
      }
      await print(chunk);
      printed += chunk.length;
    }
  }
}

/**
 * Rejects with an AbortError when Ctrl+C was pressed, also while a computation kept the event loop from noticing: its
 * next turn reads the signal, and the turn after that is sure to come behind it.
 */
export async function throwIfInterrupted(signal: AbortSignal): Promise<void> {
  await setImmediate();
  await setImmediate();
  if (signal.aborted) throw newAbortError();
}

/** Progress, warnings and questions: never mixed with the output. */
export function printNote(text: string): void {
  process.stderr.write(`trailcase: ${text}\n`);
}

export function printError(error: unknown): void {
  printErrorData(toUserErrorData(error));
}

export function printErrorData({ message, identity, nextStep }: UserErrorData): void {
  printNote(message);
  if (identity !== undefined && !message.includes(identity)) printNote(`You are ${identity}.`);
  if (nextStep !== undefined) printNote(nextStep);
}

/** AWS sessions that ask for MFA codes here, and tell retries on standard error. */
export function newSessions(): GetSessions {
  return lazySessions({
    log: { debug: () => undefined, info: () => undefined, warn: printNote, error: printNote },
    askMfaCode: async (serial, roleArn) => {
      if (!process.stdin.isTTY) return undefined;
      const question = createInterface({ input: process.stdin, output: process.stderr });
      try {
        return await question.question(
          `MFA code of ${serial}${roleArn === undefined ? '' : ` to assume ${roleArn}`}: `,
        );
      } finally {
        question.close();
      }
    },
    onRetry: ({ operation, reason, attempt }) => {
      printNote(`${reason}; ${operation}, attempt ${attempt}`);
    },
  });
}
