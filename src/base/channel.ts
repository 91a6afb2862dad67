/** Hands values from callbacks to a `for await`, in order. */
export class Channel<T> implements AsyncIterable<T> {
  private readonly values: T[] = [];
  private waiting: (() => void) | undefined;
  private isClosed = false;
  private failure: { readonly error: unknown } | undefined;

  push(value: T): void {
    this.values.push(value);
    this.wake();
  }

  close(): void {
    this.isClosed = true;
    this.wake();
  }

  /** The reader gets what was pushed before, then the error. */
  fail(error: unknown): void {
    this.failure ??= { error };
    this.wake();
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<T> {
    for (;;) {
      for (let value = this.values.shift(); value !== undefined; value = this.values.shift()) yield value;
      if (this.failure !== undefined) throw this.failure.error;
      if (this.isClosed) return;
      await new Promise<void>((resolve) => {
        this.waiting = resolve;
      });
    }
  }

  private wake(): void {
    this.waiting?.();
    this.waiting = undefined;
  }
}
