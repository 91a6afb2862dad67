import { UserError, isAbort, newAbortError, type UserErrorData } from '../../base/errors';
import type * as requests from '../../protocol/requests';

// LSP's and JSON-RPC's own numbers, written here because their package is not loaded before the server is needed.
const requestCancelled = -32800;
const serverCancelled = -32802;
const connectionInactive = -32096;
const pendingResponseRejected = -32097;
/** The same number as the protocol's `userErrorCode`: the type makes the compiler compare them. */
const userErrorCode: typeof requests.userErrorCode = -32001;

/** Turns what a request failed with back into what the server threw. */
export function toRequestError(error: unknown, isCancelled: boolean): Error {
  if (isCancelled || isAbort(error)) return newAbortError();
  if (error instanceof UserError) return error;
  const code = readField(error, 'code');
  if (code === requestCancelled || code === serverCancelled) return newAbortError();
  if (code === connectionInactive || code === pendingResponseRejected) return newStoppedError(error);
  const data = readField(error, 'data');
  if (code === userErrorCode && isUserErrorData(data)) {
    return new UserError(data.code, data.message, { ...data, cause: error });
  }
  const message = error instanceof Error ? error.message : String(error);
  return new UserError('unexpected', message, { nextStep: 'The Trailcase log says more.', cause: error });
}

export function newStoppedError(cause: unknown): UserError {
  return new UserError('unexpected', "Trailcase's server stopped while it was working on this.", {
    nextStep: 'Try again: it is started anew.',
    cause,
  });
}

function isUserErrorData(value: unknown): value is UserErrorData {
  return typeof readField(value, 'code') === 'string' && typeof readField(value, 'message') === 'string';
}

function readField(value: unknown, name: string): unknown {
  // Any object may be asked for a field that it may not have.
  return typeof value === 'object' && value !== null ? (value as Readonly<Record<string, unknown>>)[name] : undefined;
}
