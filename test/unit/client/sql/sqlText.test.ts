import * as assert from 'node:assert/strict';
import {
  findFirstLine,
  findSqlSource,
  toSqlTemplate,
  toSqlText,
  toStatement,
} from '../../../../src/client/sql/sqlText';

describe('an SQL editor', () => {
  it('names its source, also when it was kept as a file', () => {
    const text = toSqlTemplate({ label: 'My (odd)\nlabel', sourceId: 'folder-logs-0a1b2c3d4e' });
    assert.equal(findSqlSource(text), 'folder-logs-0a1b2c3d4e');
    assert.equal(findSqlSource(text.replaceAll('\n', '\r\n')), 'folder-logs-0a1b2c3d4e');
    assert.equal(findSqlSource(`SELECT 1\n${text}`), undefined);
    assert.equal(findSqlSource(''), undefined);
  });

  it('begins its statement below its comments', () => {
    assert.equal(findFirstLine('-- a\r\n\r\n  -- b\r\nSELECT 1'), 3);
    assert.equal(findFirstLine('-- a'), 0);
  });

  it('runs nothing when there are only comments', () => {
    assert.equal(toStatement('-- a\n/* b\n */ '), '');
    assert.equal(toStatement('-- a\nSELECT 1'), '-- a\nSELECT 1');
  });

  it('shows a statement on its own in an editor of its source', () => {
    const root = { label: 'Logs', sourceId: 'folder-logs-0a1b2c3d4e' };
    assert.equal(toSqlText(root, 'SELECT 1'), '-- Trailcase SQL over Logs (folder-logs-0a1b2c3d4e)\nSELECT 1');
    assert.equal(toSqlText(root, toSqlTemplate(root)), toSqlTemplate(root));
  });
});
