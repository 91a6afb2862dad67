import { UserError } from '../../base/errors';
import type { TimelineHostMessage } from '../../protocol/timelineMessages';

export type PictureFormat = 'png' | 'svg';

interface Waiting {
  readonly resolve: (data: string) => void;
  readonly reject: (error: unknown) => void;
}

/** Pictures that the web view was asked to draw. A hidden one draws nothing, and never says so. */
export class PictureDrawing {
  private readonly waiting = new Map<number, Waiting>();
  private lastId = 0;

  constructor(private readonly post: (message: TimelineHostMessage) => void) {}

  /** PNG as base64, SVG as text. */
  async draw(format: PictureFormat, signal: AbortSignal): Promise<string> {
    signal.throwIfAborted();
    const requestId = ++this.lastId;
    const drawn = new Promise<string>((resolve, reject) => {
      this.waiting.set(requestId, { resolve, reject });
    });
    const stop = (): void => {
      this.waiting.get(requestId)?.reject(signal.reason);
    };
    signal.addEventListener('abort', stop, { once: true });
    try {
      this.post({ kind: 'draw', requestId, format });
      return await drawn;
    } finally {
      signal.removeEventListener('abort', stop);
      this.waiting.delete(requestId);
    }
  }

  accept(requestId: number, data: string): void {
    this.waiting.get(requestId)?.resolve(data);
  }

  refuse(requestId: number, reason: string): void {
    this.waiting.get(requestId)?.reject(newDrawError(reason));
  }

  /** Nobody draws any more. */
  fail(reason: string): void {
    for (const { reject } of this.waiting.values()) reject(newDrawError(reason));
  }
}

function newDrawError(reason: string): UserError {
  return new UserError('unexpected', `The picture cannot be drawn: ${reason}`, {
    nextStep: 'Show the timeline, and export it again.',
  });
}
