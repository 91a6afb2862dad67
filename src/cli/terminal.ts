import { once } from 'node:events';
import { createInterface } from 'node:readline/promises';
import { toUserErrorData, type UserErrorData } from '../base/errors';
import { lazySessions, type GetSessions } from '../source/s3/lazyS3Source';

/** Writes to standard output and waits while the reader is slower. */
export async function print(text: string | Uint8Array): Promise<void> {
  if (!process.stdout.write(text)) await once(process.stdout, 'drain');
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
    askMfaCode: async (serial) => {
      if (!process.stdin.isTTY) return undefined;
      const question = createInterface({ input: process.stdin, output: process.stderr });
      try {
        return await question.question(`MFA code for ${serial}: `);
      } finally {
        question.close();
      }
    },
    onRetry: ({ operation, reason, attempt }) => {
      printNote(`${reason}; ${operation}, attempt ${attempt}`);
    },
  });
}
