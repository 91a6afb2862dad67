import * as assert from 'node:assert/strict';
import { SqlRows, statementOrder } from '../../../../src/client/views/sqlRows';
import type { CellValue, SqlResult } from '../../../../src/protocol/searchRequests';

const identity = { query: 'SELECT 1', scope: { sourceId: 's' }, title: 'SQL', language: 'sql' } as const;

function toResult(columns: readonly (readonly [string, string])[], rows: SqlResult['rows'], isCut = false): SqlResult {
  const coverage = { isComplete: true, text: 'All of it.' };
  return { columns: columns.map(([name, type]) => ({ name, type })), rows, isCut, elapsedMs: 12.4, coverage };
}

function sorted(type: string, values: readonly CellValue[], descending = false): readonly CellValue[] {
  const rows = new SqlRows(
    toResult(
      [['v', type]],
      values.map((value) => [value]),
    ),
  );
  const page = rows.page({ offset: 0, limit: 100, sort: { column: 'v', descending }, columns: ['v'] });
  return page.rows.map(({ cells }) => cells[0] ?? null);
}

describe('SqlRows', () => {
  it('keeps the order of the statement until a column is chosen', () => {
    const rows = new SqlRows(toResult([['n', 'INTEGER']], [[3], [1], [2]]));
    const page = rows.page({ offset: 1, limit: 5, sort: statementOrder, columns: ['n'] });
    assert.deepEqual(page, {
      total: 3,
      rows: [
        { id: 1, cells: [1] },
        { id: 2, cells: [2] },
      ],
    });
  });

  it('sorts by value: numbers as numbers, large ones too, and nothing last', () => {
    assert.deepEqual(sorted('BIGINT', [10, null, 9, -1]), [-1, 9, 10, null]);
    assert.deepEqual(sorted('BIGINT', [10, null, 9, -1], true), [10, 9, -1, null]);
    assert.deepEqual(sorted('HUGEINT', ['9007199254740995', 12, '9007199254740993']), [
      12,
      '9007199254740993',
      '9007199254740995',
    ]);
    assert.deepEqual(sorted('VARCHAR', ['b', 'a', '']), ['', 'a', 'b']);
  });

  it('tells columns of one name apart', () => {
    const rows = new SqlRows(
      toResult(
        [
          ['n', 'INTEGER'],
          ['n', 'VARCHAR'],
          ['', 'VARCHAR[]'],
        ],
        [[1, 'a', ['x', 'y']]],
      ),
    );
    assert.deepEqual(
      rows.columns.map(({ name, kind }) => [name, kind]),
      [
        ['n', 'number'],
        ['n (2)', 'text'],
        ['column', 'list'],
      ],
    );
    const page = rows.page({ offset: 0, limit: 1, sort: statementOrder, columns: ['column', 'n (2)'] });
    assert.deepEqual(page.rows[0]?.cells, [['x', 'y'], 'a']);
  });

  it('says that the statement has more rows', () => {
    const rows = new SqlRows(toResult([['a', 'INTEGER']], [[1]], true));
    const view = rows.toView(identity, { sort: statementOrder, shown: [] });
    assert.equal(view.countText, '1 row in 12 ms');
    assert.match(view.notes[0]?.text ?? '', /^Only the first row/);
  });
});
