import * as assert from 'node:assert/strict';
import { UserError } from '../../../../src/base/errors';
import { parseSavedTable, parseShownColumns } from '../../../../src/client/views/savedTable';
import { collectRows, toTabSeparatedText } from '../../../../src/client/views/tableRows';
import { toTableFailure, toTableView } from '../../../../src/client/views/tableView';
import { newNonce, toWebviewPage } from '../../../../src/client/views/webviewPage';
import type { ResultPageParams, SearchResult } from '../../../../src/protocol/searchRequests';

const identity = { query: 'eventName:Put*', scope: { sourceId: 's' }, title: 'Put*' };
const sort = { column: 'eventTime', descending: true };
const result: SearchResult = {
  resultId: 'r',
  count: 2,
  copies: 0,
  conflicts: 0,
  coverage: { isComplete: true, text: 'All of it.' },
  isIndexed: true,
  elapsedMs: 1,
  unread: [],
  isWhole: true,
};

describe('parseSavedTable', () => {
  const saved = {
    identity: { ...identity, scope: { sourceId: 's', prefix: 'AWSLogs/', regions: ['us-east-1'], from: 1 } },
    sort,
    topRow: 12,
    activeRow: 14,
  };

  it('reads what a table wrote', () => {
    assert.deepEqual(parseSavedTable(JSON.parse(JSON.stringify(saved))), saved);
    const grouped = { ...saved, identity: { ...saved.identity, group: { by: 'errorCode', value: null } } };
    assert.deepEqual(parseSavedTable(JSON.parse(JSON.stringify(grouped))), grouped);
  });

  for (const stored of [undefined, null, 'x', [], {}, { identity }, { identity: { ...identity, scope: {} } }]) {
    it(`is not misled by ${JSON.stringify(stored)}`, () => {
      const table = parseSavedTable(stored);
      if (table !== undefined) {
        assert.deepEqual(table.sort, { column: 'eventTime', descending: false });
        assert.equal(table.topRow, 0);
      } else assert.notDeepEqual(stored, { identity });
    });
  }

  it('takes no row that cannot be', () => {
    const table = parseSavedTable({ ...saved, topRow: -3, activeRow: 1.5 });
    assert.deepEqual([table?.topRow, table?.activeRow], [0, 0]);
  });

  it('leaves out columns that are none', () => {
    const good = { name: 'eventName', widthPx: 100 };
    assert.deepEqual(parseShownColumns([good, null, 'x', { name: 1, widthPx: 2 }, { name: 'a' }]), [good]);
    assert.deepEqual(parseShownColumns({}), []);
  });
});

describe('toTabSeparatedText', () => {
  const cases: readonly [string, string][] = [
    ['plain', 'plain'],
    ['a\tb', '"a\tb"'],
    ['two\nlines', '"two\nlines"'],
    ['say "hi"', '"say ""hi"""'],
    ['=HYPERLINK("http://x")', `"'=HYPERLINK(""http://x"")"`],
    ['+1', "'+1"],
    ['-1', "'-1"],
    ['@SUM(A1)', "'@SUM(A1)"],
    ['\t=1', `"'\t=1"`],
    ['＝1', "'＝1"],
  ];
  for (const [value, field] of cases) {
    it(`writes ${JSON.stringify(value)} so that a spreadsheet reads a text`, () => {
      assert.equal(toTabSeparatedText(['c'], [{ id: 1, cells: [value] }]), `c\n${field}\n`);
    });
  }

  it('writes every kind of value', () => {
    const cells = [null, 12, true, ['a', 'b'], -5];
    assert.equal(toTabSeparatedText(['n'], [{ id: 1, cells }]), 'n\n\t12\ttrue\ta, b\t-5\n');
  });
});

describe('collectRows', () => {
  it('fetches ranges in pages, in order, and stops where the table ends', async () => {
    const asked: [number, number][] = [];
    const ask = ({ offset, limit }: ResultPageParams) => {
      asked.push([offset, limit]);
      const rows = Array.from({ length: Math.max(0, Math.min(limit, 2500 - offset)) }, (_, i) => ({
        id: offset + i,
        cells: [],
      }));
      return Promise.resolve({ total: 2500, rows });
    };
    const ranges = [
      { first: 3, last: 4 },
      { first: 1000, last: 9_999 },
    ];
    const table = { resultId: 'r', sort, columns: [] };
    const rows = await collectRows(ask, table, ranges, new AbortController().signal);
    assert.equal(rows.length, 2 + 1500);
    assert.deepEqual(rows[2], { id: 1000, cells: [] });
    assert.deepEqual(asked, [
      [3, 2],
      [1000, 1000],
      [2000, 1000],
    ]);
  });
});

describe('toTableView', () => {
  it('says all that the rows do not tell', () => {
    const unread = Array.from({ length: 250 }, (_, i) => ({ uri: `s3://b/${i}\u202E.json.gz`, reason: 'denied' }));
    const view = toTableView(
      identity,
      { ...result, unread, copies: 1, conflicts: 2, isWhole: false },
      { sort, shown: [] },
    );
    assert.deepEqual(
      view.notes.map(({ text, isWarning }) => [text.split(/[:,]/)[0], isWarning]),
      [
        ['Not all', true],
        ['250 logs could not be read', true],
        ['2 records with an eventID that another record with other content has', true],
        ['1 further delivery of these records', false],
      ],
    );
    const details = view.notes[1]?.details ?? [];
    assert.equal(details[0], 's3://b/0\\u{202e}.json.gz: denied');
    assert.equal(details.at(-1), '… and 50 more');
    assert.equal(view.rowCount, 2);
    assert.ok(view.shown.length > 0);
  });

  it('has nothing to add to a whole result', () => {
    assert.deepEqual(toTableView(identity, result, { sort, shown: [] }).notes, []);
  });

  it('does not know how many rows a group has', () => {
    const grouped = { ...identity, group: { by: 'awsRegion', value: 'us-east-1' } };
    assert.equal(toTableView(grouped, result, { sort, shown: [] }).rowCount, undefined);
  });

  it('shows the next step of a failure, and nothing that reorders it', () => {
    const error = new UserError('accessDenied', 'Cannot read \u202Ex', { nextStep: 'Ask.' });
    assert.deepEqual(toTableFailure(error), { message: 'Cannot read \\u{202e}x', nextStep: 'Ask.' });
    assert.deepEqual(toTableFailure(new Error('odd')), { message: 'odd' });
  });
});

describe('toWebviewPage', () => {
  const html = toWebviewPage({
    cspSource: 'https://*.vscode-cdn.net',
    scriptUri: 'https://x/resultTable.js?a=1&b="2"',
    styleUri: 'https://x/resultTable.css',
    nonce: 'abc-_1',
    title: '</title><script>alert(1)</script>',
  });

  it('allows one script and our styles, and nothing else', () => {
    const policy = /Content-Security-Policy" content="([^"]*)"/.exec(html)?.[1]?.replaceAll('&#39;', "'");
    assert.equal(policy, "default-src 'none'; script-src 'nonce-abc-_1'; style-src https://*.vscode-cdn.net");
    assert.equal(html.match(/<script/g)?.length, 1);
    assert.ok(!html.includes('<script>'));
    assert.ok(html.includes('src="https://x/resultTable.js?a=1&#38;b=&#34;2&#34;"'));
    assert.ok(!/\sstyle=|\son\w+=/.test(html));
  });

  it('makes another nonce for every page', () => {
    assert.notEqual(newNonce(), newNonce());
    assert.ok(newNonce().length >= 22);
  });
});
