import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import {
  CallHierarchyIncomingCallsRequest,
  CallHierarchyOutgoingCallsRequest,
  CallHierarchyPrepareRequest,
  CancellationTokenSource,
  type CallHierarchyItem,
  type Hover,
} from 'vscode-languageserver-protocol/node';
import type { RoleChain } from '../../../src/engine/session/session';
import type { TimelineSubject } from '../../../src/engine/timeline/timeline';
import { readDocumentRequest } from '../../../src/protocol/requests';
import * as search from '../../../src/protocol/searchRequests';
import * as sessions from '../../../src/protocol/sessionRequests';
import * as timelines from '../../../src/protocol/timelineRequests';
import { buildPrograms, type BuiltPrograms } from '../../support/builtPrograms';
import { assumeChain } from '../../support/sessionTrail/issuing';
import { SessionTrail } from '../../support/sessionTrail/sessionTrail';
import { newRole, type TrailActor } from '../../support/sessionTrail/trailActors';
import { newUser } from '../../support/sessionTrail/trailPeople';
import { BuiltServer } from './builtServer';

const accounts = ['111111111111', '222222222222', '333333333333'] as const;

/** Over a real index: alice assumes a role in each of two other accounts, the second with the first. */
describe('timelines and sessions of the server', function () {
  this.timeout(120_000);
  let programs: BuiltPrograms;
  let folder: string;
  let server: BuiltServer;
  let sourceId: string;
  let trail: SessionTrail;
  let alice: TrailActor;
  let first: TrailActor;
  let last: TrailActor;

  before(async () => {
    programs = await buildPrograms('server', 'scanWorker');
    folder = await mkdtemp(path.join(tmpdir(), 'trailcase-sessions-'));
    trail = new SessionTrail({ seed: 'server' });
    alice = newUser(accounts[0], 'alice');
    const roles = [newRole(accounts[1], 'deploy'), newRole(accounts[2], 'release')];
    const hops = assumeChain(trail, alice, roles);
    assert.ok(hops[0] !== undefined && hops[1] !== undefined);
    [first, last] = [hops[0], hops[1]];
    trail.act({ actor: last, service: 's3', name: 'PutObject', request: { bucketName: 'backups', key: 'a' } }, 3);
    trail.act({ actor: last, service: 's3', name: 'GetObject', error: { code: 'AccessDenied' } });
    trail.writeTo(path.join(folder, 'logs'));
    server = await BuiltServer.start(programs.folder, path.join(folder, 'state'));
    const [id = ''] = await server.setSources({ uri: path.join(folder, 'logs') });
    sourceId = id;
    const { planId } = await server.ask(search.planScanRequest, { scope: { sourceId }, progressId: 'p' });
    await server.ask(search.runScanRequest, { planId, progressId: 'p' });
  });
  after(async () => {
    await server.stop();
    await rm(folder, { recursive: true, force: true });
    await programs.remove();
  });

  function open(subject: TimelineSubject): Promise<timelines.OpenedTimeline> {
    return server.ask(timelines.openTimelineRequest, { scope: { sourceId }, subject, progressId: 't' });
  }

  function keyOf({ keys }: TrailActor): string {
    const [key] = keys;
    assert.ok(key !== undefined);
    return key;
  }

  /** The document and the record of the first hit of a query, with the position of a text in it. */
  async function findPlace(query: string, text: string) {
    const { resultId } = await server.ask(search.searchRequest, { scope: { sourceId }, query, progressId: 's' });
    const [hit] = await server.ask(search.locateHitRequest, { resultId, id: 0 });
    const { text: document } = await server.ask(readDocumentRequest, { uri: hit?.documentUri ?? '' });
    const lines = document.split('\n');
    const startLine = hit?.range?.startLine ?? 0;
    const line = lines.findIndex((one, index) => index >= startLine && one.includes(text));
    assert.ok(line >= 0, `${text} in ${query}`);
    const position = { line, character: (lines[line] ?? '').indexOf(text) + 2 };
    return { uri: hit?.documentUri ?? '', record: hit?.record ?? -1, position };
  }

  describe('a timeline', () => {
    it('is of the session’s records, and lives as a result does', async () => {
      const { result, summary, title, query, gaps } = await open({ kind: 'principal', id: last.arn ?? '' });
      assert.equal(summary.count, 4);
      assert.deepEqual(summary.classes, { read: 0, write: 3, error: 0, denied: 1 });
      assert.equal(result.count, 4);
      assert.equal(result.coverage.isComplete, true, result.coverage.text);
      assert.match(title, /release/);
      assert.match(query, /userIdentity\.arn/);
      assert.ok(Array.isArray(gaps));
      const { resultId } = result;
      const picture = await server.ask(timelines.timelinePictureRequest, {
        resultId,
        buckets: 100,
        laneBy: 'event',
        maxLanes: 10,
      });
      assert.equal(picture.total, 4);
      assert.deepEqual(
        picture.lanes.map(({ value, count }) => [value, count]),
        [
          ['PutObject', 3],
          ['GetObject', 1],
        ],
      );
      const filter = { lane: { by: 'event', value: 'GetObject' } } as const;
      const rowsOf = { resultId, filter, offset: 0, limit: 10, descending: false, columns: ['eventName', 'errorCode'] };
      const { total, rows } = await server.ask(timelines.timelineRowsRequest, rowsOf);
      assert.equal(total, 1);
      assert.deepEqual(rows[0]?.cells, ['GetObject', 'AccessDenied']);
      assert.equal(rows[0].recordClass, 'denied');
      const { id } = rows[0];
      const ask = { resultId, filter: {}, descending: false };
      assert.equal(await server.ask(timelines.timelineRowOfRequest, { ...ask, id }), 3);
      const none = { classes: ['read'] } as const;
      assert.equal(await server.ask(timelines.timelineRowOfRequest, { ...ask, filter: none, id }), null);
      const [place] = await server.ask(search.locateHitRequest, { resultId, id });
      assert.ok(place?.range !== undefined);
      await server.ask(search.closeResultRequest, { resultId });
      await assert.rejects(server.ask(timelines.timelineRowsRequest, rowsOf), /no longer kept/);
    });

    it('counts a call that two accounts recorded once', async () => {
      const { summary } = await open({ kind: 'key', id: keyOf(last) });
      // The twin records of the call that issued it, and what it signed.
      assert.equal(summary.count, 5);
      assert.equal(summary.twins, 1);
    });

    it('draws days that nobody listed as gaps, not as silence', async () => {
      const [day, hour] = [86_400_000, 3_600_000];
      const from = trail.now - 3 * day;
      const scope = { sourceId, from, to: trail.now + hour };
      const subject = { kind: 'principal', id: last.arn ?? '' } as const;
      const { gaps } = await server.ask(timelines.openTimelineRequest, { scope, subject, progressId: 't' });
      assert.ok(
        gaps.some((gap) => gap.kind === 'notIndexed' && gap.from <= from + day),
        JSON.stringify(gaps),
      );
    });

    it('is written into files', async () => {
      const { result } = await open({ kind: 'principal', id: last.arn ?? '' });
      const file = path.join(folder, 'timeline.out');
      const told: search.SearchProgress[] = [];
      server.connection.onNotification(search.searchProgressNotification, (progress) => {
        if (progress.progressId === 'e') told.push(progress);
      });
      const common = {
        resultId: result.resultId,
        filter: {},
        descending: false,
        columns: ['eventTime', 'eventName'],
        file,
        progressId: 'e',
      };
      for (const format of timelines.timelineFormats) {
        const exported = await server.ask(timelines.exportTimelineRequest, {
          ...common,
          format,
          title: 'What release did',
          pictureFile: 'picture.png',
        });
        assert.deepEqual(exported, { records: 4, unread: [] }, format);
        const text = await readFile(file, 'utf8');
        assert.equal(text.match(/PutObject/g)?.length !== undefined, true, format);
        if (format === 'markdown') assert.match(text, /picture\.png/);
        if (format === 'markdown') assert.match(text, /What release did/);
      }
      assert.ok(told.length > 0, 'it says how far it is');
    });

    it('says of an empty index that nothing is indexed', async () => {
      const other = path.join(folder, 'other');
      trail.writeTo(other);
      const [known = '', empty = ''] = await server.setSources({ uri: path.join(folder, 'logs') }, { uri: other });
      assert.equal(known, sourceId);
      const { result, summary } = await server.ask(timelines.openTimelineRequest, {
        scope: { sourceId: empty },
        subject: { kind: 'account', id: accounts[0] },
        progressId: 'n',
      });
      assert.equal(summary.count, 0);
      assert.equal(result.coverage.isComplete, false);
      const subject = { kind: 'key', id: keyOf(last) } as const;
      const { chain, coverage } = await server.ask(sessions.roleChainRequest, { sourceId: empty, subject });
      assert.deepEqual(chain.edges, []);
      assert.equal(coverage.isComplete, false);
    });

    it('is refused where the query cannot be read, and ends when it is cancelled', async () => {
      await assert.rejects(open({ kind: 'query', text: '(((' }), /query/);
      const cancellation = new CancellationTokenSource();
      const asking = server.connection.sendRequest(
        timelines.openTimelineRequest,
        { scope: { sourceId }, subject: { kind: 'account', id: accounts[0] }, progressId: 'c' },
        cancellation.token,
      );
      cancellation.cancel();
      await assert.rejects(asking, /Cancelled/);
    });
  });

  describe('a role chain', () => {
    function chainOf(key: string): Promise<sessions.RoleChainResult> {
      return server.ask(sessions.roleChainRequest, { sourceId, subject: { kind: 'key', id: key } });
    }

    it('goes up to the human, across accounts, and every edge can be opened', async () => {
      const { chain, coverage } = await chainOf(keyOf(last));
      assert.equal(coverage.isComplete, true, coverage.text);
      const up = edgesUp(chain);
      assert.deepEqual(
        up.map(({ action }) => action),
        ['AssumeRole', 'AssumeRole'],
      );
      assert.equal(chain.nodes.find(({ id }) => id === up[1]?.from)?.kind, 'user');
      for (const { records } of chain.edges) {
        for (const record of records) {
          const { documentUri, range } = await server.ask(sessions.locateRecordRequest, { sourceId, record });
          const { text } = await server.ask(readDocumentRequest, { uri: documentUri });
          const found = text
            .split('\n')
            .slice(range.start.line, range.end.line + 1)
            .join('\n');
          assert.ok(found.includes(record.eventId ?? '?'), `${documentUri} ${JSON.stringify(range)}`);
        }
      }
    });

    it('is the same for each subject of the session that a place offers', async () => {
      const { uri, position } = await findPlace(`userIdentity.accessKeyId:${keyOf(last)}`, '"eventVersion"');
      const { sessions: offered } = await server.ask(sessions.subjectAtRequest, { uri, ...position });
      assert.deepEqual(
        offered.slice(0, 2).map(({ kind }) => kind),
        ['key', 'session'],
      );
      const expected = edgesUp((await chainOf(keyOf(last))).chain);
      for (const subject of offered.slice(0, 2)) {
        const { chain } = await server.ask(sessions.roleChainRequest, { sourceId, subject });
        assert.deepEqual(edgesUp(chain), expected, subject.kind);
      }
    });

    it('is a text of every format', async () => {
      for (const format of sessions.documentFormats) {
        const params = { sourceId, subject: { kind: 'key', id: keyOf(last) }, format } as const;
        const text = await server.ask(sessions.chainTextRequest, params);
        assert.ok(text.includes(keyOf(last)), format);
      }
    });

    it('is walked by the call hierarchy, up and down', async () => {
      const place = await findPlace(`userIdentity.accessKeyId:${keyOf(last)}`, '"eventVersion"');
      const [item] = await prepare(place);
      assert.ok(item !== undefined);
      assert.match(item.name, /release/);
      const [issuer, ...others] = await incoming(item);
      assert.deepEqual(others, []);
      assert.match(issuer?.from.name ?? '', /deploy/);
      assert.match(issuer?.from.detail ?? '', /AssumeRole · 222222222222 · .* UTC · by access key/);
      await assertHolds(issuer?.from, keyOf(last));
      const [human] = await incoming(issuer?.from);
      assert.match(human?.from.name ?? '', /alice/);
      await assertHolds(human?.from, keyOf(first));
      const down = await outgoing(human?.from);
      assert.deepEqual(
        down.map(({ to }) => /deploy/.test(to.name)),
        [true],
      );
      const [release] = await outgoing(down[0]?.to);
      assert.match(release?.to.name ?? '', /release/);
      assert.deepEqual(await outgoing(release?.to), []);
    });

    it('is of no document outside of the sources', async () => {
      const place = { uri: 'file:///elsewhere.json', position: { line: 0, character: 0 } };
      assert.deepEqual(await prepare(place), []);
      await assert.rejects(
        server.connection.sendRequest(CallHierarchyIncomingCallsRequest.type, {
          item: { ...(await anyItem()), data: 'x' },
        }),
        /none of Trailcase/,
      );
    });

    async function anyItem(): Promise<CallHierarchyItem> {
      const [item] = await prepare(await findPlace('eventName:PutObject', '"eventVersion"'));
      assert.ok(item !== undefined);
      return item;
    }

    async function prepare({ uri, position }: Pick<Awaited<ReturnType<typeof findPlace>>, 'uri' | 'position'>) {
      const params = { textDocument: { uri }, position };
      return (await server.connection.sendRequest(CallHierarchyPrepareRequest.type, params)) ?? [];
    }

    async function incoming(item: CallHierarchyItem | undefined) {
      assert.ok(item !== undefined);
      return (await server.connection.sendRequest(CallHierarchyIncomingCallsRequest.type, { item })) ?? [];
    }

    async function outgoing(item: CallHierarchyItem | undefined) {
      assert.ok(item !== undefined);
      return (await server.connection.sendRequest(CallHierarchyOutgoingCallsRequest.type, { item })) ?? [];
    }

    async function assertHolds(item: CallHierarchyItem | undefined, text: string): Promise<void> {
      assert.ok(item !== undefined);
      const { text: document } = await server.ask(readDocumentRequest, { uri: item.uri });
      const lines = document.split('\n').slice(item.range.start.line, item.range.end.line + 1);
      assert.ok(
        lines.some((line) => line.includes(text)),
        `${text} in ${lines.join('\n')}`,
      );
    }
  });

  describe('a dossier', () => {
    it('counts what the key did, and is a text of every format', async () => {
      const params = { sourceId, accessKeyId: keyOf(last), withAssumed: false };
      const dossier = await server.ask(sessions.keyDossierRequest, params);
      assert.equal(dossier.records, 4);
      assert.equal(dossier.denied, 1);
      for (const format of sessions.documentFormats) {
        const text = await server.ask(sessions.dossierTextRequest, { ...params, format });
        assert.ok(text.includes(keyOf(last)), format);
      }
    });
  });

  describe('what stands at a place', () => {
    it('comes with the source of its document', async () => {
      const { uri, position, record } = await findPlace('eventName:PutObject', keyOf(last));
      const at = await server.ask(sessions.subjectAtRequest, { uri, ...position });
      assert.equal(at.sourceId, sourceId);
      assert.deepEqual(at.sessions[0], { kind: 'key', id: keyOf(last) });
      const lens = await server.ask(sessions.subjectAtRequest, { uri, record, kind: 'principal', index: 0 });
      assert.deepEqual(lens.timeline[0], { kind: 'principal', id: last.arn });
      assert.deepEqual(lens.keys, [keyOf(last)]);
    });

    it('is what is selected in any other document', async () => {
      const uri = 'file:///notes.txt';
      const at = await server.ask(sessions.subjectAtRequest, { uri, line: 3, character: 0, selection: keyOf(first) });
      assert.deepEqual(at.keys, [keyOf(first)]);
      assert.equal(at.sourceId, undefined);
    });

    it('knows the source of a file that an editor holds itself, inside a configured folder', async () => {
      const { href } = pathToFileURL(path.join(folder, 'logs', 'notes (1).json'));
      const at = await server.ask(sessions.subjectAtRequest, { uri: href, selection: '198.51.100.7' });
      assert.deepEqual(at.timeline, [{ kind: 'address', id: '198.51.100.7' }]);
      assert.equal(at.sourceId, sourceId);
      const outside = pathToFileURL(path.join(folder, 'logs2', 'notes.json')).href;
      assert.equal((await server.ask(sessions.subjectAtRequest, { uri: outside, selection: 'x' })).sourceId, undefined);
    });

    it('has links in its hover, for the client that can run them', async () => {
      const { uri, position } = await findPlace('eventName:PutObject', keyOf(last));
      const hover: Hover = await server.connection.sendRequest('textDocument/hover', {
        textDocument: { uri },
        position,
      });
      assert.match(JSON.stringify(hover.contents), /\[Access-Key Dossier\]\(command:trailcase\.showDossier\?/);
    });
  });
});

/** From the start up, as long as one edge leads to each. */
function edgesUp({ start, edges }: RoleChain): RoleChain['edges'] {
  const up: RoleChain['edges'][number][] = [];
  for (let at: string | undefined = start; at !== undefined; at = up.at(-1)?.from) {
    const edge = edges.find(({ to }) => to === at);
    if (edge === undefined) break;
    up.push(edge);
  }
  return up;
}
