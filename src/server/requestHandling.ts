import {
  type CancellationToken,
  type Connection,
  LSPErrorCodes,
  type RequestType,
  ResponseError,
} from 'vscode-languageserver/node';
import { isAbort, toUserErrorData, UserError, type UserErrorData } from '../base/errors';
import type { Log } from '../base/log';
import { userErrorCode } from '../protocol/requests';

/** Registers what answers a request of Trailcase's own. */
export type RegisterRequest = <P, R>(
  type: RequestType<P, R, void>,
  handle: (params: P, signal: AbortSignal) => Promise<R> | R,
) => void;

export function toRegisterRequest({ connection, log }: { connection: Connection; log: Log }): RegisterRequest {
  return (type, handle) => {
    connection.onRequest(type, (params, token: CancellationToken) =>
      handleRequest(token, log, type.method, (signal) => handle(params, signal)),
    );
  };
}

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
