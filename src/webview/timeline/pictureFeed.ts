import type { TimelinePicture } from '../../engine/timeline/timeline';
import type { PictureRequest } from '../../protocol/timelineMessages';

export interface PicturePort {
  newId(): number;
  ask(requestId: number, request: PictureRequest): void;
  /** Nobody waits for that answer any more. */
  drop(requestId: number): void;
}

/**
 * Asks for pictures, one at a time. While one is under way only the latest wish is kept, so that turning the wheel
 * asks for as many pictures as can be answered, and each that comes is newer than the one before.
 */
export class PictureFeed {
  private underWay: { readonly id: number; readonly request: PictureRequest } | undefined;
  private next: PictureRequest | undefined;
  private answered: string | undefined;

  constructor(private readonly port: PicturePort) {}

  get isWaiting(): boolean {
    return this.underWay !== undefined;
  }

  /** Does nothing for what is there or on its way already. */
  want(request: PictureRequest): void {
    const { underWay } = this;
    if (underWay === undefined) {
      if (this.answered !== toKey(request)) this.ask(request);
      return;
    }
    if (toKey(underWay.request) === toKey(request)) this.next = undefined;
    else if (underWay.request.laneBy === request.laneBy) this.next = request;
    else {
      // Other lanes: that picture would not be drawn.
      this.port.drop(underWay.id);
      this.ask(request);
    }
  }

  /** The request that it answers; undefined when it is out of date: nothing changed. */
  accept(requestId: number, picture: TimelinePicture): PictureRequest | undefined {
    const { underWay } = this;
    if (underWay?.id !== requestId || picture.laneBy !== underWay.request.laneBy) return undefined;
    this.answered = toKey(underWay.request);
    this.goOn();
    return underWay.request;
  }

  /** False when the failed request is out of date. */
  fail(requestId: number): boolean {
    if (this.underWay?.id !== requestId) return false;
    this.answered = undefined;
    this.goOn();
    return true;
  }

  /** Another timeline. */
  forget(): void {
    if (this.underWay !== undefined) this.port.drop(this.underWay.id);
    this.underWay = undefined;
    this.next = undefined;
    this.answered = undefined;
  }

  private goOn(): void {
    const { next } = this;
    this.underWay = undefined;
    this.next = undefined;
    if (next !== undefined) this.want(next);
  }

  private ask(request: PictureRequest): void {
    const id = this.port.newId();
    this.underWay = { id, request };
    this.next = undefined;
    this.port.ask(id, request);
  }
}

function toKey(request: PictureRequest): string {
  return JSON.stringify(request);
}
