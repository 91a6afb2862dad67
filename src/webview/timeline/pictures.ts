import type { LaneField, TimelinePicture } from '../../engine/timeline/timeline';
import { PictureFeed, type PicturePort } from './pictureFeed';
import { isLike, type TimeRange } from './timeRange';

const firstLanes = 30;
const mostLanes = 200;
/** Bars and marks are no narrower than this, in pixels. */
const barPx = 4;
const markPx = 9;
/** The whole period is drawn without lanes; those of accounts are the cheapest to count. */
const overviewLanes: LaneField = 'account';

export interface PictureWish {
  readonly extent: TimeRange;
  readonly view: TimeRange;
  readonly laneBy: LaneField;
  readonly widthPx: number;
}

/** The two pictures that are drawn: of the whole period, and of the view with its lanes. */
export class Pictures {
  overview: TimelinePicture | undefined;
  view: TimelinePicture | undefined;
  private readonly overviewFeed: PictureFeed;
  private readonly viewFeed: PictureFeed;
  private maxLanes = firstLanes;
  /** The lanes in their order; undefined: by what is busiest. */
  private order: readonly (string | null)[] | undefined;
  /** The view that the order is of. */
  private ranked: TimeRange | undefined;

  constructor(port: PicturePort) {
    this.overviewFeed = new PictureFeed(port);
    this.viewFeed = new PictureFeed(port);
  }

  get isWaiting(): boolean {
    return this.viewFeed.isWaiting;
  }

  ask({ extent, view, laneBy, widthPx }: PictureWish): void {
    this.overviewFeed.want({ ...extent, buckets: toBuckets(widthPx / barPx), laneBy: overviewLanes, maxLanes: 1 });
    const lanes = this.order === undefined ? {} : { lanes: this.order };
    this.viewFeed.want({ ...view, buckets: toBuckets(widthPx / markPx), laneBy, maxLanes: this.maxLanes, ...lanes });
  }

  /** Which of the two it is; undefined: an answer that nobody waits for. */
  accept(requestId: number, picture: TimelinePicture): 'overview' | 'view' | undefined {
    if (this.overviewFeed.accept(requestId, picture) !== undefined) {
      this.overview = picture;
      return 'overview';
    }
    const request = this.viewFeed.accept(requestId, picture);
    if (request === undefined) return undefined;
    this.view = picture;
    if (request.lanes === undefined) {
      this.order = picture.lanes.map(({ value }) => value);
      this.ranked = { from: picture.from, to: picture.to };
    }
    return 'view';
  }

  fail(requestId: number): boolean {
    return this.overviewFeed.fail(requestId) || this.viewFeed.fail(requestId);
  }

  /** The lanes are in the order of another time: those on top may hold nothing now, and busier ones be left out. */
  isRankedFor(view: TimeRange): boolean {
    return this.order === undefined || this.ranked === undefined || isLike(this.ranked, view);
  }

  /** The next picture has the lanes by what is busiest in it. */
  rank(): void {
    this.order = undefined;
  }

  addLanes(): void {
    this.maxLanes = Math.min(mostLanes, this.maxLanes * 3);
    this.rank();
  }

  /** Lanes of another field. */
  restart(): void {
    this.maxLanes = firstLanes;
    this.rank();
  }

  forget(): void {
    this.overviewFeed.forget();
    this.viewFeed.forget();
  }
}

/** Whole tens, so that a panel that grows by a pixel does not ask anew. */
function toBuckets(count: number): number {
  return Math.min(2000, Math.max(20, Math.round(count / 10) * 10));
}
