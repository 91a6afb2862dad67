import assert from 'node:assert/strict';
import { gzipSync } from 'node:zlib';
import { UserError } from '../../../src/base/errors';
import type { ValidatedHour } from '../../../src/engine/digest/validation';
import type { StoredObject } from '../../../src/engine/ports';
import type { TimelineSubject } from '../../../src/engine/timeline/timeline';
import type { Scope } from '../../../src/index/scope';
import type { TrailIndex } from '../../../src/index/trailIndex';
import { openTimeline, type OpenTimeline, type OpenTimelineOptions } from '../../../src/search/openTimeline';
import { RecordReader } from '../../../src/search/recordReader';
import { exportTimeline, type TimelineExportOptions } from '../../../src/search/timelineExport';
import { IndexFixture, logKey, noSignal } from '../../support/indexFixture';
import { newLogText, newRecord, testLimits } from '../../support/logFixture';
import { MemorySource } from '../../support/memorySource';

const hourMs = 3_600_000;
const day = Date.parse('2026-01-15T00:00:00Z');
const time = (hour: number): string => new Date(day + hour * hourMs).toISOString().replace('.000Z', 'Z');

const bob = { type: 'IAMUser', arn: 'arn:aws:iam::111122223333:user/bob', userName: 'bob' };
const logs = {
  [logKey('a')]: [
    newRecord({ eventID: 'one', eventTime: time(3), userAgent: 'curl' }),
    newRecord({ eventID: 'two', eventTime: time(1), userAgent: 'boto3', sharedEventID: 's' }),
    newRecord({ eventID: 'three', eventTime: time(4), userIdentity: bob, errorCode: 'AccessDenied' }),
  ],
  [logKey('b')]: [
    newRecord({ eventID: 'four', eventTime: time(50), userAgent: 'curl', eventName: '=1+1' }),
    newRecord({
      eventID: 'five',
      eventTime: time(1),
      sharedEventID: 's',
      recipientAccountId: '444455556666',
      userIdentity: { type: 'AWSAccount', accountId: '111122223333', principalId: 'AIDAEXAMPLEEXAMPLE123' },
    }),
  ],
};

class LogSource extends MemorySource {
  constructor() {
    super(Object.keys(logs));
  }

  override readObject(key: string): Promise<StoredObject> {
    const records = logs[key];
    if (records === undefined) return Promise.reject(new UserError('notFound', 'gone'));
    return Promise.resolve({ key, bytes: gzipSync(newLogText(...records)), metadata: {} });
  }
}

describe('opening a timeline', function () {
  this.timeout(60_000);
  const fixture = new IndexFixture();
  let index: TrailIndex;
  const alice: TimelineSubject = { kind: 'principal', id: 'arn:aws:iam::111122223333:user/alice' };
  const all: TimelineSubject = { kind: 'query', text: '' };

  before(async () => {
    await fixture.addSegment({ objects: Object.entries(logs).map(([key, records]) => ({ key, records })) });
    index = await fixture.open();
  });
  after(() => fixture.dispose());

  const open = (subject: TimelineSubject, scope: Scope = {}, options: OpenTimelineOptions = {}) => {
    const trail: Parameters<typeof openTimeline>[0] = {
      index: () => Promise.resolve(index),
      search: (query, where, more, signal) =>
        index.search(query, where, { ...more, verifier: fixture.verifier() }, signal),
    };
    return openTimeline(trail, subject, scope, options, noSignal);
  };
  const listIds = async ({ timeline }: OpenTimeline): Promise<readonly unknown[]> =>
    (await timeline.rows({}, 0, 100, false, ['eventID'], noSignal)).rows.map(({ cells }) => cells[0]);

  it('finds what the subject did, in order', async () => {
    const opened = await open(alice);
    assert.deepEqual(await listIds(opened), ['two', 'one', 'four']);
    assert.equal(opened.title, 'Timeline of alice');
    assert.equal(opened.query, 'userIdentity.arn:="arn:aws:iam::111122223333:user/alice"');
    assert.deepEqual(opened.summary.classes, { read: 2, write: 1, error: 0, denied: 0 });
    assert.deepEqual(
      opened.summary.firstSeen.map(({ field, value }) => `${field} ${value}`),
      ['agent curl', 'event s3:=1+1'],
    );
    await opened.result.dispose();
  });

  it('waits for a query that opens logs, and counts twins once', async () => {
    const opened = await open({ kind: 'query', text: 'requestParameters.bucketName:invoices' });
    assert.deepEqual([opened.summary.count, opened.summary.twins], [4, 1]);
    await opened.result.dispose();
  });

  it('tells the gaps of the period, and of the scope around it', async () => {
    const hours = [
      { account: '111122223333', region: 'us-east-1', from: day, to: day + hourMs, status: 'quiet', logs: 0 },
    ];
    const scope = { from: day - 24 * hourMs, to: day + 24 * hourMs };
    const opened = await open(all, scope, { hours: [hours as readonly ValidatedHour[]] });
    assert.deepEqual(
      opened.gaps.map(({ kind, from, to }) => `${kind} ${(from - day) / hourMs}..${(to - day) / hourMs}`),
      ['notIndexed -24..0', 'provenQuiet 0..1', 'partlyIndexed 0..24'],
    );
    assert.match(opened.notes.join(), /^Digest files were validated for some /);
    await opened.result.dispose();
    const narrow = await open(all);
    const [first, second] = narrow.gaps;
    assert.deepEqual(
      [first?.kind, (first?.from ?? 0) - day, second?.kind, second?.to],
      ['partlyIndexed', hourMs, 'notIndexed', day + 50 * hourMs + 1],
    );
    assert.match(narrow.notes.join(), /^No digest file was validated /);
    await narrow.result.dispose();
  });

  it('asks for no other days than those of a prefix', async () => {
    const prefix = 'AWSLogs/111122223333/CloudTrail/us-east-1/2026/01/15/';
    const opened = await open(all, { prefix, from: day - 24 * hourMs, to: day + 48 * hourMs });
    assert.deepEqual(
      opened.gaps.map(({ kind, from, to }) => `${kind} ${(from - day) / hourMs}..${(to - day) / hourMs}`),
      ['partlyIndexed 0..24'],
    );
    await opened.result.dispose();
  });

  it('takes from validation only what is of a prefix', async () => {
    const hours = ['us-east-1', 'eu-west-1'].map((region): ValidatedHour => {
      return { account: '111122223333', region, from: day, to: day + 24 * hourMs, status: 'gap', logs: 0 };
    });
    const scope = { prefix: 'AWSLogs/111122223333/CloudTrail/us-east-1/', from: day, to: day + 24 * hourMs };
    const opened = await open(all, scope, { hours: [hours] });
    assert.deepEqual(
      opened.gaps.map(({ kind, regions }) => `${kind} [${regions.join()}]`),
      ['partlyIndexed []', 'unproven []'],
    );
    assert.deepEqual(opened.notes, []);
    await opened.result.dispose();
  });

  it('rejects a query that cannot be read', async () => {
    await assert.rejects(open({ kind: 'query', text: 'a:(' }), { name: 'UserError', code: 'invalidInput' });
  });

  it('ends when it is cancelled', async () => {
    const stop = new AbortController();
    stop.abort();
    const trail = { index: () => Promise.resolve(index), search: index.search.bind(index) };
    await assert.rejects(openTimeline(trail, all, {}, {}, stop.signal), { name: 'AbortError' });
  });

  describe('and exporting it', () => {
    let opened: OpenTimeline;
    before(async () => {
      opened = await open(all);
    });
    after(() => opened.result.dispose());

    async function toText(options: Partial<TimelineExportOptions>) {
      const parts: string[] = [];
      const write = (part: string | Uint8Array): Promise<void> => {
        parts.push(Buffer.from(part).toString('utf8'));
        return Promise.resolve();
      };
      const base = {
        format: 'csv',
        filter: {},
        descending: false,
        columns: ['eventID', 'eventName', 'twins'],
      } as const;
      const reader = new RecordReader(new LogSource(), testLimits);
      const count = await exportTimeline(opened, { ...base, ...options }, reader, write, noSignal);
      return { text: parts.join(''), count };
    }

    it('writes a table of its rows', async () => {
      const { text, count } = await toText({});
      assert.deepEqual(text.split('\r\n'), [
        'eventID,eventName,twins',
        'two,GetBucketAcl,1',
        'one,GetBucketAcl,0',
        'three,GetBucketAcl,0',
        `four,"'=1+1",0`,
        '',
      ]);
      assert.deepEqual(count, { records: 4, unread: [] });
    });

    it('writes what the filter leaves, in the asked direction', async () => {
      const { text } = await toText({ filter: { classes: ['read'] }, descending: true, columns: ['eventID'] });
      assert.deepEqual(text.trim().split('\r\n'), ['eventID', 'one', 'two']);
    });

    it('writes the records as they were delivered', async () => {
      const { text, count } = await toText({ format: 'jsonl', filter: { to: day + 4 * hourMs } });
      const [a] = Object.values(logs);
      assert.equal(text, [a?.[1], a?.[0]].map((record) => `${JSON.stringify(record)}\n`).join(''));
      assert.equal(count.records, 2);
    });

    it('writes Markdown with its head', async () => {
      const about = { title: 'Timeline of alice', query: '', gaps: opened.gaps, pictureFile: 'alice.svg' };
      const { text } = await toText({ format: 'markdown', about });
      assert.ok(text.startsWith('# Timeline of alice\n'));
      assert.ok(text.includes('(./alice.svg)') && text.includes('| not indexed |'));
      assert.ok(text.endsWith('| four | `=1+1` | 0 |\n'), text.slice(-200));
    });

    it('writes for Timesketch', async () => {
      const { text, count } = await toText({ format: 'timesketchJsonl' });
      const lines = text
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line) as Record<string, unknown>); // our own JSON
      assert.deepEqual(
        lines.map(({ event_id, datetime, record_number }) => [event_id, datetime, record_number]),
        [
          ['two', '2026-01-15T01:00:00+00:00', 1],
          ['one', '2026-01-15T03:00:00+00:00', 0],
          ['three', '2026-01-15T04:00:00+00:00', 2],
          ['four', '2026-01-17T02:00:00+00:00', 0],
        ],
      );
      assert.equal(count.records, 4);
      const csv = (await toText({ format: 'timesketchCsv' })).text.trim().split('\r\n');
      assert.equal(csv.length, 5);
      assert.ok(csv[0]?.startsWith('message,datetime,timestamp,timestamp_desc,data_type,'));
    });
  });
});
