import assert from 'node:assert/strict';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, utimesSync } from 'node:fs';
import { hostname, tmpdir } from 'node:os';
import path from 'node:path';
import { crc32, gzipSync } from 'node:zlib';
import { readLogText } from '../../../src/engine/record/logText';
import { recordColumns } from '../../../src/engine/record/recordColumns';
import { loadDuckDb } from '../../../src/index/duckDb';
import { mentionColumns, objectColumns, rowColumns, type SegmentSummary } from '../../../src/index/segmentSchema';
import { SegmentWriter } from '../../../src/index/segmentWriter';
import { toExpectedRow, type ExpectedRow } from '../../support/expectedRows';
import { listMentions } from '../../support/expectedMentions';
import { newLogText, newRecord, testLimits } from '../../support/logFixture';

type Row = Record<string, unknown>;

const key =
  'AWSLogs/111122223333/CloudTrail/us-east-1/2026/01/15/111122223333_CloudTrail_us-east-1_20260115T1005Z_abcdefghij012345.json.gz';

describe('a segment', function () {
  this.timeout(60_000);
  let indexFolder: string;
  let writer: SegmentWriter;
  beforeEach(() => {
    indexFolder = mkdtempSync(path.join(tmpdir(), 'trailcase-segment-'));
    writer = new SegmentWriter({ indexFolder, generator: 'trailcase test', ...testLimits });
  });
  afterEach(() => {
    rmSync(indexFolder, { recursive: true, force: true });
  });

  async function query(sql: string): Promise<Row[]> {
    const duckDb = await loadDuckDb();
    const instance = await duckDb.DuckDBInstance.create(':memory:', { threads: '1' });
    const connection = await instance.connect();
    try {
      return (await connection.runAndReadAll(sql)).getRowObjectsJson();
    } finally {
      connection.closeSync();
      instance.closeSync();
    }
  }

  function fileOf({ id }: SegmentSummary, name: string): string {
    return path.join(indexFolder, 'segments', id, name);
  }

  async function publish(): Promise<SegmentSummary> {
    const summary = await writer.publish();
    assert.ok(summary !== undefined);
    return summary;
  }

  /** Rows with times in ms, as `toExpectedRow` has them. */
  async function readRows(summary: SegmentSummary): Promise<Row[]> {
    const times = recordColumns
      .filter(({ kind }) => kind === 'time')
      .map(({ name }) => `epoch_ms("${name}") AS "${name}"`);
    const rows = await query(`SELECT * REPLACE (${times.join(', ')}) FROM '${fileOf(summary, 'records.parquet')}'`);
    for (const row of rows) {
      for (const { name, kind } of recordColumns)
        if (kind === 'time' && row[name] !== null) row[name] = Number(row[name]);
      delete row['sourceAddress'];
    }
    return rows;
  }

  function expectedRows(stored: Uint8Array, object: number): ExpectedRow[] {
    const log = readLogText(stored, testLimits);
    return [...log.records].map((record, ordinal) => toExpectedRow(log, record, object, ordinal));
  }

  async function mentionsOf(summary: SegmentSummary): Promise<Map<string, number[]>> {
    const rows = await query(`SELECT mention, rows FROM '${fileOf(summary, 'mentions.parquet')}'`);
    return new Map(rows.map(({ mention, rows: numbers }) => [String(mention), numbers as number[]]));
  }

  it('holds the columns that the schema says', async () => {
    writer.add({ key, sizeBytes: 1 }, gzipSync(newLogText(newRecord())));
    const summary = await publish();
    const types = { text: 'VARCHAR', address: 'VARCHAR', time: 'TIMESTAMP', boolean: 'BOOLEAN', list: 'VARCHAR[]' };
    const columns = recordColumns.map(({ name, kind }) => [name, types[kind]] as const);
    for (const [file, expected] of [
      ['records.parquet', [...columns, ...rowColumns]],
      ['mentions.parquet', mentionColumns],
      ['objects.parquet', objectColumns],
    ] as const) {
      const described = await query(`DESCRIBE SELECT * FROM '${fileOf(summary, file)}'`);
      assert.deepEqual(
        described.map((row) => [row['column_name'], row['column_type']]),
        expected,
      );
    }
  });

  const variants: readonly (readonly [name: string, record: Readonly<Record<string, unknown>>])[] = [
    ['an ordinary record', newRecord()],
    [
      'odd types',
      newRecord({
        eventName: 5,
        userAgent: { a: 'arn:aws:iam::111122223333:user/x' },
        readOnly: 'true',
        userIdentity: 'me',
      }),
    ],
    [
      'nothing but null',
      { eventVersion: null, userIdentity: null, eventTime: null, sourceIPAddress: null, resources: null },
    ],
    ['escapes', newRecord({ userAgent: 'a"b\\c\u0000d\u2028é\ud83d\ude00', eventID: 'x\ny', errorMessage: '' })],
    ['half a surrogate pair', newRecord({ userAgent: 'a\ud83d' })],
    ['a time with a fraction', newRecord({ eventTime: '2026-01-15T10:22:05.123+02:00' })],
    ['a time that is none', newRecord({ eventTime: '2026-02-30T10:22:05Z' })],
    [
      'ids that are no UUID',
      newRecord({ eventID: 'ABCDEF', requestID: '4B9Z5W6YHJ', sharedEventID: '11111111-2222-3333-4444-55555555555A' }),
    ],
    [
      'an Insight',
      { eventVersion: '1.11', insightDetails: { state: 'Start', insightType: 'ApiCallRateInsight', eventName: 'x' } },
    ],
    [
      'resources by list and parameter',
      newRecord({
        resources: [
          { ARN: 'arn:aws:s3:::invoices', type: 'AWS::S3::Bucket' },
          { arn: 'arn:aws:s3:::invoices' },
          'plain',
          7,
        ],
        requestParameters: { bucketName: 'invoices', roleName: 'r', roleArn: 'arn:aws:iam::111122223333:role/r' },
        responseElements: { credentials: { accessKeyId: 'ASIAEXAMPLEEXAMPLE12' }, userName: 'r', instanceId: 'i-1' },
      }),
    ],
    [
      'a session',
      newRecord({
        userIdentity: {
          type: 'AssumedRole',
          principalId: 'AROAEXAMPLEEXAMPLE123:bob',
          arn: 'arn:aws:sts::111122223333:assumed-role/Admin/bob',
          sessionContext: {
            sessionIssuer: { type: 'Role', userName: 'Admin' },
            attributes: { creationDate: '2026-01-15T10:00:00Z', mfaAuthenticated: 'false' },
          },
        },
        tlsDetails: { tlsVersion: 'TLSv1.3' },
      }),
    ],
  ];

  it('holds what the readers of single records read', async () => {
    const records = variants.map(([, record]) => record);
    const compact = gzipSync(newLogText(...records, ...records));
    const pretty = gzipSync(JSON.stringify({ Records: records }, undefined, 2));
    const lines = Buffer.from(records.map((record) => JSON.stringify(record)).join('\n'));
    for (const stored of [compact, pretty, lines]) writer.add({ key, sizeBytes: stored.length }, stored);
    const rows = await readRows(await publish());
    const expected = [compact, pretty, lines].flatMap((stored, object) => expectedRows(stored, object));
    assert.equal(rows.length, 4 * records.length);
    for (const [row, values] of rows.entries())
      assert.deepEqual(values, expected[row], variants[row % variants.length]?.[0]);
  });

  it('takes the last of members that stand there twice', async () => {
    const identity = '{"type":"Root","accountId":"111122223333"}';
    const other = '{"type":"IAMUser","userName":"eve","arn":"arn:aws:iam::111122223333:user/eve"}';
    const twice = [
      `"userIdentity":${identity},"userIdentity":${other}`,
      `"userIdentity":${other},"userIdentity":null`,
      `"eventName":"A","eventName":null`,
      `"tlsDetails":{"tlsVersion":"1","tlsVersion":"2"},"eventTime":"2026-01-15T10:00:00Z","eventTime":"x"`,
      `"requestParameters":{"bucketName":"a"},"requestParameters":{"bucketName":"b"},"eventID":"x","eventID":"y"`,
    ].map((members) => `{"eventVersion":"1.0",${members}}`);
    const stored = gzipSync(`{"Records":[${[...twice, ...twice].join(',')}]}`);
    writer.add({ key, sizeBytes: 1 }, stored);
    const summary = await publish();
    assert.deepEqual(await readRows(summary), expectedRows(stored, 0));
    assert.ok((await mentionsOf(summary)).has('a'), 'what is hidden is mentioned all the same');
  });

  it('names what its records mention, each row once', async () => {
    const policy = encodeURIComponent('{"Principal":{"AWS":"arn:aws:iam::999988887777:root"}}');
    writer.add({ key, sizeBytes: 1 }, gzipSync(newLogText(newRecord(), newRecord({ requestParameters: { policy } }))));
    const mentions = await mentionsOf(await publish());
    for (const mention of [
      '111122223333',
      '203.0.113.77',
      'alice',
      'AKIAIOSFODNN7EXAMPLE',
      'AIDAEXAMPLEEXAMPLE123',
      'arn:aws:iam::111122223333:user/alice',
    ]) {
      assert.deepEqual(mentions.get(mention), [0, 1], mention);
    }
    assert.deepEqual(mentions.get('invoices'), [0]);
    assert.deepEqual(mentions.get('arn:aws:iam::999988887777:root'), [1]);
    assert.deepEqual(mentions.get('999988887777'), [1]);
    assert.deepEqual([...mentions.keys()], [...mentions.keys()].sort(), 'sorted');
  });

  it('keeps addresses as sixteen bytes', async () => {
    const addresses = ['203.0.113.77', '2001:db8::1', '::ffff:10.0.0.1', 's3.amazonaws.com'];
    writer.add(
      { key, sizeBytes: 1 },
      gzipSync(newLogText(...addresses.map((sourceIPAddress) => newRecord({ sourceIPAddress })))),
    );
    const rows = await query(`SELECT hex("sourceAddress") AS a FROM '${fileOf(await publish(), 'records.parquet')}'`);
    assert.deepEqual(
      rows.map(({ a }) => a),
      [
        '00000000000000000000FFFFCB00714D',
        '20010DB8000000000000000000000001',
        '00000000000000000000FFFF0A000001',
        null,
      ],
    );
  });

  it('accounts for every entry and every place that could not be read', async () => {
    const record = newRecord();
    const whole = gzipSync(newLogText(record, record));
    const broken = newLogText(record, record, record).replace('"awsRegion":"us-east-1"', '"awsRegion":us-east-1');
    const cases: readonly (readonly [name: string, stored: Uint8Array, indexed: number, unreadable: number])[] = [
      ['sound', whole, 2, 0],
      ['empty list', gzipSync('{"Records":[]}'), 0, 0],
      ['an entry that is no record', gzipSync(JSON.stringify({ Records: [record, 5, {}, record] })), 2, 2],
      ['cut gzip', whole.subarray(0, whole.length - 40), 0, 1],
      ['cut JSON', Buffer.from(newLogText(record, record).slice(0, -40)), 1, 1],
      ['damage inside', Buffer.from(broken), 2, 1],
      ['text behind', Buffer.from(`${newLogText(record)} and more`), 1, 1],
      ['nothing', Buffer.alloc(0), 0, 0],
    ];
    for (const [name, stored, indexed, unreadable] of cases) {
      const counts = writer.add({ key: name, sizeBytes: stored.length }, stored);
      assert.deepEqual([counts.indexed, counts.unreadable], [indexed, unreadable], name);
      assert.equal(counts.found, indexed + unreadable, name);
    }
    writer.add({ key: 'digest', sizeBytes: 1 }, gzipSync('{"digestStartTime":"2026-01-15T10:00:00Z","logFiles":[]}'));
    const summary = await publish();
    assert.deepEqual([summary.counts.indexed, summary.counts.unreadable, summary.counts.skipped], [8, 6, 1]);
    const objects = await query(`SELECT * FROM '${fileOf(summary, 'objects.parquet')}'`);
    assert.deepEqual(
      objects.map((row) => [row['key'], row['indexed'], row['unreadable']]).slice(0, -1),
      cases.map(([name, , indexed, unreadable]) => [name, indexed, unreadable]),
    );
    assert.equal(objects.at(-1)?.['reason'], 'digest file');
    const problems = JSON.parse(String(objects[3]?.['problems'])) as { kind: string }[];
    assert.deepEqual(
      problems.map(({ kind }) => kind),
      ['gzipTruncated'],
    );
  });

  it('counts entries that are no records beyond those that are listed one by one', () => {
    const entries = `${'{"a":1},'.repeat(2999)}{"a":1}`;
    const counts = writer.add({ key, sizeBytes: 1 }, gzipSync(`{"Records":[${entries}]}`));
    assert.deepEqual([counts.found, counts.indexed, counts.unreadable], [3000, 0, 3000]);
  });

  it('keeps the rows of a log that turns out to be damaged apart from those before', async () => {
    const alice = newRecord();
    const bob = newRecord({ sourceIPAddress: '203.0.113.78', requestParameters: { bucketName: 'other' } });
    writer.add({ key: 'a', sizeBytes: 1 }, gzipSync(newLogText(alice)));
    const damaged = gzipSync(newLogText(bob, bob, bob).replace(/}]}$/, '},7]}'));
    writer.add({ key: 'b', sizeBytes: 1 }, damaged);
    const summary = await publish();
    assert.deepEqual((await readRows(summary)).slice(1), expectedRows(damaged, 1));
    const mentions = await mentionsOf(summary);
    assert.deepEqual(mentions.get('203.0.113.78'), [1, 2, 3]);
    assert.deepEqual(mentions.get('111122223333'), [0, 1, 2, 3]);
  });

  it('says what it is and how its files are recognised', async () => {
    writer.add(
      { key, sizeBytes: 12, etag: '"e"', lastModified: 1_000, versionId: 'v' },
      gzipSync(newLogText(newRecord())),
    );
    writer.skip({ key: 'b', sizeBytes: 3 }, 'failed', 'denied');
    writer.supersede('000000000-00000000', 4);
    writer.supersede('000000000-00000000', 5);
    const summary = await publish();
    assert.deepEqual(JSON.parse(readFileSync(fileOf(summary, 'segment.json'), 'utf8')), summary);
    for (const [name, { sizeBytes, crc32: sum }] of Object.entries(summary.files)) {
      const bytes = readFileSync(fileOf(summary, name));
      assert.deepEqual([sizeBytes, sum], [bytes.length, crc32(bytes)]);
    }
    assert.match(summary.id, /^[0-9a-z]{9}-[0-9a-f]{8}$/);
    assert.deepEqual(summary.time, { from: '2026-01-15T10:22:05.000Z', to: '2026-01-15T10:22:05.000Z' });
    assert.deepEqual(summary.keys, { first: key, last: 'b' });
    assert.deepEqual(summary.supersedes, [{ segment: '000000000-00000000', objects: [4, 5] }]);
    const [first, second] = await query(`SELECT * FROM '${fileOf(summary, 'objects.parquet')}'`);
    const { account, kind, region, day, etag, versionId, lastModified } = first ?? {};
    assert.deepEqual(
      [account, kind, region, day, etag, versionId],
      ['111122223333', 'CloudTrail', 'us-east-1', '2026-01-15', '"e"', 'v'],
    );
    assert.equal(lastModified, '1970-01-01 00:00:01');
    assert.deepEqual([second?.['status'], second?.['reason'], second?.['account']], ['failed', 'denied', null]);
  });

  it('is not written when nothing was added, and the next one begins anew', async () => {
    assert.equal(await writer.publish(), undefined);
    for (const name of ['alice', 'bob']) {
      writer.add(
        { key, sizeBytes: 1 },
        gzipSync(newLogText(newRecord({ requestParameters: { userName: name }, userAgent: name }))),
      );
      const summary = await publish();
      const mentions = await mentionsOf(summary);
      assert.deepEqual(mentions.get(name), [0]);
      assert.equal((await readRows(summary))[0]?.['userAgent'], name);
      assert.equal(mentions.has('bob'), name === 'bob');
    }
    assert.equal(writer.objectCount, 0);
    assert.equal(readdirSync(path.join(indexFolder, 'tmp')).length, 0);
  });

  it('is full when it holds as many records as it may', async () => {
    writer = new SegmentWriter({ indexFolder, generator: 'trailcase test', maxRecords: 2, ...testLimits });
    writer.add({ key, sizeBytes: 1 }, gzipSync(newLogText(newRecord())));
    assert.equal(writer.isFull, false);
    writer.add({ key, sizeBytes: 1 }, gzipSync(newLogText(newRecord())));
    assert.deepEqual([writer.isFull, writer.recordCount, writer.objectCount], [true, 2, 2]);
    await publish();
    assert.equal(writer.isFull, false);
  });

  it('says when a record mentions more than is kept', async () => {
    const many = Array.from({ length: 70_000 }, (_, index) => `arn:aws:iam::111122223333:user/u${index}`);
    writer.add({ key, sizeBytes: 1 }, gzipSync(newLogText(newRecord({ requestParameters: { many } }))));
    const summary = await publish();
    const [object] = await query(`SELECT problems FROM '${fileOf(summary, 'objects.parquet')}'`);
    assert.match(String(object?.['problems']), /"severity":"error".*mention more than the 65536/);
    assert.equal((await mentionsOf(summary)).size, 65_536);
  });

  it('mentions what odd records mention, as the reader of single records has it', async () => {
    const sessionContext = { sessionIssuer: { type: 'Role', principalId: 'SAMPLE_PRINCIPAL_ID:x' } };
    const records = [
      newRecord({ userIdentity: { type: 'AssumedRole', principalId: 'SAMPLE:session', sessionContext } }),
      newRecord({ bucketName: 'at-the-top', roleName: 5, '1.2.3.4': null, 'arn:aws:iam::111122223333:role/n': [1] }),
      newRecord({
        requestParameters: { many: Array.from({ length: 5000 }, (_, at) => `10.0.${at >> 8}.${at & 255}`) },
      }),
    ];
    const text = newLogText(...records).replace('"bucketName":"invoices"', '"bucket\\u004eame":"invoices"');
    writer.add({ key, sizeBytes: 1 }, gzipSync(text));
    const rows = await mentionsOf(await publish());
    const log = readLogText(gzipSync(text), testLimits);
    for (const [row, record] of [...log.records].entries()) {
      const own = [...rows].filter(([, numbers]) => numbers.includes(row)).map(([mention]) => mention);
      assert.deepEqual(own.sort(), [...listMentions(log, record)].sort());
    }
  });

  it('takes the place of what a killed writer left behind', async () => {
    const leftovers = ['dead', 'old', 'mine'].map((name) => {
      const owner =
        name === 'dead' ? `999999999.${hostname()}` : name === 'mine' ? `${process.pid}.${hostname()}` : '1.elsewhere';
      return path.join(indexFolder, 'tmp', `${name}.${owner}`);
    });
    for (const folder of leftovers) mkdirSync(folder, { recursive: true });
    utimesSync(leftovers[1] ?? '', 1000, 1000);
    writer.add({ key, sizeBytes: 1 }, gzipSync(newLogText(newRecord())));
    await publish();
    assert.deepEqual(
      leftovers.map((folder) => existsSync(folder)),
      [false, false, true],
    );
  });

  const corpus = process.env['TRAILCASE_CORPUS'];
  (corpus === undefined ? it.skip : it)(
    'of real and odd logs holds what the readers of single records read',
    async () => {
      let compared = 0;
      const files = readdirSync(corpus ?? '', { withFileTypes: true, recursive: true })
        .filter(
          (entry) =>
            entry.isFile() && /\.(gz|json|jsonl|csv)$/.test(entry.name) && !entry.parentPath.includes('generator'),
        )
        .map((entry) => path.join(entry.parentPath, entry.name));
      const expected = files.flatMap((file, object) => {
        const stored = readFileSync(file);
        const counts = writer.add({ key: file, sizeBytes: stored.length }, stored);
        const rows = expectedRows(stored, object);
        assert.deepEqual([counts.indexed, counts.found], [rows.length, rows.length + counts.unreadable], file);
        return rows;
      });
      const rows = await readRows(await publish());
      for (const [row, values] of expected.entries()) {
        assert.deepEqual(rows[row], values, files[Number(values['object'])]);
        compared++;
      }
      assert.equal(rows.length, compared);
      assert.ok(compared > 8000, `${compared} records compared`);
    },
  );
});
