import * as assert from 'node:assert/strict';
import { newAbortError, UserError } from '../../../../src/base/errors';
import { silentLog } from '../../../../src/base/log';
import { ChainSession, type ChainSessionPorts } from '../../../../src/client/sessions/chainSession';
import { DossierSession, type DossierSessionPorts } from '../../../../src/client/sessions/dossierSession';
import type { SessionFile, SessionPorts } from '../../../../src/client/sessions/sessionActions';
import type { KeyDossier } from '../../../../src/engine/dossier/dossier';
import type { RoleChain } from '../../../../src/engine/session/session';
import type {
  ChainHostMessage,
  ChainViewMessage,
  DossierHostMessage,
  SessionAction,
} from '../../../../src/protocol/sessionMessages';
import { newServerProgress } from '../../../../src/client/server/progressListeners';
import { newChain, newNode } from '../../webview/chain/chainFixture';
import { FakeServer, untilAborted } from '../fakeServer';

const saved = { sourceId: 's', subject: { kind: 'key', id: 'ASIA1' }, title: 'Role chain: ASIA1' } as const;
const chain: RoleChain = { start: 'a', nodes: [], edges: [], gaps: [], notes: [], cut: undefined, unreadDetails: [] };
const coverage = { isComplete: true, text: 'All.' };
const record = { eventId: 'e', eventName: 'AssumeRole', time: 0, account: '1', key: 'k', ordinal: 3 };

/** Everything that leaves a session, written down. */
function newPorts(changes: Partial<SessionPorts> = {}) {
  const done: unknown[][] = [];
  const files: { readonly file: SessionFile; readonly content: string | Uint8Array }[] = [];
  const note =
    (name: string) =>
    (...args: readonly unknown[]): Promise<void> => {
      done.push([name, ...args]);
      return Promise.resolve();
    };
  const ports: SessionPorts = {
    openRecord: note('openRecord'),
    openTimeline: note('openTimeline'),
    openChain: note('openChain'),
    openDossier: note('openDossier'),
    search: note('search'),
    index: note('index'),
    saveFile: (file, content) => {
      files.push({ file, content });
      return Promise.resolve();
    },
    writeClipboard: note('writeClipboard'),
    withProgress: (_, work) => work(new AbortController().signal),
    ...changes,
  };
  return { done, files, ports };
}

function newChainSession(server: FakeServer, changes: Partial<SessionPorts> = {}) {
  const posted: ChainHostMessage[] = [];
  const titles: string[] = [];
  const { done, files, ports } = newPorts(changes);
  const all: ChainSessionPorts = {
    ...ports,
    server,
    log: silentLog,
    post: (message) => posted.push(message),
    onTitle: (title) => titles.push(title),
  };
  const session = new ChainSession(all, saved);
  const kinds = (): readonly string[] => posted.map(({ kind }) => kind);
  return { session, posted, kinds, done, files, titles };
}

const answering = (): FakeServer =>
  new FakeServer({
    roleChain: () => ({ chain, coverage, elapsedMs: 1 }),
    chainText: ({ format, subject }) => `${format} of ${JSON.stringify(subject)}`,
  });

describe('ChainSession', () => {
  it('shows the chain, again to a page that comes back, and nothing before there is a page', async () => {
    const { session, posted, kinds } = newChainSession(answering());
    await session.run();
    assert.deepEqual(kinds(), []);
    await session.receive({ kind: 'ready' });
    await session.receive({ kind: 'ready' });
    assert.deepEqual(kinds(), ['show', 'show']);
    assert.deepEqual(posted[0], { kind: 'show', title: saved.title, saved, chain, coverage });
  });

  it('is named after whose chain it is, once that is known', async () => {
    const [node] = newChain('key:A', [newNode('key:A', { name: 'deploy\u202E / bot' })], []).nodes;
    const server = new FakeServer({
      roleChain: () => ({
        chain: { ...chain, start: 'key:A', nodes: node === undefined ? [] : [node] },
        coverage,
        elapsedMs: 1,
      }),
    });
    const { session, titles } = newChainSession(server);
    await session.receive({ kind: 'ready' });
    await session.run();
    assert.deepEqual(titles, ['Role chain of deploy\\u{202e} / bot']);
  });

  it('tells the page what to keep while it runs, so that a reload can ask again', async () => {
    const server = new FakeServer({ roleChain: (_, signal) => untilAborted(signal) });
    const { session, posted } = newChainSession(server);
    await session.receive({ kind: 'ready' });
    const running = session.run();
    assert.deepEqual(posted.at(-1), { kind: 'running', title: saved.title, saved });
    session.dispose();
    await running;
    assert.ok(!posted.some(({ kind }) => kind === 'failed'), 'a closed panel needs no failure');
  });

  it('shows a failure with its next step, and tries again', async () => {
    let isBroken = true;
    const server = new FakeServer({
      roleChain: () => {
        if (isBroken) throw new UserError('notFound', 'Gone.', { nextStep: 'Index it.' });
        return { chain, coverage, elapsedMs: 1 };
      },
    });
    const { session, posted, kinds } = newChainSession(server);
    await session.receive({ kind: 'ready' });
    await session.run();
    const failure = { message: 'Gone.', nextStep: 'Index it.' };
    assert.deepEqual(posted.at(-1), { kind: 'failed', title: saved.title, saved, failure });
    isBroken = false;
    await session.receive({ kind: 'retry' });
    assert.deepEqual(kinds().slice(-2), ['running', 'show']);
  });

  it('stops when it is told to, and says so; an answer that is there stays', async () => {
    const server = new FakeServer({ roleChain: (_, signal) => untilAborted(signal) });
    const { session, posted } = newChainSession(server);
    await session.receive({ kind: 'ready' });
    const running = session.run();
    await session.receive({ kind: 'stop' });
    await running;
    const failure = { message: 'This was stopped.' };
    assert.deepEqual(posted.at(-1), { kind: 'failed', title: saved.title, saved, failure });
    const there = newChainSession(answering());
    await there.session.receive({ kind: 'ready' });
    await there.session.run();
    await there.session.receive({ kind: 'stop' });
    assert.equal(there.kinds().at(-1), 'show');
  });

  it('answers with the last of two runs', async () => {
    let asked = 0;
    const server = new FakeServer({
      roleChain: (_, signal) => (asked++ === 0 ? untilAborted(signal) : { chain, coverage, elapsedMs: 1 }),
    });
    const { session, kinds } = newChainSession(server);
    await session.receive({ kind: 'ready' });
    await Promise.all([session.run(), session.run()]);
    assert.equal(kinds().at(-1), 'show');
    assert.ok(!kinds().includes('failed'));
  });

  const actions: readonly [SessionAction, readonly unknown[]][] = [
    [{ kind: 'openTimeline', subject: { kind: 'key', id: 'A' } }, ['openTimeline', 's', { kind: 'key', id: 'A' }]],
    [{ kind: 'openDossier', accessKeyId: 'A' }, ['openDossier', 's', 'A']],
    [{ kind: 'search', query: 'key:A' }, ['search', 's', 'key:A']],
    [{ kind: 'copyText', what: 'ARN', text: 'arn' }, ['writeClipboard', 'arn']],
  ];
  for (const [action, expected] of actions) {
    it(`carries out ${action.kind}`, async () => {
      const { session, done } = newChainSession(answering());
      await session.receive(action);
      assert.deepEqual(done, [expected]);
    });
  }

  it('opens records and further chains', async () => {
    const { session, done } = newChainSession(answering());
    await session.receive({ kind: 'openRecord', record, preserveFocus: true });
    await session.receive({ kind: 'openChain', subject: { kind: 'key', id: 'ASIA2' } });
    assert.deepEqual(done[0]?.slice(0, 3), ['openRecord', 's', record]);
    assert.equal((done[0][3] as { preserveFocus: boolean }).preserveFocus, true);
    assert.deepEqual(done[1], ['openChain', 's', { kind: 'key', id: 'ASIA2' }, 'Role chain: ASIA2']);
  });

  it('indexes a gap and asks again, unless the user does not want it', async () => {
    const toIndex = { from: 0, to: 1, accounts: ['1'] };
    const server = answering();
    const { session, done, kinds } = newChainSession(server);
    await session.receive({ kind: 'ready' });
    await session.receive({ kind: 'index', toIndex });
    assert.deepEqual(done, [['index', 's', toIndex]]);
    assert.deepEqual(server.asked, ['roleChain']);
    assert.equal(kinds().at(-1), 'show');

    const unwanted = answering();
    const other = newChainSession(unwanted, { index: () => Promise.reject(newAbortError()) });
    await other.session.receive({ kind: 'index', toIndex });
    assert.deepEqual(unwanted.asked, []);
    assert.deepEqual(other.posted, []);
  });

  it('says what could not be done', async () => {
    const failing = (): Promise<void> => Promise.reject(new UserError('accessDenied', 'No.', { nextStep: 'Ask.' }));
    const { session, posted } = newChainSession(answering(), { openRecord: failing });
    await session.receive({ kind: 'openRecord', record, preserveFocus: false });
    assert.deepEqual(posted, [{ kind: 'said', text: 'No. Ask.', isWarning: true }]);
  });

  const exports: readonly [ChainViewMessage, string, string | Uint8Array][] = [
    [{ kind: 'export', format: 'markdown' }, 'md', 'markdown of {"kind":"key","id":"ASIA1"}'],
    [{ kind: 'export', format: 'html' }, 'html', 'html of {"kind":"key","id":"ASIA1"}'],
    [{ kind: 'export', format: 'json' }, 'json', 'json of {"kind":"key","id":"ASIA1"}'],
    [{ kind: 'export', format: 'text' }, 'txt', 'text of {"kind":"key","id":"ASIA1"}'],
    [{ kind: 'export', format: 'svg', data: '<svg/>' }, 'svg', '<svg/>'],
    [{ kind: 'export', format: 'png', data: 'AQID' }, 'png', new Uint8Array([1, 2, 3])],
  ];
  for (const [message, extension, content] of exports) {
    it(`writes a file of ${extension}`, async () => {
      const { session, files } = newChainSession(answering());
      await session.receive(message);
      assert.deepEqual(files, [
        { file: { title: 'Export Role Chain', saveLabel: 'Export', name: 'role-chain-ASIA1', extension }, content },
      ]);
    });
  }

  it('writes no picture that was not drawn', async () => {
    const { session, files, posted } = newChainSession(answering());
    await session.receive({ kind: 'export', format: 'png' });
    assert.deepEqual(files, []);
    assert.equal(posted[0]?.kind === 'said' && posted[0].isWarning, true);
  });
});

describe('DossierSession', () => {
  const start = { sourceId: 's', accessKeyId: 'ASIA1', withAssumed: false };
  const dossier = { accessKeyId: 'ASIA1' } as KeyDossier; // The session hands it on as it is.

  function newSession() {
    const posted: DossierHostMessage[] = [];
    const asked: unknown[] = [];
    const server = new FakeServer({
      keyDossier: (params) => {
        const { progressId = '', ...what } = params;
        asked.push(what);
        progress.search.report({ progressId, hits: 0, logsDone: 1, logsTotal: 4000 });
        return dossier;
      },
      dossierText: (params) => JSON.stringify(params),
    });
    const progress = newServerProgress();
    const { done, files, ports } = newPorts();
    const all: DossierSessionPorts = {
      ...ports,
      server,
      progress,
      log: silentLog,
      post: (message) => posted.push(message),
    };
    return { session: new DossierSession(all, start), posted, asked, done, files };
  }

  it('counts the sessions that were assumed when that is asked for, and asks only when something changes', async () => {
    const { session, posted, asked } = newSession();
    await session.receive({ kind: 'ready' });
    await session.run();
    await session.receive({ kind: 'setWithAssumed', withAssumed: false });
    await session.receive({ kind: 'setWithAssumed', withAssumed: true });
    assert.deepEqual(asked, [start, { ...start, withAssumed: true }]);
    assert.deepEqual(
      posted.map(({ kind }) => kind),
      ['running', 'running', 'running', 'show', 'running', 'running', 'show'],
    );
    assert.deepEqual(posted.at(-1), {
      kind: 'show',
      title: 'Dossier: ASIA1',
      saved: { ...start, withAssumed: true },
      dossier,
    });
    assert.equal(session.saved.withAssumed, true);
    const said = posted.flatMap((message) => (message.kind === 'running' ? (message.text ?? []) : []));
    assert.deepEqual(said, ['1 of 4,000 original records read', '1 of 4,000 original records read']);
  });

  it('writes what it shows', async () => {
    const { session, files } = newSession();
    await session.receive({ kind: 'setWithAssumed', withAssumed: true });
    await session.receive({ kind: 'export', format: 'html' });
    assert.deepEqual(files, [
      {
        file: { title: 'Export Access-Key Dossier', saveLabel: 'Export', name: 'dossier-ASIA1', extension: 'html' },
        content: JSON.stringify({ ...start, withAssumed: true, format: 'html' }),
      },
    ]);
  });

  it('opens a chain and records', async () => {
    const { session, done } = newSession();
    await session.receive({ kind: 'openChain', subject: { kind: 'key', id: 'ASIA1' } });
    await session.receive({ kind: 'openRecord', record, preserveFocus: false });
    assert.deepEqual(
      done.map(([name]) => name),
      ['openChain', 'openRecord'],
    );
  });
});
