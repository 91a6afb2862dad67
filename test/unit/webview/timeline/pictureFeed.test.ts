import * as assert from 'node:assert/strict';
import type { LaneField, TimelinePicture } from '../../../../src/engine/timeline/timeline';
import type { PictureRequest } from '../../../../src/protocol/timelineMessages';
import { PictureFeed } from '../../../../src/webview/timeline/pictureFeed';
import { Pictures } from '../../../../src/webview/timeline/pictures';

interface Call {
  readonly asked?: PictureRequest;
  readonly dropped?: true;
  readonly id: number;
}

function newPort(): { readonly calls: Call[]; readonly port: ConstructorParameters<typeof PictureFeed>[0] } {
  const calls: Call[] = [];
  let lastId = 0;
  return {
    calls,
    port: {
      newId: () => ++lastId,
      ask: (id, asked) => calls.push({ id, asked }),
      drop: (id) => calls.push({ id, dropped: true }),
    },
  };
}

function request(from: number, laneBy: LaneField = 'service'): PictureRequest {
  return { from, to: from + 1000, buckets: 100, laneBy, maxLanes: 30 };
}

function picture(from: number, laneBy: LaneField = 'service', lanes: readonly string[] = []): TimelinePicture {
  const none = { read: 0, write: 0, error: 0, denied: 0 };
  return {
    from,
    to: from + 1000,
    bucketMs: 10,
    buckets: [],
    laneBy,
    lanes: lanes.map((value) => ({ value, count: 0, classes: none, marks: [] })),
    rest: { lanes: 0, classes: none },
    total: 0,
  };
}

describe('PictureFeed', () => {
  it('asks one at a time, then for the latest wish alone', () => {
    const { calls, port } = newPort();
    const feed = new PictureFeed(port);
    for (const from of [1, 2, 3, 4]) feed.want(request(from));
    assert.deepEqual(
      calls.map(({ asked }) => asked?.from),
      [1],
    );
    assert.equal(feed.accept(1, picture(1))?.from, 1);
    assert.deepEqual(
      calls.map(({ asked }) => asked?.from),
      [1, 4],
    );
    assert.equal(feed.accept(2, picture(4))?.from, 4);
    assert.equal(feed.isWaiting, false);
    assert.equal(calls.length, 2);
  });

  it('takes no answer twice, none that is unknown, and none of other lanes', () => {
    const { port } = newPort();
    const feed = new PictureFeed(port);
    feed.want(request(1));
    assert.equal(feed.accept(7, picture(1)), undefined);
    assert.equal(feed.accept(1, picture(1, 'region')), undefined);
    assert.notEqual(feed.accept(1, picture(1)), undefined);
    assert.equal(feed.accept(1, picture(1)), undefined);
  });

  it('does not ask for what is there or on its way', () => {
    const { calls, port } = newPort();
    const feed = new PictureFeed(port);
    feed.want(request(1));
    feed.want(request(2));
    feed.want(request(1));
    feed.accept(1, picture(1));
    feed.want(request(1));
    assert.equal(calls.length, 1);
  });

  it('drops a picture of other lanes and asks at once', () => {
    const { calls, port } = newPort();
    const feed = new PictureFeed(port);
    feed.want(request(1));
    feed.want(request(1, 'region'));
    assert.deepEqual(
      calls.map(({ id, dropped }) => [id, dropped]),
      [
        [1, undefined],
        [1, true],
        [2, undefined],
      ],
    );
    assert.equal(feed.accept(1, picture(1)), undefined);
  });

  it('asks again after a failure, and goes on with what was wished meanwhile', () => {
    const { calls, port } = newPort();
    const feed = new PictureFeed(port);
    feed.want(request(1));
    feed.want(request(2));
    assert.equal(feed.fail(9), false);
    assert.equal(feed.fail(1), true);
    assert.deepEqual(
      calls.map(({ asked }) => asked?.from),
      [1, 2],
    );
    assert.equal(feed.fail(2), true);
    feed.want(request(2));
    assert.equal(calls.length, 3);
  });
});

describe('Pictures', () => {
  const extent = { from: 0, to: 10_000 };
  const wish = { extent, view: extent, laneBy: 'service', widthPx: 900 } as const;
  const asked = (calls: readonly Call[]): readonly PictureRequest[] => calls.flatMap((call) => call.asked ?? []);

  it('keeps the lanes in their places while it zooms, and ranks them when told', () => {
    const { calls, port } = newPort();
    const pictures = new Pictures(port);
    pictures.ask(wish);
    assert.equal(pictures.accept(1, picture(0, 'account')), 'overview');
    assert.equal(pictures.accept(2, picture(0, 'service', ['s3', 'iam'])), 'view');
    pictures.ask({ ...wish, view: { from: 5000, to: 6000 } });
    assert.deepEqual(asked(calls).at(-1)?.lanes, ['s3', 'iam']);
    pictures.accept(3, picture(5000, 'service', ['s3', 'iam']));
    pictures.rank();
    pictures.ask({ ...wish, view: { from: 5000, to: 6000 } });
    assert.equal(asked(calls).at(-1)?.lanes, undefined);
  });

  it('knows when its lanes are in the order of another time', () => {
    const { port } = newPort();
    const pictures = new Pictures(port);
    const view = { from: 0, to: 1000 };
    assert.equal(pictures.isRankedFor(view), true);
    pictures.ask({ ...wish, view });
    pictures.accept(1, picture(0, 'account'));
    pictures.accept(2, picture(0, 'service', ['s3']));
    assert.equal(pictures.isRankedFor(view), true);
    assert.equal(pictures.isRankedFor({ from: 300, to: 1300 }), true);
    assert.equal(pictures.isRankedFor({ from: 600, to: 1600 }), false);
    assert.equal(pictures.isRankedFor({ from: 400, to: 600 }), false);
    const near = { from: 300, to: 1300 };
    pictures.ask({ ...wish, view: near });
    pictures.accept(3, picture(300, 'service', ['s3']));
    assert.equal(pictures.isRankedFor({ from: 600, to: 1600 }), false, 'small steps add up');
  });

  it('asks for the whole period once, whatever the lanes and the view are', () => {
    const { calls, port } = newPort();
    const pictures = new Pictures(port);
    pictures.ask(wish);
    pictures.accept(1, picture(0, 'account'));
    pictures.accept(2, picture(0));
    pictures.ask({ ...wish, view: { from: 1, to: 2000 } });
    pictures.ask({ ...wish, laneBy: 'region' });
    const whole = asked(calls).filter(({ maxLanes }) => maxLanes === 1);
    assert.equal(whole.length, 1);
  });
});
