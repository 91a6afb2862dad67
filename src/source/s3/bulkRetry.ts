import { setTimeout as sleep } from 'node:timers/promises';
import { newAbortError } from '../../base/errors';
import { parseFailure } from './awsFailure';
import { isThrottled } from './callReport';

const transientStatuses = [500, 502, 503, 504];
const transientNames = ['TimeoutError', 'RequestTimeout', 'RequestTimeoutException'];
const transientCodes = [
  'ECONNRESET',
  'ECONNREFUSED',
  'EPIPE',
  'ETIMEDOUT',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ENOTFOUND',
  'EAI_AGAIN',
];
const baseMs = 100;
/** Throttling needs more patience than a broken connection. */
const throttledBaseMs = 500;
const longestMs = 20_000;

/** True for what may go well a moment later: the same failures that the SDK tries again. */
export function isTransient(error: unknown): boolean {
  const failure = parseFailure(error);
  return (
    isThrottled(failure) ||
    transientStatuses.includes(failure.status ?? 0) ||
    transientNames.includes(failure.name) ||
    (failure.status === undefined && transientCodes.includes(failure.networkCode ?? ''))
  );
}

/** Waits before attempt `attempt + 1`: a random part of a time that doubles. Rejects with an AbortError. */
export async function waitForRetry(error: unknown, attempt: number, signal: AbortSignal): Promise<void> {
  const base = isThrottled(parseFailure(error)) ? throttledBaseMs : baseMs;
  try {
    await sleep(Math.min(longestMs, Math.random() * base * 2 ** (attempt - 1)), undefined, { signal });
  } catch (cause) {
    throw signal.aborted ? newAbortError() : cause;
  }
}
