import * as assert from 'node:assert/strict';
import { UserError } from '../../../../src/base/errors';
import { silentLog } from '../../../../src/base/log';
import {
  TimelineSession,
  type TimelinePorts,
  type TimelineToExport,
} from '../../../../src/client/timeline/timelineSession';
import type { TimelinePicture } from '../../../../src/engine/timeline/timeline';
import type { TimelineHostMessage, TimelineIdentity } from '../../../../src/protocol/timelineMessages';
import type { OpenedTimeline } from '../../../../src/protocol/timelineRequests';
import { FakeServer, untilAborted } from '../fakeServer';
import { newGap, newOpened } from './newTimeline';

const identity: TimelineIdentity = {
  subject: { kind: 'principal', id: 'arn:aws:iam::111122223333:user/alice' },
  scope: { sourceId: 's' },
  title: 'Timeline of …',
};
const view = { buckets: 200, laneBy: 'service', maxLanes: 10 } as const;
const askPicture = { kind: 'askPicture', requestId: 1, picture: view } as const;
const shown = { filter: { classes: ['denied'] }, descending: true, columns: ['eventName'] } as const;
const askRows = { kind: 'askRows', requestId: 2, offset: 5, limit: 10, ...shown } as const;
const picture: TimelinePicture = {
  from: 0,
  to: 10,
  bucketMs: 1,
  buckets: [],
  laneBy: 'service',
  lanes: [],
  rest: { lanes: 0, classes: { read: 0, write: 0, error: 0, denied: 0 } },
  total: 0,
};

/** A session whose page is loaded, with everything that leaves it written down. */
function newSession(changes: Partial<TimelinePorts> = {}, start = identity) {
  const posted: TimelineHostMessage[] = [];
  const held: string[] = [];
  const exported: TimelineToExport[] = [];
  const done: string[] = [];
  let opened = 0;
  const note = (text: string): Promise<void> => {
    done.push(text);
    return Promise.resolve();
  };
  const ports: TimelinePorts = {
    post: (message) => posted.push(message),
    server: new FakeServer({
      timelinePicture: () => picture,
      timelineRows: () => ({ total: 0, rows: [] }),
      timelineRowOf: ({ id }) => id * 2,
    }),
    open: () => Promise.resolve(newOpened(`r${++opened}`)),
    hold: (resultId) => {
      held.push(resultId);
      return { dispose: () => held.splice(held.indexOf(resultId), 1) };
    },
    openHit: (resultId, id, { preserveFocus }) => note(`open ${resultId} ${id} ${preserveFocus}`),
    exportTimeline: (what) => {
      exported.push(what);
      return Promise.resolve();
    },
    editQuery: (_, query) => note(`edit ${query}`),
    openSubject: (_, subject) => note(`subject ${subject.kind}`),
    indexGap: (_, { kind }) => note(`index ${kind}`),
    validate: () => note('validate'),
    exportText: () => Promise.reject(new Error('nothing to copy')),
    writeClipboard: (text) => note(`copy ${text}`),
    onIdentity: ({ title }) => void note(`title ${title}`),
    log: silentLog,
    ...changes,
  };
  const session = new TimelineSession(ports, start);
  return { session, posted, held, exported, done };
}

async function newShownSession(changes: Partial<TimelinePorts> = {}) {
  const all = newSession(changes);
  await all.session.receive({ kind: 'ready' });
  await all.session.run();
  return all;
}

function kinds(posted: readonly TimelineHostMessage[]): readonly string[] {
  return posted.map(({ kind }) => kind);
}

function draws(posted: readonly TimelineHostMessage[]) {
  return posted.flatMap((message) => (message.kind === 'draw' ? [message] : []));
}

describe('TimelineSession', () => {
  it('waits for its page, and shows itself whenever that is loaded', async () => {
    const { session, posted, done } = newSession();
    await session.run();
    assert.equal(posted.length, 0);
    await session.receive({ kind: 'ready' });
    await session.receive({ kind: 'ready' });
    assert.deepEqual(kinds(posted), ['show', 'show']);
    assert.equal(session.identity.title, 'Timeline of alice');
    assert.deepEqual(done, ['title Timeline of alice']);
  });

  it('says how far the search is', async () => {
    const { posted } = await newShownSession({
      open: (_, report) => {
        report('7 records so far');
        return Promise.resolve(newOpened('r'));
      },
    });
    assert.deepEqual(posted.slice(0, 3), [
      { kind: 'running', title: 'Timeline of …' },
      { kind: 'running', title: 'Timeline of …' },
      { kind: 'running', title: 'Timeline of …', text: '7 records so far' },
    ]);
    assert.equal(posted.at(-1)?.kind, 'show');
  });

  it('keeps the title that names the place where the subject is every record', async () => {
    const { session } = newSession(
      {},
      { ...identity, subject: { kind: 'query', text: ' ' }, title: 'Timeline of Demo' },
    );
    await session.run();
    assert.equal(session.identity.title, 'Timeline of Demo');
  });

  it('shows a failure, and tries again', async () => {
    let isBroken = true;
    const { session, posted, held } = await newShownSession({
      open: () => (isBroken ? Promise.reject(new UserError('network', 'No way.')) : Promise.resolve(newOpened('new'))),
    });
    const failed = posted.at(-1);
    assert.ok(failed?.kind === 'failed');
    assert.equal(failed.failure.message, 'No way.');
    isBroken = false;
    await session.receive({ kind: 'retry' });
    assert.equal(posted.at(-1)?.kind, 'show');
    assert.deepEqual(held, ['new']);
  });

  it('holds its result as long as it shows it', async () => {
    const { session, held } = await newShownSession();
    assert.deepEqual(held, ['r1']);
    await session.run();
    assert.deepEqual(held, ['r2']);
    session.dispose();
    assert.deepEqual(held, []);
  });

  it('lets go of a result that came after it was closed, or after a newer one', async () => {
    const answers: ((opened: OpenedTimeline) => void)[] = [];
    const { session, held, posted } = newSession({ open: () => new Promise((resolve) => answers.push(resolve)) });
    await session.receive({ kind: 'ready' });
    const runs = [session.run(), session.run()];
    answers[1]?.(newOpened('second'));
    answers[0]?.(newOpened('first'));
    await Promise.all(runs);
    assert.deepEqual(held, ['second']);
    const late = session.run();
    session.dispose();
    answers[2]?.(newOpened('late'));
    await late;
    assert.deepEqual(held, []);
    assert.equal(posted.filter(({ kind }) => kind === 'show').length, 1);
  });

  it('answers pictures, rows and places of its result', async () => {
    const asked: unknown[] = [];
    const server = new FakeServer({
      timelinePicture: (params) => {
        asked.push(params);
        return picture;
      },
      timelineRows: (params) => {
        asked.push(params);
        return { total: 3, rows: [] };
      },
      timelineRowOf: (params) => {
        asked.push(params);
        return null;
      },
    });
    const { session, posted } = await newShownSession({ server });
    await session.receive(askPicture);
    await session.receive(askRows);
    await session.receive({ kind: 'askRowOf', requestId: 3, id: 7, filter: shown.filter, descending: false });
    assert.deepEqual(asked, [
      { resultId: 'r1', ...view },
      { resultId: 'r1', offset: 5, limit: 10, ...shown },
      { resultId: 'r1', id: 7, filter: shown.filter, descending: false },
    ]);
    assert.deepEqual(posted.slice(-3), [
      { kind: 'picture', requestId: 1, picture },
      { kind: 'rows', requestId: 2, rows: { total: 3, rows: [] } },
      { kind: 'rowOf', requestId: 3, row: null },
    ]);
  });

  it('says nothing of what was taken back, and tells the failure of anything else', async () => {
    const server = new FakeServer({
      timelinePicture: (_, signal) => untilAborted(signal),
      timelineRows: () => Promise.reject(new UserError('indexUnavailable', 'Broken.')),
    });
    const { session, posted } = await newShownSession({ server });
    const before = posted.length;
    const pending = session.receive(askPicture);
    await session.receive({ kind: 'drop', requestId: 1 });
    await pending;
    assert.equal(posted.length, before);
    await session.receive(askRows);
    assert.deepEqual(posted.at(-1), { kind: 'askFailed', requestId: 2, failure: { message: 'Broken.' } });
  });

  it('searches again by itself when the server has forgotten the result, and not for ever', async () => {
    let isForgotten = false;
    const forget = (): never => {
      throw new UserError('notFound', 'This result is no longer kept.');
    };
    const server = new FakeServer({ timelinePicture: () => (isForgotten ? forget() : picture) });
    const { session, posted, held } = await newShownSession({ server });
    await session.receive(askPicture);
    isForgotten = true;
    await session.receive(askPicture);
    assert.deepEqual(kinds(posted).slice(-3), ['picture', 'running', 'show']);
    assert.deepEqual(held, ['r2']);
    // The new one was never answered about: searching a third time would not help.
    await session.receive(askPicture);
    assert.equal(posted.at(-1)?.kind, 'askFailed');
    assert.deepEqual(held, ['r2']);
  });

  it('searches anew when it is told to, and lets go of what it had', async () => {
    const { session, posted, held } = await newShownSession();
    await session.receive({ kind: 'retry' });
    assert.deepEqual(kinds(posted).slice(-2), ['running', 'show']);
    assert.deepEqual(held, ['r2']);
  });

  it('exports what the page names, and for a command what it showed last', async () => {
    const { session, exported } = await newShownSession();
    await session.export('csv');
    assert.deepEqual(exported[0]?.filter, {});
    assert.ok(exported[0].columns.includes('eventTime'));
    await session.receive(askRows);
    await session.export('timesketchCsv');
    await session.receive({ kind: 'export', format: 'jsonl', filter: { from: 1 }, descending: false, columns: ['a'] });
    const parts = exported
      .slice(1)
      .map(({ draw, ...rest }) => (typeof draw === 'function' ? rest : assert.fail('Nobody can draw.')));
    const result = { resultId: 'r1', title: 'Timeline of alice' };
    assert.deepEqual(parts, [
      { ...result, format: 'timesketchCsv', ...shown },
      { ...result, format: 'jsonl', filter: { from: 1 }, descending: false, columns: ['a'] },
    ]);
  });

  it('has nothing to export before it is there, and says so', async () => {
    const { session, posted, exported } = newSession();
    await session.receive({ kind: 'ready' });
    await session.export('csv');
    assert.equal(exported.length, 0);
    assert.deepEqual(posted.at(-1), { kind: 'said', text: 'The timeline is not there yet.', isWarning: true });
  });

  it('has its picture drawn by the page', async () => {
    const { session, posted, exported } = await newShownSession();
    await session.export('png');
    const draw = exported[0]?.draw;
    assert.ok(draw !== undefined);
    const { signal } = new AbortController();
    const both = Promise.all([draw('png', signal), draw('svg', signal)]);
    const [png, svg] = draws(posted);
    assert.deepEqual([png?.format, svg?.format], ['png', 'svg']);
    await session.receive({ kind: 'drawn', requestId: svg?.requestId ?? 0, data: '<svg/>' });
    await session.receive({ kind: 'drawn', requestId: png?.requestId ?? 0, data: 'aGk=' });
    assert.deepEqual(await both, ['aGk=', '<svg/>']);
  });

  it('waits for no picture that nobody draws', async () => {
    const { session, posted, exported } = await newShownSession();
    await session.export('png');
    const draw = exported[0]?.draw;
    assert.ok(draw !== undefined);
    const stop = new AbortController();
    const stopped = draw('png', stop.signal);
    stop.abort();
    await assert.rejects(stopped, { name: 'AbortError' });
    const { signal } = new AbortController();
    const refused = draw('png', signal);
    await session.receive({ kind: 'drawFailed', requestId: draws(posted).at(-1)?.requestId ?? 0, message: 'no room' });
    await assert.rejects(refused, /no room/);
    const hidden = draw('png', signal);
    await session.receive({ kind: 'ready' });
    await assert.rejects(hidden, /hidden/);
    const closed = draw('png', signal);
    session.dispose();
    await assert.rejects(closed);
  });

  it('indexes a gap and then searches again; not when the user does not want it', async () => {
    const { session, held, done } = await newShownSession();
    await session.receive({ kind: 'indexGap', gap: newGap() });
    assert.ok(done.includes('index notIndexed'));
    assert.deepEqual(held, ['r2']);
    const declined = await newShownSession({
      indexGap: () => Promise.reject(new DOMException('No', 'AbortError')),
    });
    await declined.session.receive({ kind: 'indexGap', gap: newGap() });
    assert.deepEqual(declined.held, ['r1']);
    assert.equal(declined.posted.at(-1)?.kind, 'show');
  });

  it('stops the search that runs, and nothing else', async () => {
    const { session, posted, held } = newSession({ open: (_, __, signal) => untilAborted(signal) });
    await session.receive({ kind: 'ready' });
    const run = session.run();
    await session.receive({ kind: 'stop' });
    await run;
    const failure = { message: 'The timeline was stopped.' };
    assert.deepEqual(posted.at(-1), { kind: 'failed', title: identity.title, failure });
    assert.deepEqual(held, []);
    const there = await newShownSession();
    await there.session.receive({ kind: 'stop' });
    assert.equal(there.posted.at(-1)?.kind, 'show');
  });

  it('validates and then searches again', async () => {
    const { session, held, done } = await newShownSession();
    await session.receive({ kind: 'validate' });
    assert.ok(done.includes('validate'));
    assert.deepEqual(held, ['r2']);
  });

  it('copies the chosen rows as they are shown, and the records verbatim', async () => {
    const asked: unknown[] = [];
    const server = new FakeServer({
      timelineRows: ({ offset, limit, columns }) => ({
        total: 9,
        rows: Array.from({ length: limit }, (_, i) => ({
          id: 10 * (offset + i),
          recordClass: 'read',
          twins: 0,
          cells: columns.map((name) => `${name}\t${offset + i}`),
        })),
      }),
    });
    const { session, posted, done } = await newShownSession({
      server,
      exportText: (params) => {
        asked.push(params);
        return Promise.resolve({ records: 3, unread: [{ uri: 'u', reason: 'gone' }], text: '{}\n' });
      },
    });
    done.length = 0;
    const rows = [
      { first: 1, last: 2 },
      { first: 5, last: 5 },
    ];
    const chosen = { kind: 'copyRows', rows, ...shown } as const;
    await session.receive({ ...chosen, format: 'tsv' });
    assert.deepEqual(done, ['copy eventName\n"eventName\t1"\n"eventName\t2"\n"eventName\t5"\n']);
    assert.deepEqual(posted.at(-1), { kind: 'said', text: '3 rows copied', isWarning: false });
    await session.receive({ ...chosen, format: 'jsonl' });
    const sort = { column: 'eventTime', descending: true };
    assert.deepEqual(asked, [{ resultId: 'r1', format: 'jsonl', columns: [], sort, ids: [10, 20, 50] }]);
    assert.equal(done.at(-1), 'copy {}\n');
    const text = '3 records copied, without those of 1 log that could not be read';
    assert.deepEqual(posted.at(-1), { kind: 'said', text, isWarning: true });
  });

  it('copies no more than a clipboard is for', async () => {
    const { session, posted, done } = await newShownSession();
    done.length = 0;
    const rows = [{ first: 0, last: 10_000 }];
    await session.receive({ kind: 'copyRows', format: 'tsv', rows, ...shown });
    assert.deepEqual(done, []);
    const said = posted.at(-1);
    assert.ok(said?.kind === 'said' && said.isWarning && said.text.includes('10,001'));
  });

  it('hands on what it cannot do by itself', async () => {
    const { session, posted, done } = await newShownSession();
    done.length = 0;
    await session.receive({ kind: 'openRecord', id: 9, preserveFocus: true });
    await session.receive({ kind: 'openSubject', subject: { kind: 'address', id: '203.0.113.7' } });
    await session.receive({ kind: 'editQuery' });
    await session.receive({ kind: 'copyText', what: 'eventName', text: 'PutObject' });
    assert.deepEqual(done, [
      'open r1 9 true',
      'subject address',
      'edit userIdentity.arn:"arn:aws:iam::111122223333:user/alice"',
      'copy PutObject',
    ]);
    assert.deepEqual(posted.at(-1), { kind: 'said', text: 'Value of eventName copied', isWarning: false });
    session.command('zoomIn');
    assert.deepEqual(posted.at(-1), { kind: 'command', command: 'zoomIn' });
  });

  it('lets a query be edited that could not be run', async () => {
    const text = 'eventName:Put*';
    const broken = { open: () => Promise.reject(new UserError('invalidInput', 'No.')) };
    const { session, done } = newSession(broken, { ...identity, subject: { kind: 'query', text } });
    await session.run();
    await session.receive({ kind: 'editQuery' });
    assert.deepEqual(done, [`edit ${text}`]);
  });

  it('says what went wrong with a record, with the next step', async () => {
    const error = new UserError('accessDenied', 'Denied.', { nextStep: 'Ask for it.' });
    const { session, posted } = await newShownSession({ openHit: () => Promise.reject(error) });
    await session.receive({ kind: 'openRecord', id: 1, preserveFocus: false });
    assert.deepEqual(posted.at(-1), { kind: 'said', text: 'Denied. Ask for it.', isWarning: true });
  });
});
