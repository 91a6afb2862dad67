import { type CancellationToken, LSPErrorCodes, ResponseError } from 'vscode-languageserver/node';
import { isAbort, toUserErrorData, UserError, type UserErrorData } from '../base/errors';
import type { Log } from '../base/log';
import { userErrorCode } from '../protocol/requests';

/** Runs a handler with an AbortSignal in place of LSP's token, and turns its failures into answers. */
export async function handleRequest<T>(
  token: CancellationToken,
  log: Log,
  name: string,
  handle: (signal: AbortSignal) => Promise<T> | T,
): Promise<T> {
  const abort = new AbortController();
  const listener = token.onCancellationRequested(() => {
    abort.abort();
  });
  if (token.isCancellationRequested) abort.abort();
  try {
    return await handle(abort.signal);
  } catch (error) {
    throw toResponseError(error, log, name);
  } finally {
    listener.dispose();
  }
}

function toResponseError(error: unknown, log: Log, name: string): ResponseError<UserErrorData | undefined> {
  if (isAbort(error)) return new ResponseError(LSPErrorCodes.RequestCancelled, 'Cancelled');
  if (error instanceof UserError) log.warn(`Request failed: ${name}: ${error.message}`);
  else log.error(`Request failed: ${name}`, error);
  const data = toUserErrorData(error);
  return new ResponseError(userErrorCode, data.message, data);
}
