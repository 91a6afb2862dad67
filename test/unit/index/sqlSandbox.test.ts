import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { UserError } from '../../../src/base/errors';
import type { SqlResult } from '../../../src/index/sqlQuery';
import type { TrailIndex } from '../../../src/index/trailIndex';
import { IndexFixture, logKey, noSignal } from '../../support/indexFixture';
import { newRecord } from '../../support/logFixture';

const big = { requestParameters: { maxResults: 12345678901234567890n.toString() } };

describe('SQL over an index', function () {
  this.timeout(60_000);
  const fixture = new IndexFixture();
  const outside = mkdtempSync(path.join(tmpdir(), 'trailcase-outside-'));
  let index: TrailIndex;
  let segment = '';

  before(async () => {
    const { id } = await fixture.addSegment({
      objects: [
        {
          key: logKey('a'),
          records: [newRecord({ eventID: 'a' }), newRecord({ eventID: 'b', errorCode: 'AccessDenied' })],
        },
        {
          key: logKey('b'),
          records: [
            newRecord({ eventID: 'a' }),
            newRecord({ eventID: 'c', eventTime: '2026-01-15T23:00:00Z', ...big }),
          ],
        },
        { key: logKey('c'), failed: 'denied' },
      ],
    });
    segment = fixture.segmentFolder(id);
    writeFileSync(path.join(outside, 'secret.csv'), 'a,b\n1,2\n');
    index = await fixture.open();
  });
  after(async () => {
    await fixture.dispose();
    rmSync(outside, { recursive: true });
  });

  const run = (text: string, maxRows = 100, timeoutMs = 20_000): Promise<SqlResult> =>
    index.runSql(text, { maxRows, timeoutMs }, noSignal);

  const answers: readonly (readonly [string, readonly (readonly unknown[])[]])[] = [
    ['SELECT count(*) FROM records', [[3]]],
    [
      "SELECT eventName, userIdentity.arn, account, region, day, ordinal FROM records WHERE eventID = 'c'",
      [['GetBucketAcl', 'arn:aws:iam::111122223333:user/alice', '111122223333', 'us-east-1', '2026-01-15', 1]],
    ],
    ["SELECT eventTime FROM records WHERE eventTime > TIMESTAMP '2026-01-15 20:00:00'", [['2026-01-15T23:00:00Z']]],
    ['select useridentity.sessioncontext.sessionissuer.arn from records limit 1', [[null]]],
    ['SELECT resources FROM records LIMIT 1', [[['bucket invoices', 'invoices']]]],
    ['WITH x AS (SELECT errorCode AS e FROM records) SELECT e FROM x WHERE e IS NOT NULL;', [['AccessDenied']]],
    ['FROM records SELECT count(DISTINCT eventID)', [[3]]],
    ['VALUES (1, true, NULL, 1.5, 12345678901234567890)', [[1, true, null, '1.5', '12345678901234567890']]],
    [
      "SELECT [1, 2], {'a': 1}, MAP {'k': 'v'}, DATE '2026-01-15', 'x'::BLOB",
      [['[1,2]', '{"a":1}', '[{"key":"k","value":"v"}]', '2026-01-15', 'x']],
    ],
    [
      "SELECT DISTINCT mention FROM mentions JOIN records USING (segment, row) WHERE mention LIKE '203.%'",
      [['203.0.113.77']],
    ],
    [
      'SELECT status, count(*) FROM objects GROUP BY ALL ORDER BY ALL',
      [
        ['failed', 1],
        ['read', 2],
      ],
    ],
    ['SELECT what, key, primaryKey FROM copies', [['copy', logKey('b'), logKey('a')]]],
    ['SELECT count(*) FROM range(5) r, unnest([1, 2]) u', [[10]]],
    ['-- a comment\nSELECT 1 /* ; */ -- ; DROP', [[1]]],
    ["SELECT ';', 'COPY x TO y'", [[';', 'COPY x TO y']]],
  ];
  for (const [text, rows] of answers) {
    it(`answers ${text.slice(0, 70)}`, async () => {
      assert.deepEqual((await run(text)).rows, rows);
    });
  }

  it('names columns and types', async () => {
    const { columns } = await run('SELECT eventTime, userIdentity.arn AS arn FROM records');
    assert.deepEqual(columns, [
      { name: 'eventTime', type: 'TIMESTAMP' },
      { name: 'arn', type: 'VARCHAR' },
    ]);
    assert.ok((await run('DESCRIBE records')).rows.some(([name]) => name === 'userIdentity'));
    assert.ok((await run('SUMMARIZE objects')).rows.length > 5);
  });

  /** Ways out of the index, or ways to change it. None may do anything. */
  const escapes = (): readonly string[] => [
    `COPY (SELECT 1) TO '${outside}/out.csv'`,
    `COPY records TO '${outside}/out.parquet'`,
    `COPY (SELECT 1) TO '${segment}/records.parquet'`,
    `COPY excluded FROM '${outside}/secret.csv'`,
    `ATTACH '${outside}/new.db'`,
    `ATTACH '${outside}/new.db' AS x (TYPE sqlite)`,
    `EXPORT DATABASE '${outside}/export'`,
    `IMPORT DATABASE '${outside}'`,
    'INSTALL httpfs',
    'LOAD httpfs',
    `LOAD '${outside}/x.duckdb_extension'`,
    'UPDATE EXTENSIONS',
    'SET enable_external_access = true',
    'RESET enable_external_access',
    'SET VARIABLE x = 1',
    "SET memory_limit = '100GB'",
    'SET lock_configuration = false',
    'PRAGMA enable_profiling',
    'PRAGMA database_list',
    'CALL pragma_version()',
    'CALL enable_logging()',
    "CREATE SECRET s (TYPE s3, KEY_ID 'x', SECRET 'y')",
    'CREATE TABLE x AS SELECT 1',
    'CREATE TEMP TABLE x AS SELECT 1',
    'CREATE MACRO f(x) AS x',
    'DROP VIEW records',
    'INSERT INTO excluded VALUES (0, 0)',
    'DELETE FROM excluded',
    'UPDATE copyRows SET kind = NULL',
    'WITH x AS (INSERT INTO excluded VALUES (0, 0) RETURNING *) SELECT * FROM x',
    'BEGIN',
    'VACUUM',
    'CHECKPOINT',
    'USE memory',
    'PREPARE p AS SELECT 1',
    'EXECUTE p',
    `EXPLAIN ANALYZE COPY (SELECT 1) TO '${outside}/out.csv'`,
    'SELECT 1; SELECT 2',
    `SELECT 1; COPY (SELECT 1) TO '${outside}/out.csv'`,
    '',
    '-- nothing',
    'SELECT $1',
    'SELECT ?',
    `SELECT * FROM read_text('${outside}/secret.csv')`,
    `SELECT * FROM read_blob('${outside}/secret.csv')`,
    `SELECT * FROM read_csv('${outside}/secret.csv')`,
    `SELECT * FROM READ_CSV_AUTO('${outside}/secret.csv')`,
    `SELECT * FROM read_json('${outside}/secret.csv')`,
    `SELECT * FROM read_parquet('${outside}/*')`,
    `SELECT * FROM parquet_metadata('${outside}/x')`,
    `SELECT * FROM sniff_csv('${outside}/secret.csv')`,
    `SELECT * FROM glob('${outside}/*')`,
    `SELECT * FROM '${outside}/secret.csv'`,
    `SELECT * FROM "${outside}/secret.csv"`,
    `SELECT (SELECT count(*) FROM read_csv('${outside}/secret.csv'))`,
    `SELECT * FROM records WHERE EXISTS (FROM read_csv('${outside}/secret.csv'))`,
    `SELECT * FROM records, LATERAL (SELECT * FROM read_csv('${outside}/secret.csv'))`,
    `WITH x AS (FROM read_csv('${outside}/secret.csv')) SELECT * FROM x`,
    `SELECT * FROM (SUMMARIZE FROM read_csv('${outside}/secret.csv'))`,
    `DESCRIBE FROM read_csv('${outside}/secret.csv')`,
    `SELECT * FROM query('SELECT 1')`,
    `SELECT * FROM query_table('${outside}/secret.csv')`,
    `SELECT * FROM "https://example.com/x.parquet"`,
    `SELECT * FROM 's3://bucket/x.parquet'`,
    `SELECT * FROM enable_logging(storage = 'file', storage_path = '${outside}/log')`,
    `SELECT * FROM enable_logging(storage = 'file', storage_path = '${segment}/records.parquet')`,
    'SELECT * FROM main.enable_logging()',
    'SELECT * FROM enable_profiling()',
    'SELECT * FROM checkpoint()',
    'SELECT * FROM force_checkpoint()',
    'SELECT * FROM duckdb_secrets()',
    'SELECT * FROM duckdb_settings()',
    "SELECT * FROM json_execute_serialized_sql('{}')",
    "SELECT getenv('HOME')",
    "SELECT write_log('x')",
    'SELECT sleep_ms(100000)',
    "SELECT repeat('x', 2000000000)",
    "SELECT bitstring('1', 2000000000)",
    "SELECT LPAD('', 2000000000, 'x')",
    'SELECT list_sum(range(3000000000))',
    'PIVOT records ON eventName',
    'SELECT nonsense FROM records',
    'this is no SQL',
    `SELECT ${'('.repeat(40_000)}1${')'.repeat(40_000)}`,
    `SELECT 1${' + 1'.repeat(20_000)}`,
    `SELECT 1${' OR 1'.repeat(40_000)}`,
  ];

  it('refuses whatever does not read the index', async () => {
    const files = snapshotOf(segment);
    for (const text of escapes()) {
      await assert.rejects(run(text), (error) => error instanceof UserError && error.code === 'invalidInput', text);
    }
    assert.deepEqual(readdirSync(outside), ['secret.csv']);
    assert.deepEqual(snapshotOf(segment), files);
    assert.ok(!existsSync(path.join(process.cwd(), 'out.csv')));
    assert.deepEqual((await run('SELECT count(*) FROM records')).rows, [[3]], 'it works as before');
  });

  it('hands out no more rows than asked for, and says so', async () => {
    const cut = await run('SELECT * FROM range(100000000)', 10);
    assert.deepEqual([cut.rows.length, cut.isCut], [10, true]);
    const whole = await run('SELECT * FROM range(10)', 10);
    assert.deepEqual([whole.rows.length, whole.isCut], [10, false]);
  });

  it('ends what takes too long, and goes on working', async () => {
    const endless = 'WITH RECURSIVE t(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM t) SELECT count(*) FROM t';
    await assert.rejects(run(endless, 1, 200), /took longer/);
    await assert.rejects(run('SELECT count(*) FROM range(1000000000000)', 1, 200), /took longer/);
    assert.deepEqual((await run('SELECT 1')).rows, [[1]]);
  });

  it('ends what is cancelled', async () => {
    const stop = new AbortController();
    setTimeout(() => {
      stop.abort();
    }, 100);
    const text = 'SELECT count(*) FROM range(1000000000000)';
    await assert.rejects(index.runSql(text, { maxRows: 1 }, stop.signal), { name: 'AbortError' });
    assert.deepEqual((await run('SELECT 1')).rows, [[1]]);
  });

  it('ends what takes too much memory', async () => {
    const text = 'SELECT list(a.range || b.range) FROM range(100000) a, range(100000) b';
    await assert.rejects(run(text), (error) => error instanceof UserError);
    assert.deepEqual((await run('SELECT 1')).rows, [[1]]);
  });

  it('sees segments that were added', async () => {
    await fixture.addSegment({ objects: [{ key: logKey('z'), records: [newRecord({ eventID: 'z' })] }] });
    await index.refresh(noSignal);
    assert.deepEqual((await run('SELECT count(*) FROM records')).rows, [[4]]);
  });
});

function snapshotOf(folder: string): readonly string[] {
  return readdirSync(folder).map((name) => `${name} ${readFileSync(path.join(folder, name)).toString('base64')}`);
}
