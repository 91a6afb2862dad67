import type { Disposable } from '../../base/lifecycle';
import type { ScanProgress, SearchProgress } from '../../protocol/searchRequests';
import type { ValidationProgress } from '../../protocol/validationRequests';

/** Goes along with a request, so that the server can tell how far it is. */
export interface ProgressSubscription extends Disposable {
  readonly progressId: string;
}

/** Hands the server's progress to whoever waits for the work; what nobody waits for any more is dropped. */
export class ProgressListeners<P extends { readonly progressId: string }> {
  private readonly listeners = new Map<string, (progress: P) => void>();
  private count = 0;

  constructor(private readonly name: string) {}

  listen(listener: (progress: P) => void): ProgressSubscription {
    const progressId = `${this.name}-${++this.count}`;
    this.listeners.set(progressId, listener);
    return { progressId, dispose: () => this.listeners.delete(progressId) };
  }

  /** Listens for as long as the work takes. */
  async during<R>(listener: (progress: P) => void, work: (progressId: string) => Promise<R>): Promise<R> {
    const subscription = this.listen(listener);
    try {
      return await work(subscription.progressId);
    } finally {
      subscription.dispose();
    }
  }

  report(progress: P): void {
    this.listeners.get(progress.progressId)?.(progress);
  }
}

/** The progress that the server tells, by kind. */
export interface ServerProgress {
  readonly scan: ProgressListeners<ScanProgress>;
  readonly search: ProgressListeners<SearchProgress>;
  readonly validation: ProgressListeners<ValidationProgress>;
}

export function newServerProgress(): ServerProgress {
  return {
    scan: new ProgressListeners('scan'),
    search: new ProgressListeners('search'),
    validation: new ProgressListeners('validation'),
  };
}
