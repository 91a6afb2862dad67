import type { Disposable } from '../../base/lifecycle';
import type { Log } from '../../base/log';
import type { RequestSender } from '../server/requestTypes';

/** Results live in the server until nobody shows them: the view, and any number of tables. */
export class ResultLeases {
  private readonly counts = new Map<string, number>();

  constructor(
    private readonly server: RequestSender,
    private readonly log: Log,
  ) {}

  /** The result stays until every one who holds it has let go. */
  hold(resultId: string): Disposable {
    this.counts.set(resultId, (this.counts.get(resultId) ?? 0) + 1);
    let isHeld = true;
    return {
      dispose: () => {
        if (isHeld) this.release(resultId);
        isHeld = false;
      },
    };
  }

  private release(resultId: string): void {
    const count = (this.counts.get(resultId) ?? 1) - 1;
    if (count > 0) {
      this.counts.set(resultId, count);
      return;
    }
    this.counts.delete(resultId);
    this.server.ask('closeResult', { resultId }).catch((error: unknown) => {
      // A server that stopped has forgotten it by itself.
      this.log.debug(`Cannot close a result: ${String(error)}`);
    });
  }
}
