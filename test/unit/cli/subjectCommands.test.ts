import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { RoleChain } from '../../../src/engine/session/session';
import type { KeyDossier } from '../../../src/engine/dossier/dossier';
import { buildPrograms, type BuiltPrograms } from '../../support/builtPrograms';
import { assumeChain, assumeRole, createAccessKey } from '../../support/sessionTrail/issuing';
import { SessionTrail } from '../../support/sessionTrail/sessionTrail';
import { newRole, type TrailActor } from '../../support/sessionTrail/trailActors';
import { newService, newUser } from '../../support/sessionTrail/trailPeople';
import { keepRun } from '../server/storedRuns';

interface Run {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

const alice = newUser('111111111111', 'alice');
const day = ['--from', '2026-01-15', '--to', '2026-01-15'];

/** A person behind three roles in three accounts; the last writes, reads, fails and leaves a key behind. */
function newTrail(): { readonly trail: SessionTrail; readonly last: TrailActor } {
  const trail = new SessionTrail({ seed: 'cli' });
  const roles = ['111111111111', '222222222222', '333333333333'].map((account, at) =>
    newRole(account, `hop-${at + 1}`),
  );
  const last = assumeChain(trail, alice, roles, { sessionName: 'night\u202eshift' }).at(-1) ?? assert.fail();
  trail.act({ actor: last, service: 's3', name: 'PutObject' }, 40);
  trail.wait(3 * 3_600_000);
  trail.act({ actor: last, service: 's3', name: 'ListBuckets' }, 5);
  trail.act({ actor: last, service: 'iam', name: 'ListUsers', error: { code: 'AccessDenied' } });
  createAccessKey(trail, last, newUser('333333333333', 'backdoor'));
  assumeRole(trail, newService('ec2.amazonaws.com'), newRole('111111111111', 'web'), { sessionName: 'i-0123' });
  return { trail, last };
}

describe('trailcase timeline, chain, dossier', function () {
  this.timeout(60_000);
  const { trail, last } = newTrail();
  const key = last.keys[0] ?? '';
  let programs: BuiltPrograms;
  let folder: string;
  let logs: string;

  before(async () => {
    programs = await buildPrograms('cli', 'scanWorker');
    folder = await mkdtemp(path.join(tmpdir(), 'trailcase-cli-subject-'));
    logs = path.join(folder, 'logs');
    trail.writeTo(logs);
    const { code, err } = await trailcase('index', logs);
    assert.equal(code, 0, err);
  });
  after(async () => {
    await programs.remove();
    await rm(folder, { recursive: true, force: true });
  });

  function trailcase(...words: readonly string[]): Promise<Run> {
    return new Promise((resolve, reject) => {
      const places = { XDG_STATE_HOME: path.join(folder, 'state'), XDG_CACHE_HOME: path.join(folder, 'cache') };
      const child = spawn(process.execPath, [path.join(programs.folder, 'cli.js'), ...words], {
        stdio: ['ignore', 'pipe', 'pipe'],
        env: { ...process.env, ...places },
      });
      let out = '';
      let err = '';
      child.stdout.setEncoding('utf8').on('data', (text: string) => (out += text));
      child.stderr.setEncoding('utf8').on('data', (text: string) => (err += text));
      child.on('error', reject).on('close', (code) => {
        resolve({ code, out, err });
      });
    });
  }

  describe('timeline', () => {
    it('draws a session by hours, and tells what is in it', async () => {
      const { code, out, err } = await trailcase('timeline', logs, '--key', key, '--bucket', '1h', ...day);
      assert.equal(code, 0, err);
      assert.match(out, /^Timeline of key ASIA/);
      assert.match(out, /\n48 records, 2026-01-15T10:00:\d\dZ to 2026-01-15T13:05:\d\dZ \(UTC\)\n/);
      assert.match(out, /r read 6 · w write 41 · E error 0 · D denied 1/);
      assert.match(out, /\n2026-01-15T10:00:00Z +\d+ +r+w+\n/);
      assert.match(out, /\n2026-01-15T13:00:00Z +7 +r{5}wD\n/);
      assert.match(out, /The busiest services\n.*\ns3\.amazonaws\.com +45 /);
      assert.match(err, /All of 2026-01-15 is indexed/);
      assert.doesNotMatch(err, /listed/, 'nothing is listed for days that were read');
    });

    it('counts by exactly the width that was asked for, or says that it is too narrow', async () => {
      const { code, out, err } = await trailcase('timeline', logs, '--key', key, '--bucket', '4h', ...day);
      assert.equal(code, 0, err);
      assert.match(out, /\nBuckets of 4 h\. /);
      assert.match(out, /\n2026-01-15T08:00:00Z +41 +r+w+\n2026-01-15T12:00:00Z +7 +r{5}wD\n/);
      const narrow = await trailcase('timeline', logs, '--key', key, '--bucket', '43s', ...day);
      assert.equal(narrow.code, 3);
      assert.match(narrow.err, /--bucket makes 2,01\d buckets, more than 2,000/);
    });

    it('knows what was validated of the place', async () => {
      const words = ['timeline', logs, '--key', key, '--bucket', '1h', '--offline', ...day];
      const before = await trailcase(...words);
      assert.match(before.out, /\nNo digest file was validated for this time/);
      assert.match(before.out, /\n2026-01-15T11:00:00Z +0\n/);
      const [indexes = ''] = await readdir(path.join(folder, 'state'), { recursive: true }).then((names) =>
        names.filter((name) => path.basename(path.dirname(name)) === 'indexes'),
      );
      const store = path.join(folder, 'state', path.dirname(indexes), '..', 'validations', path.basename(indexes));
      const from = Date.parse('2026-01-15T11:00:00Z');
      const hour = { account: '333333333333', region: 'us-east-1', from, to: from + 3_600_000, logs: 0 } as const;
      await keepRun(store, 1_000_000, { hours: [{ ...hour, status: 'gap' }] });
      try {
        const after = await trailcase(...words);
        assert.match(after.out, /\n2026-01-15T11:00:00Z +0 - +\(not proven by digests\)\n/);
        assert.match(after.out, /\n- 2026-01-15T11:00:00Z to 2026-01-15T12:00:00Z {2}not proven by digests: /);
      } finally {
        await rm(store, { recursive: true });
      }
    });

    it('counts what two accounts recorded once, and says so', async () => {
      const { out, err } = await trailcase('timeline', logs, '--query', 'eventName:AssumeRole', '--offline');
      assert.match(out, /\n4 records, /);
      assert.match(err, /\b6 records/);
      assert.match(err, /2 of them are other accounts’ records of the same actions/);
    });

    it('writes every format, to a file too', async () => {
      const json = await trailcase('timeline', logs, '--principal', alice.arn ?? '', '--format', 'json', ...day);
      const { count, picture } = JSON.parse(json.out) as { count: number; picture: { laneBy: string } };
      assert.deepEqual([count, picture.laneBy], [1, 'service']);
      const file = path.join(folder, 'out.csv');
      const csv = await trailcase(
        ...['timeline', logs, '--key', key, '--format', 'csv', '--columns', 'eventName,recordClass'],
        ...['--sort=-eventTime', '--output', file, ...day],
      );
      assert.deepEqual([csv.code, csv.out], [0, ''], csv.err);
      const lines = (await readFile(file, 'utf8')).trimEnd().split('\r\n');
      assert.deepEqual([lines.length, lines[0], lines[1]], [49, 'eventName,recordClass', 'CreateAccessKey,write']);
      const sketch = await trailcase('timeline', logs, '--key', key, '--format', 'timesketch-jsonl', ...day);
      const first = JSON.parse(sketch.out.split('\n')[0] ?? '') as Record<string, unknown>;
      assert.equal(first['data_type'], 'aws:cloudtrail:entry');
      const raw = await trailcase('timeline', logs, '--ip', '198.51.100.77', '--format', 'jsonl', ...day);
      assert.equal(raw.code, 0, raw.err);
      const markdown = await trailcase('timeline', logs, '--key', key, '--format', 'markdown', ...day);
      assert.match(markdown.out, /^# /);
    });

    it('is honest about what it does not know', async () => {
      const days = ['--from', '2026-01-14', '--to', '2026-01-15', '--offline'];
      const { code, out, err } = await trailcase('timeline', logs, '--key', key, ...days);
      assert.equal(code, 2, err);
      assert.match(out, /\? 2026-01-14T00:00:00Z to 2026-01-15T00:00:00Z {2}not indexed: /);
      assert.match(out, /\n2026-01-14T00:00:00Z +… \? +\d+ buckets, .* no records \(not indexed\)\n/);
      assert.equal((await trailcase('timeline', logs)).code, 3);
    });
  });

  describe('chain', () => {
    it('goes up to the person, in words and as JSON', async () => {
      const { code, out, err } = await trailcase('chain', logs, '--key', key, ...day);
      assert.equal(code, 0, err);
      assert.match(out, /alice/);
      assert.ok(!out.includes('\u202e'));
      const json = await trailcase('chain', logs, '--session', last.arn ?? '', '--format', 'json', ...day);
      assert.equal(json.code, 0, json.err);
      const { edges } = trail.truth();
      for (const { eventIds } of edges.slice(0, 4)) {
        for (const eventId of eventIds) assert.ok(json.out.includes(eventId), `${eventId} is not in the chain`);
      }
      const parsed = JSON.parse(json.out) as Partial<RoleChain>;
      assert.ok(parsed.edges !== undefined && parsed.edges.length >= 4);
    });

    it('writes HTML to a file, and answers from the index alone', async () => {
      const file = path.join(folder, 'chain.html');
      const { code, out, err } = await trailcase(
        ...['chain', logs, '--principal', alice.arn ?? '', '--format', 'html', '-o', file, '--offline'],
      );
      assert.deepEqual([code, out], [0, ''], err);
      assert.match(await readFile(file, 'utf8'), /^<!doctype html>/i);
      assert.match(err, /The chain is in /);
    });

    it('says so where nothing is known', async () => {
      const { code, out } = await trailcase('chain', logs, '--key', 'ASIAUNKNOWNUNKNOWN12', ...day);
      assert.equal(code, 0);
      assert.match(out, /ASIAUNKNOWNUNKNOWN12/);
      assert.equal((await trailcase('chain', logs)).code, 3);
    });
  });

  describe('dossier', () => {
    it('says what a key left behind', async () => {
      const { code, out, err } = await trailcase('dossier', logs, '--key', key, '--format', 'json', ...day);
      assert.equal(code, 0, err);
      const { records, remnants } = JSON.parse(out) as Partial<KeyDossier>;
      assert.equal(records, 47);
      assert.deepEqual(
        remnants
          ?.map(({ kind, revertedBy }) => [kind, revertedBy ?? 'not shown'])
          .filter(([kind]) => kind === 'accessKey'),
        [['accessKey', 'not shown']],
      );
      const text = await trailcase('dossier', logs, '--key', key, ...day);
      assert.match(text.out, /backdoor/);
      assert.ok(!text.out.includes('\u202e'));
    });

    it('is written as Markdown and HTML, with what was assumed in turn', async () => {
      const first = trail.truth().sessions[0]?.keys[0] ?? '';
      for (const format of ['markdown', 'html']) {
        const words = ['--key', first, '--with-assumed', '--format', format, ...day];
        const { code, out, err } = await trailcase('dossier', logs, ...words);
        assert.equal(code, 0, err);
        assert.ok(out.includes(key), `${format} does not name the key that was assumed`);
      }
      assert.equal((await trailcase('dossier', logs)).code, 3);
    });
  });
});
