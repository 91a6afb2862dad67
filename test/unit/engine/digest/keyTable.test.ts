import assert from 'node:assert/strict';
import { EtagColumn } from '../../../../src/engine/digest/etagColumn';
import { HexColumn } from '../../../../src/engine/digest/hexColumn';
import { KeyTable } from '../../../../src/engine/digest/keyTable';
import { parsePlaceId, toPlaceId } from '../../../../src/engine/digest/sourcePlace';
import { alphanumerics, newRandom } from '../../../../src/demo/prng';

describe('KeyTable', () => {
  it('numbers texts as they come, each once, whatever they are', () => {
    const random = newRandom('key table');
    const alphabets = [alphanumerics, '\0\xff ', '\ud800\udc00\u{1f600}ÿĀ'];
    const table = new KeyTable();
    const rows = new Map<string, number>();
    for (let time = 0; time < 40_000; time++) {
      const text =
        random.pick(['', 'AWSLogs/', 'ü/', '\u{1f600}']) +
        random.text(random.pick(alphabets), random.whole(0, 4) * random.whole(0, 16));
      const known = rows.get(text);
      assert.equal(table.add(text), known ?? rows.size);
      if (known === undefined) rows.set(text, rows.size);
      assert.equal(table.size, rows.size);
    }
    for (const [text, row] of rows) {
      assert.equal(table.get(row), text);
      assert.equal(table.add(text), row);
    }
  });

  it('tells texts apart that share all but their ends or their beginnings', () => {
    const table = new KeyTable();
    const tail = 'x'.repeat(30);
    const texts = ['', 'x', tail, `x${tail}`, `y${tail}`, `${tail}y`, tail.slice(1), `${tail}${tail}`];
    assert.deepEqual(
      texts.map((text) => table.add(text)),
      texts.map((_, row) => row),
    );
    assert.deepEqual(
      texts.map((_, row) => table.get(row)),
      texts,
    );
  });
});

describe('HexColumn', () => {
  it('gives back what it was given, by row', () => {
    const column = new HexColumn(4);
    const hashes = new Map([
      [0, '00000000'],
      [5, 'deadbeef'],
      [3_000, '01234567'],
      [2, 'DEADBEEF'],
      [3, ''],
      [4, 'deadbee'],
    ]);
    for (const [row, hash] of hashes) column.set(row, hash);
    for (const [row, hash] of hashes) assert.equal(column.get(row), hash);
    assert.equal(column.get(1), undefined);
    assert.equal(column.get(9_999_999), undefined);
    assert.equal(column.isEqual(5, 'deadbeef'), true);
    assert.equal(column.isEqual(5, 'deadbeee'), false);
    assert.equal(column.isEqual(2, 'DEADBEEF'), false);
  });
});

describe('EtagColumn', () => {
  it('gives back what it was given', () => {
    const column = new EtagColumn();
    const etags = [`"${'ab'.repeat(16)}"`, `"${'ab'.repeat(16)}-2"`, 'ab'.repeat(16), `"${'AB'.repeat(16)}"`, ''];
    for (const [row, etag] of etags.entries()) column.set(row, etag);
    assert.deepEqual(
      etags.map((_, row) => column.get(row)),
      etags,
    );
    assert.equal(column.get(99), undefined);
  });
});

describe('toPlaceId', () => {
  const places = [
    { key: '' },
    { key: ' a' },
    { key: '3 abc' },
    { bucket: '', key: ' a' },
    { bucket: '1 2', key: '3 4' },
    { bucket: 'b', key: '' },
  ];
  it('is another for each place, and can be read back', () => {
    assert.equal(new Set(places.map(toPlaceId)).size, places.length);
    assert.deepEqual(places.map(toPlaceId).map(parsePlaceId), places);
  });
});
