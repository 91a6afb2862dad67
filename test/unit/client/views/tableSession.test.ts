import * as assert from 'node:assert/strict';
import { UserError } from '../../../../src/base/errors';
import { silentLog } from '../../../../src/base/log';
import { TableSession, type TableExport, type TablePorts } from '../../../../src/client/views/tableSession';
import type { TableHostMessage } from '../../../../src/protocol/resultTableMessages';
import type { ExportParams, ResultPageParams, SearchResult, SqlResult } from '../../../../src/protocol/searchRequests';
import { untilAborted } from '../fakeServer';

const identity = { query: 'eventName:Put*', scope: { sourceId: 's' }, title: 'Put*' };
const sort = { column: 'eventTime', descending: false };
const columns = ['eventName'];
const askFirst = { kind: 'askPage', requestId: 1, offset: 0, limit: 100, sort, columns } as const;

function toResult(resultId: string): SearchResult {
  return {
    resultId,
    count: 50_000,
    copies: 0,
    conflicts: 0,
    coverage: { isComplete: true, text: 'All of it.' },
    isIndexed: true,
    elapsedMs: 1,
    unread: [],
    isWhole: true,
  };
}

const sqlIdentity = { query: 'SELECT 1', scope: { sourceId: 's' }, title: 'SQL', language: 'sql' } as const;
const answer: SqlResult = {
  columns: [
    { name: 'event', type: 'VARCHAR' },
    { name: 'n', type: 'BIGINT' },
  ],
  rows: [
    ['Put', 2],
    ['=Get,', null],
    ['List', 10],
  ],
  isCut: false,
  elapsedMs: 1,
  coverage: { isComplete: true, text: 'All of it.' },
};

/** A session, with everything that leaves it written down. */
function newSession(changes: Partial<TablePorts> = {}) {
  const posted: TableHostMessage[] = [];
  const asked: ResultPageParams[] = [];
  const held: string[] = [];
  const exported: TableExport[] = [];
  const exportedText: Omit<ExportParams, 'progressId'>[] = [];
  const clipboard: string[] = [];
  const files: { readonly text: string; readonly rows: number }[] = [];
  const ports: TablePorts = {
    post: (message) => posted.push(message),
    page: (params) => {
      asked.push(params);
      const rows = Array.from({ length: params.limit }, (_, i) => ({ id: 7 * (params.offset + i), cells: ['Put'] }));
      return Promise.resolve({ total: 50_000, rows: params.columns.length === 0 ? rows : rows.slice(0, 100) });
    },
    exportText: (params) => {
      exportedText.push(params);
      const unread = [{ uri: 's3://b/k', reason: 'gone' }];
      return Promise.resolve({ records: 2, text: 'text', unread: params.format === 'jsonl' ? unread : [] });
    },
    openHit: () => Promise.resolve(),
    exportResult: (request) => {
      exported.push(request);
      return Promise.resolve();
    },
    exportCsv: (text, rows) => {
      files.push({ text, rows });
      return Promise.resolve();
    },
    editQuery: () => Promise.resolve(),
    showTimeline: () => Promise.resolve(),
    rerun: () => Promise.resolve(toResult('again')),
    rerunSql: () => Promise.resolve(answer),
    hold: (resultId) => {
      held.push(resultId);
      return { dispose: () => held.splice(held.indexOf(resultId), 1) };
    },
    writeClipboard: (text) => {
      clipboard.push(text);
      return Promise.resolve();
    },
    readColumns: () => [],
    writeColumns: () => undefined,
    onIdentity: () => undefined,
    log: silentLog,
    ...changes,
  };
  const session = new TableSession(ports, identity, sort);
  return { session, posted, asked, held, exported, exportedText, clipboard, files };
}

function kinds(posted: readonly TableHostMessage[]): readonly string[] {
  return posted.map(({ kind }) => kind);
}

describe('TableSession', () => {
  it('waits for its page, and tells it again whenever it is shown', async () => {
    const { session, posted } = newSession();
    session.setResult(identity, toResult('r'));
    assert.equal(posted.length, 0);
    await session.receive({ kind: 'ready' });
    await session.receive({ kind: 'setSort', sort: { column: 'eventName', descending: true } });
    await session.receive({ kind: 'ready' });
    assert.deepEqual(kinds(posted), ['show', 'show']);
    const last = posted.at(-1);
    assert.ok(last?.kind === 'show');
    assert.deepEqual(last.view.sort, { column: 'eventName', descending: true });
  });

  it('runs the query of a restored table and shows its failure', async () => {
    let isBroken = true;
    const rerun = (): Promise<SearchResult> =>
      isBroken ? Promise.reject(new UserError('network', 'No way.')) : Promise.resolve(toResult('new'));
    const { session, posted, held } = newSession({ rerun });
    await session.receive({ kind: 'ready' });
    await session.run();
    assert.deepEqual(kinds(posted), ['running', 'running', 'failed']);
    isBroken = false;
    await session.receive({ kind: 'retry' });
    assert.deepEqual(kinds(posted).slice(3), ['running', 'show']);
    assert.deepEqual(held, ['new']);
  });

  it('holds its result, and lets go of one before', () => {
    const { session, held } = newSession();
    session.setResult(identity, toResult('a'));
    session.setResult(identity, toResult('b'));
    assert.deepEqual(held, ['b']);
    session.dispose();
    assert.deepEqual(held, []);
  });

  it('lets go of a result that came after it was closed', async () => {
    let answer: (result: SearchResult) => void = () => undefined;
    const { session, held } = newSession({
      rerun: () =>
        new Promise((resolve) => {
          answer = resolve;
        }),
    });
    const run = session.run();
    session.dispose();
    answer(toResult('late'));
    await run;
    assert.deepEqual(held, []);
  });

  it('answers pages of its group', async () => {
    const group = { by: 'awsRegion', value: null };
    const { session, asked, posted } = newSession();
    session.setResult({ ...identity, group }, toResult('r'));
    await session.receive(askFirst);
    assert.deepEqual(asked[0], { resultId: 'r', offset: 0, limit: 100, sort, columns, group });
    assert.deepEqual(kinds(posted), ['page']);
    await session.receive({ kind: 'clearGroup' });
    await session.receive(askFirst);
    assert.equal(asked[1]?.group, undefined);
  });

  it('says nothing of pages that were taken back, and tells failures of others', async () => {
    const { session, posted } = newSession({ page: (_, signal) => untilAborted(signal) });
    session.setResult(identity, toResult('r'));
    const page = session.receive(askFirst);
    await session.receive({ kind: 'dropPage', requestId: 1 });
    await page;
    assert.deepEqual(posted, []);

    const broken = newSession({ page: () => Promise.reject(new UserError('notFound', 'Gone.')) });
    broken.session.setResult(identity, toResult('r'));
    await broken.session.receive(askFirst);
    assert.deepEqual(broken.posted, [{ kind: 'pageFailed', requestId: 1, failure: { message: 'Gone.' } }]);
  });

  it('shows its result again when only a page failed, and runs the query when the result is gone', async () => {
    const there = newSession();
    there.session.setResult(identity, toResult('r'));
    await there.session.receive({ kind: 'ready' });
    await there.session.receive({ kind: 'retry' });
    assert.deepEqual(kinds(there.posted), ['show', 'show']);

    const gone = newSession({ page: () => Promise.reject(new Error('unknown result')) });
    gone.session.setResult(identity, toResult('r'));
    await gone.session.receive({ kind: 'ready' });
    await gone.session.receive({ kind: 'retry' });
    assert.deepEqual(kinds(gone.posted), ['show', 'running', 'show']);
    assert.deepEqual(gone.held, ['again']);
  });

  it('copies rows as text, and records by their ids in the order of the table', async () => {
    const { session, exportedText, clipboard, posted } = newSession();
    session.setResult(identity, toResult('r'));
    const rows = [
      { first: 0, last: 1 },
      { first: 10, last: 10 },
    ];
    await session.receive({ kind: 'copyRows', format: 'tsv', rows, sort, columns });
    assert.equal(clipboard[0], 'eventName\nPut\nPut\nPut\n');
    await session.receive({ kind: 'copyRows', format: 'jsonl', rows, sort, columns });
    assert.deepEqual(exportedText, [{ resultId: 'r', format: 'jsonl', columns, sort, ids: [0, 7, 70] }]);
    assert.equal(clipboard[1], 'text');
    assert.deepEqual(posted.at(-1), {
      kind: 'said',
      text: '2 records copied, without those of 1 log that could not be read',
      isWarning: true,
    });
  });

  it('copies no more than a clipboard should hold, and says so', async () => {
    const { session, asked, posted, clipboard } = newSession();
    session.setResult(identity, toResult('r'));
    await session.receive({ kind: 'copyRows', format: 'tsv', rows: [{ first: 0, last: 49_999 }], sort, columns });
    assert.deepEqual([asked.length, clipboard.length], [0, 0]);
    const said = posted.at(-1);
    assert.ok(said?.kind === 'said');
    assert.match(said.text, /50,000 rows selected, but at most 10,000/);
  });

  it('exports all, or the chosen rows by their ids', async () => {
    const { session, exported } = newSession();
    session.setResult(identity, toResult('r'));
    await session.receive({ kind: 'exportRows', sort, columns });
    await session.receive({ kind: 'exportRows', rows: [{ first: 2, last: 3 }], sort, columns });
    assert.deepEqual(exported, [
      { resultId: 'r', identity, columns, sort },
      { resultId: 'r', identity, columns, sort, ids: [14, 21] },
    ]);
  });

  it('says what went wrong with a record', async () => {
    const openHit = () => Promise.reject(new UserError('notFound', 'The log is gone.', { nextStep: 'Refresh.' }));
    const { session, posted } = newSession({ openHit });
    session.setResult(identity, toResult('r'));
    await session.receive({ kind: 'openRecord', id: 3, preserveFocus: false });
    assert.deepEqual(posted, [{ kind: 'said', text: 'The log is gone. Refresh.', isWarning: true }]);
  });

  it('sorts the rows of a statement by itself, and asks the server for nothing', async () => {
    const { session, posted, asked } = newSession();
    session.setRows(sqlIdentity, answer);
    await session.receive({ kind: 'ready' });
    const byNumber = { column: 'n', descending: true };
    await session.receive({ ...askFirst, sort: byNumber, columns: ['n', 'event'] });
    const [shown, page] = posted;
    assert.ok(shown?.kind === 'show' && page?.kind === 'page');
    assert.deepEqual([shown.view.kind, shown.view.rowCount], ['sql', 3]);
    assert.deepEqual(
      page.page.rows.map(({ cells }) => cells),
      [
        [10, 'List'],
        [2, 'Put'],
        [null, '=Get,'],
      ],
    );
    assert.deepEqual(asked, []);
  });

  it('copies and exports the rows of a statement as they stand, without formulas', async () => {
    const { session, clipboard, files, exported } = newSession();
    session.setRows(sqlIdentity, answer);
    const what = { sort: { column: '', descending: false }, columns: ['event', 'n'] };
    await session.receive({ kind: 'copyRows', format: 'tsv', rows: [{ first: 1, last: 2 }], ...what });
    await session.receive({ kind: 'exportRows', ...what });
    assert.deepEqual(clipboard, ["event\tn\n'=Get,\t\nList\t10\n"]);
    assert.deepEqual(files, [{ text: 'event,n\r\nPut,2\r\n"\'=Get,",\r\nList,10\r\n', rows: 3 }]);
    assert.deepEqual(exported, []);
  });

  it('runs the statement of a restored table again, and keeps its columns to itself', async () => {
    const written: unknown[] = [];
    const { session, posted } = newSession({ writeColumns: (shown) => written.push(shown) });
    session.setRows(sqlIdentity, answer);
    await session.receive({ kind: 'ready' });
    await session.receive({ kind: 'setColumns', shown: [{ name: 'n', widthPx: 99 }] });
    await session.run();
    const last = posted.at(-1);
    assert.ok(last?.kind === 'show');
    assert.deepEqual(last.view.shown, [{ name: 'n', widthPx: 99 }]);
    assert.deepEqual(written, []);
  });
});
