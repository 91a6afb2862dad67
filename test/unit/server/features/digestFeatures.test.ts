import assert from 'node:assert/strict';
import type { CodeLens } from 'vscode-languageserver-types';
import type { KeyUse, ObjectAddress, ValidatedObject } from '../../../../src/engine/digest/validation';
import type { ObjectValidation, ValidationObjectRow } from '../../../../src/protocol/validationRequests';
import { provideDigestHover } from '../../../../src/server/features/digestHover';
import {
  provideDigestLenses,
  resolveDigestLens,
  type DigestLensData,
} from '../../../../src/server/features/digestLens';
import { findDigest, type ShownDigest } from '../../../../src/server/features/shownDigest';
import type { ShownLog } from '../../../../src/server/features/shownLog';
import { toMissingDiagnostic, toValidationDiagnostic } from '../../../../src/server/features/validationDiagnostic';
import { noDigestFacts, type DigestFacts } from '../../../../src/server/features/validationFacts';
import { provideValidationLenses } from '../../../../src/server/features/validationLens';
import { newLogText, newRecord, readText, shownText, toShownLog } from '../../../support/logFixture';
import { newSignedTrail, type SignedDigest } from '../../../support/signedTrail/signedTrail';

const trail = newSignedTrail({ hours: 2, logsPerHour: 3 });
const [first, second] = trail.digests as [SignedDigest, SignedDigest];
const validatedTime = Date.UTC(2026, 0, 16, 9, 30);
const place = { account: '111122223333', region: 'us-east-1', trail: 'management' };

function newValidation(object: Partial<ValidationObjectRow>): ObjectValidation {
  return { object: { kind: 'log', status: 'valid', ...place, uri: null, ...object }, validatedTime, runId: 'run' };
}

function show(text: string): { shown: ShownLog; digest: ShownDigest; lines: readonly string[] } {
  const log = readText(text);
  const shown = toShownLog(log);
  const digest = findDigest(shown);
  assert.ok(digest !== undefined, 'it is a digest');
  return { shown, digest, lines: shownText(log).split('\n') };
}

const { shown, digest, lines } = show(second.text);

function factsOf(logs: readonly Partial<ValidatedObject>[], more: Partial<DigestFacts> = {}): DigestFacts {
  return {
    isInSource: true,
    findLog: ({ key }: ObjectAddress) => {
      const index = second.logs.findIndex((log) => log.key === key);
      const object = logs[index];
      const documentUri = `cloudtrail://s3-logs/${key}`;
      return { documentUri, ...(object === undefined ? {} : { validation: newValidation({ key, ...object }) }) };
    },
    ...more,
  };
}

function titles(lenses: readonly CodeLens[]): (string | undefined)[] {
  return lenses.map((lens) => lens.command?.title);
}

function hoverAt(member: string, facts: DigestFacts, of = { shown, digest, lines }, nth = 0): string {
  const line = of.lines.flatMap((text, index) => (text.includes(`"${member}"`) ? [index] : []))[nth];
  assert.ok(line !== undefined, `${member} stands in the digest`);
  const text = of.lines[line] ?? '';
  const position = { line, character: text.indexOf(`"${member}"`) + 2 };
  const hover = provideDigestHover(of.shown, of.digest, facts, position);
  assert.ok(hover !== undefined, `${member} has a hover`);
  return (hover.contents as { value: string }).value;
}

describe('a digest file', () => {
  it('opens as JSON with one member a line, without problems', () => {
    assert.deepEqual(shown.log.problems, []);
    assert.ok(lines.some((line) => line.startsWith('  "digestStartTime": ')));
    assert.deepEqual(JSON.parse(lines.join('\n')), JSON.parse(second.text));
  });

  it('is not what a log is', () => {
    assert.equal(findDigest(toShownLog(readText(newLogText(newRecord())))), undefined);
    const cut = toShownLog(readText('{"digestStartTime":"2026-01-15T00:00:00Z","logFiles":[{"s3Obj'));
    assert.deepEqual(findDigest(cut)?.logs, [], 'cut short, it still is one');
  });
});

describe('lenses of a digest', () => {
  it('verify it, lead along its chain and open every log', () => {
    const lenses = provideDigestLenses(shown, digest, factsOf([]));
    assert.deepEqual(titles(lenses), [
      '$(shield) Verify this digest',
      '$(arrow-up) Previous digest',
      '$(arrow-down) Next digest',
      ...second.logs.map(() => '$(go-to-file) Open log'),
    ]);
    assert.deepEqual(lenses[0]?.command?.arguments, [shown.uri]);
    for (const [index, lens] of lenses.slice(3).entries()) {
      assert.deepEqual(lens.command?.arguments, [`cloudtrail://s3-logs/${second.logs[index]!.key}`]);
      assert.match(lines[lens.range.start.line] ?? '', /^\s+\{$/, 'it stands where the entry begins');
      assert.ok((lines[lens.range.start.line + 2] ?? '').includes(second.logs[index]!.key));
    }
  });

  it('say what the last validation found of each log', () => {
    const facts = factsOf([
      { status: 'valid' },
      { status: 'modified', code: 'hash', reason: "hash value doesn't match" },
      { status: 'missing', code: 'notFound', reason: 'not found' },
    ]);
    const lenses = provideDigestLenses(shown, digest, facts).slice(3);
    assert.deepEqual(titles(lenses), [
      '$(go-to-file) Open log · ✓ valid',
      "$(go-to-file) Open log · ✗ modified: hash value doesn't match",
      '✗ missing: not found',
    ]);
    assert.deepEqual(lenses[2]?.command?.arguments, [`cloudtrail://s3-logs/${second.logs[2]?.key}`], 'of the log');
  });

  it('say of the first digest that nothing stands before it', () => {
    const start = show(first.text);
    const lenses = provideDigestLenses(start.shown, start.digest, factsOf([]));
    assert.deepEqual(lenses[1]?.command, { title: 'Starting digest: none before it', command: '' });
  });

  it('say which logs are out of reach', () => {
    const lenses = provideDigestLenses(shown, digest, { ...noDigestFacts, isInSource: true });
    assert.equal(lenses[3]?.command?.command, '');
    assert.ok(lenses[3].command.title.startsWith('Not in this source: s3://trail-logs/AWSLogs/'));
  });

  it('verify nothing where no source holds the digest, and open what stands beside it', () => {
    assert.deepEqual(provideDigestLenses(shown, digest, noDigestFacts), []);
    const beside = provideDigestLenses(shown, digest, { ...factsOf([]), isInSource: false });
    assert.deepEqual(
      titles(beside),
      second.logs.map(() => '$(go-to-file) Open log'),
    );
  });

  it('get their titles later where there are many, and then the same ones', () => {
    const many = newSignedTrail({ hours: 1, logsPerHour: 150, logText: () => '{"Records":[]}' });
    const of = show(many.digests[0]!.text);
    const titled = provideDigestLenses(of.shown, of.digest, factsOf([]));
    const lazy = provideDigestLenses(of.shown, of.digest, factsOf([]), 3);
    assert.ok(lazy.filter((lens) => lens.command === undefined).length >= 50);
    const resolved = lazy.map((lens) =>
      lens.command === undefined
        ? resolveDigestLens(of.shown, of.digest, factsOf([]), lens, lens.data as DigestLensData)
        : lens,
    );
    assert.deepEqual(titles(resolved), titles(titled));
  });

  it('stand on the page that shows the entry', () => {
    const limits = { maxBytes: Infinity, maxLines: 20 };
    const of = toShownLog(shown.log, limits, 2);
    const lenses = provideDigestLenses(of, digest, { ...factsOf([]), isInSource: false });
    assert.ok(lenses.length > 0 && lenses.length < second.logs.length);
    for (const { range } of lenses) assert.match(lines[range.start.line + 20] ?? '', /^\s+\{$/);
  });
});

describe('what a validation found, over the first line', () => {
  const uri = 'cloudtrail://s3-logs/log';
  const digestValidation = newValidation({ kind: 'digest', fingerprint: '0f1e2d3c4b5a69788796a5b4c3d2e1f0' });

  it('is when, against which digest, and who signed that', () => {
    const own = newValidation({ digestKey: second.key, digestDocumentUri: 'cloudtrail://s3-logs/digest' });
    const lenses = provideValidationLenses(uri, { own, digest: digestValidation });
    assert.deepEqual(titles(lenses), [
      '$(verified) validated 2026-01-16 09:30 UTC against digest of management, 2026-01-15 02:01 UTC, signed by key 0f1e2d3c4b5a…',
      '$(go-to-file) Open digest',
    ]);
    assert.deepEqual(lenses[1]?.command?.arguments, ['cloudtrail://s3-logs/digest']);
  });

  it('is what is wrong, with both hashes', () => {
    const own = newValidation({
      status: 'modified',
      code: 'hash',
      reason: "hash value doesn't match",
      expectedHash: 'a'.repeat(64),
      foundHash: 'b'.repeat(64),
    });
    assert.deepEqual(titles(provideValidationLenses(uri, { own })), [
      "$(error) modified: hash value doesn't match · validated 2026-01-16 09:30 UTC",
      'Show hashes',
    ]);
  });

  it('tells what is unproven, and what is pending, from what is wrong', () => {
    const iconOf = (object: Partial<ValidatedObject>): string | undefined =>
      titles(provideValidationLenses(uri, { own: newValidation(object) }))[0]?.split(' ')[0];
    assert.equal(iconOf({ status: 'uncovered', code: 'notNamed' }), '$(warning)');
    assert.equal(iconOf({ status: 'pending', code: 'afterNewest' }), '$(clock)');
    assert.equal(iconOf({ kind: 'digest', status: 'invalid', code: 'signature' }), '$(error)');
  });

  it('of a digest is its signature, and where that was found', () => {
    const own = newValidation({ kind: 'digest', fingerprint: 'abc', hasRecoveredSignature: true });
    assert.deepEqual(titles(provideValidationLenses(uri, { own })), [
      '$(verified) validated 2026-01-16 09:30 UTC, signed by key abc; its signature stands in the next digest',
    ]);
  });

  it('is nothing where nothing was validated', () => {
    assert.deepEqual(provideValidationLenses(uri, {}), []);
  });

  it('lets no text of a log draw icons', () => {
    const own = newValidation({ status: 'unreadable', reason: '$(verified) valid\u202e', code: 'denied' });
    const [title] = titles(provideValidationLenses(uri, { own }));
    assert.ok(title?.includes('\\$(verified) valid\\u{202e}'), title);
  });
});

describe('hovers of a digest', () => {
  it('say what a hash is made over, and whether it matched', () => {
    const hash = second.logs[0]!.sha256;
    assert.match(hoverAt('hashValue', factsOf([])), /after gunzip.*\n- Validation: `none yet`/s);
    assert.match(hoverAt('hashValue', factsOf([{ foundHash: hash }])), /- Matched: `✓ 2026-01-16 09:30 UTC`/);
    const wrong = factsOf([{ status: 'modified', foundHash: 'f'.repeat(64), reason: "hash value doesn't match" }]);
    assert.match(hoverAt('hashValue', wrong), new RegExp(`- Found: \`✗ ${'f'.repeat(64)}\``));
    const missing = factsOf([{ status: 'missing', code: 'notFound', reason: 'not found' }]);
    assert.match(hoverAt('hashValue', missing), /- Not compared: `✗ missing: not found`/);
  });

  it('compare the hash of the previous digest with what was found', () => {
    const found = { digest: newValidation({ kind: 'digest', foundHash: first.sha256 }) };
    assert.match(hoverAt('previousDigestHashValue', factsOf([], found)), /- Matched: `✓/);
    const other = { digest: newValidation({ kind: 'digest', foundHash: 'e'.repeat(64) }) };
    assert.match(hoverAt('previousDigestHashValue', factsOf([], other)), /- Found: `✗ e+`/);
  });

  it('say which key signed, until when, and where it came from', () => {
    const { digestPublicKeyFingerprint: fingerprint } = second.content;
    const key: KeyUse = { fingerprint, region: 'us-east-1', validFrom: 0, origin: '/keys.json', digests: 3 };
    const text = hoverAt('digestPublicKeyFingerprint', factsOf([], { key }));
    assert.match(text, /- Region: `us-east-1`\n- Valid from: `1970-01-01 00:00:00 UTC`\n- Valid to: `not stated`/);
    assert.match(text, /- Origin: `\/keys\.json`/);
    assert.match(text, /✓ The key’s bytes have this fingerprint/);
    assert.match(hoverAt('digestPublicKeyFingerprint', factsOf([])), /not seen in a validation yet/);
  });

  it('say what is signed', () => {
    const text = hoverAt('digestSignatureAlgorithm', factsOf([], { own: newValidation({ foundHash: second.sha256 }) }));
    assert.match(text, new RegExp(`line 1: \`${second.content.digestEndTime}\``));
    assert.match(text, new RegExp(`line 2: \`trail-logs/${second.key}\``));
    assert.match(text, new RegExp(`line 3: \`${second.sha256}\``));
    assert.match(text, new RegExp(`line 4: \`${first.signature.slice(0, 64)}`));
    assert.match(hoverAt('previousDigestSignature', factsOf([])), /part of what this digest’s own signature/);
  });

  it('take keys apart', () => {
    const text = hoverAt('digestS3Object', factsOf([]));
    assert.match(text, /- Kind: `CloudTrail-Digest`/);
    assert.match(text, /- Trail: `management`\n- Home region: `us-east-1`/);
    assert.match(text, /- End of its deliveries: `2026-01-15 02:01:31 UTC`/);
    const log = hoverAt('s3Object', factsOf([{ status: 'valid' }]));
    assert.match(log, /- Kind: `CloudTrail`\n- Account: `111122223333`/);
    assert.match(log, /- Last validation: `✓ valid`/);
  });

  it('say that its times are of delivery', () => {
    const text = hoverAt('digestEndTime', factsOf([]));
    assert.match(text, /`2026-01-15 02:01:31 UTC`\n- The digest covers: `60 minutes`/);
    assert.match(text, /A time of delivery, not of events/);
  });

  it('explain what a starting digest leaves out', () => {
    const start = show(first.text);
    for (const name of ['previousDigestHashValue', 'previousDigestSignature', 'previousDigestS3Object']) {
      assert.match(hoverAt(name, factsOf([]), start), /Starting digest/);
    }
  });

  it('take members by where they stand, not by their names alone', () => {
    const of = show(
      '{"digestStartTime":"2026-01-15T00:00:00Z","logFiles":[],"other":{"hashValue":"aa"},"constructor":"x"}',
    );
    for (const name of ['hashValue', 'constructor']) {
      const line = of.lines.findIndex((text) => text.includes(`"${name}"`));
      const position = { line, character: (of.lines[line] ?? '').indexOf(`"${name}"`) + 2 };
      assert.equal(provideDigestHover(of.shown, of.digest, noDigestFacts, position), undefined);
    }
  });

  it('cannot be left by what a key says', () => {
    const hostile = '{"digestStartTime":"x","digestS3Object":"a`b](command:x)<img>","logFiles":[]}';
    const text = hoverAt('digestS3Object', noDigestFacts, show(hostile));
    assert.match(text, /\*\*S3 key\*\* ``a`b\]\(command:x\)<img>``/);
  });
});

describe('diagnostics of a validation', () => {
  const object: ValidatedObject = {
    kind: 'log',
    status: 'modified',
    code: 'hash',
    reason: "hash value doesn't match",
    key: 'AWSLogs/x',
    expectedHash: 'aa',
    foundHash: 'bb',
    ...place,
  };

  it('stand at the top, and say what was expected and found', () => {
    const diagnostic = toValidationDiagnostic(object, validatedTime);
    assert.equal(diagnostic?.severity, 1);
    assert.equal(diagnostic.code, 'validation:modified');
    assert.deepEqual(diagnostic.range.start, { line: 0, character: 0 });
    assert.match(
      diagnostic.message,
      /^Validated 2026-01-16 09:30 UTC: this log is modified: hash value doesn't match\n/,
    );
    assert.match(diagnostic.message, /Expected SHA-256: aa\nFound SHA-256: bb$/);
  });

  it('warn of what is unproven, and are none for what is valid or pending', () => {
    assert.equal(toValidationDiagnostic({ ...object, status: 'uncovered' }, validatedTime)?.severity, 2);
    assert.equal(toValidationDiagnostic({ ...object, status: 'valid' }, validatedTime), undefined);
    assert.equal(toValidationDiagnostic({ ...object, status: 'pending' }, validatedTime), undefined);
  });

  it('do not say of a digest that is overdue that it was there once', () => {
    const overdue = { ...object, kind: 'digest', status: 'missing', code: 'notYetSeen' } as const;
    assert.match(toValidationDiagnostic(overdue, validatedTime)?.message ?? '', /should have been delivered/);
  });

  it('name what is gone at the digest that names it', () => {
    const gone = toMissingDiagnostic({ ...object, status: 'missing', reason: 'not found' }, validatedTime);
    assert.match(gone?.message ?? '', /^A log that this digest names is missing: x\nAWSLogs\/x\nValidated/);
  });
});
