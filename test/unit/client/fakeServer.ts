import type { ParamsOf, RequestName, RequestSender, ResultOf } from '../../../src/client/server/requestTypes';

type Handlers = {
  [N in RequestName]?: (params: ParamsOf<N>, signal: AbortSignal) => ResultOf<N> | Promise<ResultOf<N>>;
};

/** Answers requests from functions, and remembers their names. */
export class FakeServer implements RequestSender {
  readonly asked: string[] = [];

  constructor(private readonly handlers: Handlers) {}

  async ask<N extends RequestName>(name: N, params: ParamsOf<N>, signal?: AbortSignal): Promise<ResultOf<N>> {
    this.asked.push(name);
    const handler = this.handlers[name];
    if (handler === undefined) throw new Error(`Not expected: ${name}`);
    return await handler(params, signal ?? new AbortController().signal);
  }
}

/** Never answers, and fails as a cancelled request does. */
export function untilAborted(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    signal.addEventListener('abort', () => {
      reject(signal.reason as Error); // an AbortError
    });
  });
}
