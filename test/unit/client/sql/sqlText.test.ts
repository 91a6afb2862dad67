import * as assert from 'node:assert/strict';
import { toRowsText } from '../../../../src/client/sql/rowsText';
import { findSqlSource, toSqlTemplate, toStatement } from '../../../../src/client/sql/sqlText';

describe('an SQL editor', () => {
  it('names its source, also when it was kept as a file', () => {
    const text = toSqlTemplate({ label: 'My (odd)\nlabel', sourceId: 'folder-logs-0a1b2c3d4e' });
    assert.equal(findSqlSource(text), 'folder-logs-0a1b2c3d4e');
    assert.equal(findSqlSource(text.replaceAll('\n', '\r\n')), 'folder-logs-0a1b2c3d4e');
    assert.equal(findSqlSource(`SELECT 1\n${text}`), undefined);
    assert.equal(findSqlSource(''), undefined);
  });

  it('runs nothing when there are only comments', () => {
    assert.equal(toStatement('-- a\n/* b\n */ '), '');
    assert.equal(toStatement('-- a\nSELECT 1'), '-- a\nSELECT 1');
  });

  it('shows rows in columns, with hostile text made visible', () => {
    const text = toRowsText({
      columns: [
        { name: 'event', type: 'VARCHAR' },
        { name: 'n', type: 'BIGINT' },
      ],
      rows: [
        ['Get\u202eObject', 12],
        [null, 3],
        [['a', 'b'], null],
      ],
      isCut: false,
      elapsedMs: 12.4,
      coverage: { isComplete: true, text: 'All of it.' },
    });
    assert.deepEqual(text.split('\n'), [
      '3 rows in 12 ms',
      'All of it.',
      '',
      'event              n',
      '-----------------  ----',
      'Get\\u{202e}Object  12',
      'NULL               3',
      'a, b               NULL',
      '',
    ]);
  });

  it('says that there are more rows', () => {
    const coverage = { isComplete: true, text: '' };
    const text = toRowsText({
      columns: [{ name: 'a', type: 'INTEGER' }],
      rows: [[1]],
      isCut: true,
      elapsedMs: 1,
      coverage,
    });
    assert.match(text, /^The first 1 row in 1 ms: there are more/);
  });
});
