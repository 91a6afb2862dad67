import * as assert from 'node:assert/strict';
import type { ResultPage } from '../../../src/protocol/searchRequests';
import { pageSize, RowPages, type PageRequest } from '../../../src/webview/table/rowPages';

const byTime = { column: 'eventTime', descending: false };
const byName = { column: 'eventName', descending: false };

function newPages(columns: readonly string[] = ['eventName']) {
  const asked: PageRequest[] = [];
  const dropped: number[] = [];
  const port = {
    ask: (request: PageRequest) => asked.push(request),
    drop: (requestId: number) => dropped.push(requestId),
  };
  return { pages: new RowPages(port, byTime, columns), asked, dropped };
}

function toPage({ offset, limit, columns }: PageRequest): ResultPage {
  const rows = Array.from({ length: limit }, (_, i) => ({
    id: 5_000_000 + offset + i,
    cells: columns.map((column) => `${column} ${offset + i}`),
  }));
  return { total: 1_000_000, rows };
}

describe('RowPages', () => {
  it('asks for what is in view, once', () => {
    const { pages, asked } = newPages();
    pages.show(950, 1030);
    pages.show(951, 1031);
    assert.deepEqual(
      asked.map(({ offset, limit }) => [offset, limit]),
      [
        [900, pageSize],
        [1000, pageSize],
      ],
    );
    for (const request of asked) assert.equal(pages.accept(request.requestId, toPage(request)), true);
    assert.equal(pages.row(999)?.cell('eventName'), 'eventName 999');
    assert.equal(pages.row(1000)?.id, 5_001_000);
    assert.equal(pages.row(1100), undefined);
    assert.equal(pages.isWaiting, false);
    pages.show(950, 1030);
    assert.equal(asked.length, 2);
  });

  it('takes back what left the view, and drops its answer', () => {
    const { pages, asked, dropped } = newPages();
    pages.show(0, 50);
    pages.show(500_000, 500_050);
    assert.deepEqual(dropped, [asked[0]?.requestId]);
    assert.equal(pages.accept(asked[0]!.requestId, toPage(asked[0]!)), false);
    assert.equal(pages.row(0), undefined);
  });

  it('drops answers of another order', () => {
    const { pages, asked } = newPages();
    pages.show(0, 50);
    pages.reset(byName);
    pages.show(0, 50);
    assert.equal(pages.accept(asked[0]!.requestId, toPage(asked[0]!)), false);
    assert.equal(asked[1]?.sort, byName);
    assert.equal(pages.accept(asked[1].requestId, toPage(asked[1])), true);
  });

  it('keeps its rows when columns are hidden or moved, and asks again for a new one', () => {
    const { pages, asked } = newPages(['eventName', 'awsRegion']);
    pages.show(0, 50);
    pages.accept(asked[0]!.requestId, toPage(asked[0]!));
    pages.setColumns(['awsRegion']);
    assert.equal(pages.row(3)?.cell('awsRegion'), 'awsRegion 3');
    pages.setColumns(['awsRegion', 'userAgent']);
    assert.equal(pages.row(3), undefined);
    pages.show(0, 50);
    assert.deepEqual(asked[1]?.columns, ['awsRegion', 'userAgent']);
  });

  it('keeps a bounded number of pages: those used last', () => {
    const { pages, asked } = newPages();
    for (let page = 0; page < 300; page++) {
      pages.show(page * pageSize, page * pageSize);
      pages.show(0, 0);
      for (const request of asked.splice(0)) pages.accept(request.requestId, toPage(request));
      pages.show(page * pageSize, page * pageSize);
      for (const request of asked.splice(0)) pages.accept(request.requestId, toPage(request));
    }
    const kept = Array.from({ length: 300 }, (_, page) => pages.row(page * pageSize) !== undefined);
    assert.equal(kept[0], true, 'the first page was used all the time');
    assert.equal(kept[299], true);
    assert.equal(kept.filter(Boolean).length, 40);
  });

  it('asks nothing after a failure until it is told to', () => {
    const { pages, asked } = newPages();
    pages.show(0, 50);
    assert.equal(pages.fail(asked[0]!.requestId), true);
    pages.show(0, 50);
    assert.equal(asked.length, 1);
    pages.reset(byTime);
    pages.show(0, 50);
    assert.equal(asked.length, 2);
    assert.equal(pages.fail(asked[0]!.requestId), false, 'an old failure says nothing');
  });
});
