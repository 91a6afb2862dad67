import * as assert from 'node:assert/strict';
import { toGapScope } from '../../../../src/client/sessions/gapScope';
import { parseSavedChain, parseSavedDossier, parseSessionSubject } from '../../../../src/client/sessions/savedSession';
import { toChainTitle, toDossierTitle, toFileName } from '../../../../src/client/sessions/sessionTitle';
import type { SessionSubject } from '../../../../src/engine/session/session';

const subjects: readonly SessionSubject[] = [
  { kind: 'key', id: 'ASIA1' },
  { kind: 'session', arn: 'arn:aws:sts::1:assumed-role/r/s', time: 5 },
  { kind: 'session', arn: 'arn:aws:sts::1:assumed-role/r/s' },
  { kind: 'principal', arn: 'arn:aws:iam::1:user/u' },
];

describe('what is kept of role chains and dossiers', () => {
  for (const subject of subjects) {
    it(`is read as it was written: ${JSON.stringify(subject)}`, () => {
      const chain = {
        sourceId: 's',
        subject,
        title: 't',
        selected: 'edge:3',
        zoom: 0.85,
        view: 'list',
        openGroups: ['group:out:a:b'],
      };
      assert.deepEqual(parseSavedChain(JSON.parse(JSON.stringify(chain))), chain);
      assert.deepEqual(parseSavedChain({ sourceId: 's', subject, title: 't' }), { sourceId: 's', subject, title: 't' });
    });
  }

  for (const stored of [
    undefined,
    null,
    'x',
    [],
    { sourceId: 's', title: 't' },
    { sourceId: 's', title: 't', subject: { kind: 'key' } },
    { sourceId: 's', title: 't', subject: { kind: 'principal', id: 'x' } },
    { sourceId: 1, title: 't', subject: subjects[0] },
  ]) {
    it(`is no chain: ${JSON.stringify(stored)}`, () => {
      assert.equal(parseSavedChain(stored), undefined);
    });
  }

  it('leaves out what another version may have meant', () => {
    const odd = {
      sourceId: 's',
      subject: subjects[0],
      title: 't',
      zoom: -1,
      view: '3d',
      openGroups: [1],
      selected: {},
    };
    assert.deepEqual(parseSavedChain(odd), { sourceId: 's', subject: subjects[0], title: 't' });
    const session = { kind: 'session', arn: 'a', time: NaN, more: 1 };
    assert.deepEqual(parseSessionSubject(session), { kind: 'session', arn: 'a' });
  });

  it('holds a dossier', () => {
    const saved = { sourceId: 's', accessKeyId: 'ASIA1', withAssumed: true, scrollTop: 120 };
    assert.deepEqual(parseSavedDossier(JSON.parse(JSON.stringify(saved))), saved);
    assert.deepEqual(parseSavedDossier({ ...saved, withAssumed: 'yes', scrollTop: 'x' }), {
      sourceId: 's',
      accessKeyId: 'ASIA1',
      withAssumed: false,
    });
    assert.equal(parseSavedDossier({ sourceId: 's' }), undefined);
  });
});

describe('names of role chains and dossiers', () => {
  it('show no character that hides others', () => {
    assert.equal(toChainTitle({ kind: 'key', id: 'A\u202EB' }), 'Role chain: A\\u{202e}B');
    assert.equal(
      toChainTitle({ kind: 'session', arn: 'arn:aws:sts::1:assumed-role/deploy/build' }),
      'Role chain: deploy/build',
    );
    assert.equal(toChainTitle({ kind: 'principal', arn: 'arn:aws:iam::1:root' }), 'Role chain: arn:aws:iam::1:root');
    assert.ok(toDossierTitle('x'.repeat(500)).length < 100);
  });

  for (const [name, file] of [
    ['ASIA1', 'dossier-ASIA1'],
    ['../../etc/passwd', 'dossier-etc-passwd'],
    ['$(rm -rf)\u202E.exe', 'dossier-rm--rf-exe'],
    ['…', 'dossier-unnamed'],
    ['x'.repeat(500), `dossier-${'x'.repeat(60)}`],
  ] as const) {
    it(`make a file's name of ${JSON.stringify(name.slice(0, 20))}`, () => {
      assert.equal(toFileName('dossier', name), file);
    });
  }
});

describe('toGapScope', () => {
  const from = Date.parse('2026-01-15T13:50:00Z');

  it('is the days in which such records are delivered', () => {
    const scope = toGapScope('s', { from, to: from + 1_800_000, accounts: ['1'] });
    assert.deepEqual(scope, {
      sourceId: 's',
      accounts: ['1'],
      from: Date.parse('2026-01-15T00:00:00Z'),
      to: Date.parse('2026-01-16T00:00:00Z'),
    });
  });

  it('goes on to the next day when they may have come late, and means all accounts when it names none', () => {
    const late = Date.parse('2026-01-15T23:30:00Z');
    const scope = toGapScope('s', { from: late, to: late + 60_000, accounts: [] });
    assert.equal(scope.to, Date.parse('2026-01-17T00:00:00Z'));
    assert.equal('accounts' in scope, false);
  });
});
