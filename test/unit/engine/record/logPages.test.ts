import assert from 'node:assert/strict';
import { pageText, toPages } from '../../../../src/engine/record/logPages';
import { newLogText, newRecord, readText, shownText } from '../../../support/logFixture';

const log = readText(newLogText(...Array.from({ length: 40 }, (_, index) => newRecord({ eventID: String(index) }))));

describe('toPages', () => {
  it('keeps a small log whole', () => {
    assert.equal(toPages(log).length, 1);
  });

  for (const limits of [
    { maxBytes: 4000, maxLines: 1_000_000 },
    { maxBytes: 1_000_000, maxLines: 100 },
    { maxBytes: 1, maxLines: 1 },
    { maxBytes: 300, maxLines: 7 },
  ]) {
    it(`cuts at ${limits.maxBytes} bytes and ${limits.maxLines} lines without losing anything`, () => {
      const pages = toPages(log, limits);
      assert.ok(pages.length > 1);
      assert.equal(pages.map((page) => pageText(log, page)).join(''), shownText(log));
      assert.deepEqual(
        pages.map((page) => page.endRecord).slice(0, -1),
        pages.map((page) => page.firstRecord).slice(1),
      );
      assert.equal(pages.at(-1)?.endRecord, 40);
      for (const page of pages) assert.ok(page.endLine - page.startLine <= Math.max(1, limits.maxLines));
    });
  }

  it('cuts between records where a page can hold one', () => {
    for (const page of toPages(log, { maxBytes: 4000, maxLines: 1_000_000 }).slice(1)) {
      assert.match(pageText(log, page), /^ {4}\{\n/);
    }
  });

  it('gives an empty log one empty page', () => {
    assert.equal(toPages(readText('')).length, 1);
  });
});
