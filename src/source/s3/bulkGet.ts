import type { Dispatcher } from 'undici';
import { newAbortError } from '../../base/errors';
import { setCalledHost } from './awsFailure';
import type { BulkEndpoint } from './bulkEndpoint';
import type { SignedHeaders } from './bulkSigner';
import { maxObjectBytes } from './objectBody';

export type AnswerHeaders = Readonly<Record<string, string | string[] | undefined>>;

/** What a server answered to one GET. */
export interface BulkAnswer {
  readonly status: number;
  readonly headers: AnswerHeaders;
  readonly body: Uint8Array;
  /** Why the body is not whole. */
  readonly breakage?: Error;
  /** Size of a body that was not read, since it is too large. */
  readonly tooLargeBytes?: number;
}

/**
 * Sends one GET. Rejects with an AbortError, or, when no answer began, with an error whose `name` and `code` are those
 * that the SDK gives: `TimeoutError`, `ECONNRESET`, `ENOTFOUND`, a certificate's.
 */
export function sendGet(
  pool: Dispatcher,
  endpoint: BulkEndpoint,
  path: string,
  headers: SignedHeaders,
  signal: AbortSignal,
): Promise<BulkAnswer> {
  return new Promise((resolve, reject) => {
    const receiver = new AnswerReceiver(resolve, reject, endpoint.host, signal);
    pool.dispatch({ origin: endpoint.origin, path, method: 'GET', headers }, receiver);
  });
}

/** Collects one answer. undici gives streams too, at more than twice the cost of a small object. */
class AnswerReceiver implements Dispatcher.DispatchHandler {
  private controller: Dispatcher.DispatchController | undefined;
  private status = 0;
  private headers: AnswerHeaders = {};
  private readonly chunks: Buffer[] = [];
  private sizeBytes = 0;
  private isTooLarge = false;

  constructor(
    private readonly resolve: (answer: BulkAnswer) => void,
    private readonly reject: (error: Error) => void,
    private readonly host: string,
    private readonly signal: AbortSignal,
  ) {
    signal.addEventListener('abort', this.onAbort, { once: true });
  }

  onRequestStart(controller: Dispatcher.DispatchController): void {
    this.controller = controller;
    if (this.signal.aborted) controller.abort(newAbortError());
  }

  onResponseStart(_: Dispatcher.DispatchController, status: number, headers: AnswerHeaders): void {
    this.status = status;
    this.headers = headers;
    const announced = headers['content-length'];
    if (typeof announced === 'string') this.refuseTooLarge(Number(announced));
  }

  onResponseData(_: Dispatcher.DispatchController, chunk: Buffer): void {
    this.chunks.push(chunk);
    this.sizeBytes += chunk.length;
    this.refuseTooLarge(this.sizeBytes);
  }

  onResponseEnd(): void {
    this.signal.removeEventListener('abort', this.onAbort);
    this.resolve(this.toAnswer());
  }

  onResponseError(_: Dispatcher.DispatchController | undefined, error: Error): void {
    this.signal.removeEventListener('abort', this.onAbort);
    if (this.signal.aborted) this.reject(newAbortError());
    else if (this.isTooLarge) this.resolve({ ...this.toAnswer(), tooLargeBytes: this.sizeBytes });
    else if (this.status === 200) this.resolve({ ...this.toAnswer(), breakage: error });
    else this.reject(toConnectionError(error, this.host));
  }

  private readonly onAbort = (): void => {
    this.controller?.abort(newAbortError());
    this.reject(newAbortError());
  };

  private toAnswer(): BulkAnswer {
    const [first] = this.chunks;
    const body = this.chunks.length === 1 && first !== undefined ? first : Buffer.concat(this.chunks, this.sizeBytes);
    return { status: this.status, headers: this.headers, body };
  }

  private refuseTooLarge(sizeBytes: number): void {
    if (sizeBytes <= maxObjectBytes || this.isTooLarge) return;
    this.isTooLarge = true;
    this.sizeBytes = sizeBytes;
    this.chunks.length = 0;
    this.controller?.abort(new Error('The object is too large'));
  }
}

/** undici has its own codes for what Node's HTTP, and so the SDK, says otherwise. */
function toConnectionError(error: Error, host: string): Error {
  const code = 'code' in error && typeof error.code === 'string' ? error.code : '';
  const told = new Error(error.message, { cause: error });
  if (/^UND_ERR_(CONNECT|HEADERS|BODY)_TIMEOUT$|^ETIMEDOUT$/.test(code)) told.name = 'TimeoutError';
  else Object.assign(told, { code: toNodeCode(code) });
  setCalledHost(told, host);
  return told;
}

function toNodeCode(code: string): string {
  if (code.startsWith('ERR_SSL_')) return 'EPROTO';
  return code === '' || code.startsWith('UND_ERR_') ? 'ECONNRESET' : code;
}
