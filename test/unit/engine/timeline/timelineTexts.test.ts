import assert from 'node:assert/strict';
import type { TableCell } from '../../../../src/engine/table/csvTable';
import type { TimelineSummary } from '../../../../src/engine/timeline/timeline';
import { toMarkdownTimelineHead, type TimelineHead } from '../../../../src/engine/timeline/timelineMarkdown';
import { timesketchColumns, timesketchHead, toTimesketchLine } from '../../../../src/engine/timeline/timesketch';

const toCells = (values: Readonly<Record<string, TableCell>>): readonly TableCell[] =>
  timesketchColumns.map((column) => values[column] ?? null);

const record = {
  eventTime: '2026-01-15T10:22:05Z',
  eventName: 'PutObject',
  eventSource: 's3.amazonaws.com',
  awsRegion: 'eu-west-1',
  sourceIPAddress: '203.0.113.7',
  principal: 'alice',
  recipientAccountId: '111122223333',
  errorCode: 'AccessDenied',
  recordClass: 'denied',
  resources: ['arn:aws:s3:::prod', 'prod'],
  twins: 0,
  record: 3,
  object: 'AWSLogs/x.json.gz',
};

describe('a timeline for Timesketch', () => {
  it('has the fields that an import needs, and the record’s own', () => {
    const line = JSON.parse(toTimesketchLine(toCells(record), 'jsonl')) as Record<string, unknown>; // our own JSON
    assert.deepEqual(line, {
      message: 's3 PutObject by alice from 203.0.113.7 in eu-west-1, account 111122223333: AccessDenied',
      datetime: '2026-01-15T10:22:05+00:00',
      timestamp: 1_768_472_525_000_000,
      timestamp_desc: 'Event Time',
      data_type: 'aws:cloudtrail:entry',
      event_name: 'PutObject',
      event_source: 's3.amazonaws.com',
      aws_region: 'eu-west-1',
      source_ip_address: '203.0.113.7',
      principal: 'alice',
      recipient_account_id: '111122223333',
      error_code: 'AccessDenied',
      record_class: 'denied',
      resources: ['arn:aws:s3:::prod', 'prod'],
      records_in_other_accounts: 0,
      record_number: 3,
      source_file: 'AWSLogs/x.json.gz',
    });
  });

  it('keeps milliseconds, and says of a record without a time that it has none', () => {
    const exact = toTimesketchLine(toCells({ ...record, eventTime: '2026-01-15T10:22:05.120Z' }), 'jsonl');
    assert.match(exact, /"datetime":"2026-01-15T10:22:05.120\+00:00","timestamp":1768472525120000,/);
    const untimed = toTimesketchLine(toCells({ ...record, eventTime: null }), 'jsonl');
    assert.match(untimed, /"datetime":"1970-01-01T00:00:00\+00:00","timestamp":0,"timestamp_desc":"Not a time"/);
  });

  it('is one line a record in CSV, which no spreadsheet runs', () => {
    const line = toTimesketchLine(toCells({ ...record, userAgent: '=cmd|x', principal: 'a\nb' }), 'csv');
    assert.equal(timesketchHead.split(',').length, timesketchColumns.length + 4);
    assert.match(line, /^"s3 PutObject by a\nb from/);
    assert.match(line, /"'=cmd\|x"/);
    assert.ok(line.endsWith('\r\n'));
  });
});

const summary: TimelineSummary = {
  count: 1234,
  classes: { read: 1000, write: 200, error: 30, denied: 4 },
  twins: 2,
  untimed: 1,
  firstTime: Date.parse('2026-01-15T10:00:00Z'),
  lastTime: Date.parse('2026-01-16T10:00:00Z'),
  firstSeen: [
    { field: 'agent', value: 'curl | `x`', principal: 'alice', time: Date.parse('2026-01-15T11:00:00Z'), id: 5 },
  ],
  firstSeenTotal: 3,
  firstSeenNote: 'Not all.',
};
const head: TimelineHead = {
  title: 'Timeline of <img src=x>',
  query: 'ip:"203.0.113.7"',
  location: 's3://trail',
  summary,
  narrowed: [['Records below: region', 'eu-west-1']],
  coverage: 'All of 2026-01-15 is indexed.',
  gaps: [{ kind: 'unproven', from: 0, to: 3_600_000, text: 'No digest.', accounts: [], regions: [] }],
  notes: [],
  pictureFile: 'a (b) <c>.svg',
};

describe('a timeline as Markdown', () => {
  it('says what it is of, what is covered, and what is not', () => {
    const text = toMarkdownTimelineHead(head);
    for (const part of [
      '| Records | `1,234` |',
      '| Denied | 4 |',
      '| Further records of the same actions | 2 |',
      '| Records without a time | 1 |',
      '| Covered | `All of 2026-01-15 is indexed.` |',
      '| Records below: region | eu-west-1 |',
      '![The timeline as a picture](./a%20%28b%29%20%3Cc%3E.svg)',
      '| 1970-01-01 00:00:00 UTC | 1970-01-01 01:00:00 UTC | unproven | `No digest.` |',
      'and 2 more',
    ]) {
      assert.ok(text.includes(part), `${part}\n${text}`);
    }
  });

  it('holds nothing that a record could have written as Markdown or HTML', () => {
    const text = toMarkdownTimelineHead({ ...head, pictureFile: undefined, title: '[x](command:y) ![z](w)' });
    assert.ok(!text.includes('<img') && !text.includes('](command'));
    assert.ok(!text.includes('!['), 'no picture was asked for');
    assert.ok(text.includes('curl \\|'), 'a pipe does not end the cell');
  });

  it('says that no gap is known', () => {
    assert.ok(toMarkdownTimelineHead({ ...head, gaps: [] }).includes('None is known.'));
  });

  it('counts proven silence apart from what is not known, and says where nothing is proven', () => {
    const quiet = { kind: 'provenQuiet', from: 0, to: 1, text: 'Nothing.', accounts: [], regions: [] } as const;
    const gaps = [...Array<typeof quiet>(250).fill(quiet), ...head.gaps];
    const text = toMarkdownTimelineHead({ ...head, gaps, notes: ['Not proven quiet.'] });
    const [, unknown = '', proven = ''] = text.split(/^## (?:Gaps|Proven quiet)$/m);
    assert.match(unknown, /\| unproven \|[^]*\n\nNot proven quiet\.\n/);
    assert.ok(!unknown.includes('proven quiet |') && !unknown.includes('more'));
    assert.equal(proven.split('| proven quiet |').length - 1, 200);
    assert.match(proven, /\nand 50 more\n/);
    const none = toMarkdownTimelineHead({ ...head, gaps: [quiet], notes: [] });
    assert.match(none, /## Gaps\n\nNone is known\.\n\n## Proven quiet\n/);
  });
});
