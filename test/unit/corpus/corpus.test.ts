import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { compactText } from '../../../src/engine/record/compactText';
import { gunzipLog } from '../../../src/engine/record/gunzip';
import { readLogText } from '../../../src/engine/record/logText';
import { toUtf8 } from '../../../src/engine/record/textEncoding';
import { provideCodeLenses } from '../../../src/server/features/codeLens';
import { provideDiagnostics } from '../../../src/server/features/diagnostics';
import { provideHover } from '../../../src/server/features/hover';
import { provideDocumentSymbols, provideFoldingRanges } from '../../../src/server/features/symbols';
import { toTokens } from '../../support/jsonTokens';
import { shownText, testLimits, toShownLog } from '../../support/logFixture';

const corpus = process.env['TRAILCASE_CORPUS'];

function listFiles(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const full = path.join(folder, entry.name);
    return entry.isDirectory() ? listFiles(full) : [full];
  });
}

/** Logs of every source: real ones, wrapped ones, odd ones. */
function listLogs(): string[] {
  return ['s3', 'wrapped', 'odd-synthetic', 'integrity']
    .flatMap((folder) => listFiles(path.join(corpus ?? '', folder)))
    .filter((file) => /\.(gz|json|jsonl|csv)$/.test(file));
}

(corpus === undefined ? describe.skip : describe)('real and odd logs', function () {
  this.timeout(120_000);

  it('keep every token', () => {
    let compared = 0;
    for (const file of listLogs()) {
      const stored = readFileSync(file);
      const log = readLogText(stored, testLimits);
      if (log.problems.some(({ kind }) => ['expanded', 'csv', 'encoding', 'nulBytes'].includes(kind))) continue;
      const original = Buffer.from(toUtf8(gunzipLog(stored, testLimits).bytes).bytes).toString('utf8');
      assert.deepEqual(toTokens(shownText(log)), toTokens(original), file);
      compared++;
    }
    assert.ok(compared > 700, `${compared} logs compared`);
  });

  it('give every feature something to work on, and break none', () => {
    for (const file of listLogs()) {
      const shown = toShownLog(readLogText(readFileSync(file), testLimits));
      const lenses = provideCodeLenses(shown);
      assert.ok(lenses.length >= shown.log.records.length, file);
      assert.equal(provideDocumentSymbols(shown).length, shown.log.records.length, file);
      provideFoldingRanges(shown);
      provideDiagnostics(shown);
      for (let line = 0; line < Math.min(200, shown.log.lineStarts.length); line += 3)
        provideHover(shown, { line, character: 30 });
    }
  });

  it('hold as many records as JSON.parse finds', () => {
    let records = 0;
    for (const file of listFiles(path.join(corpus ?? '', 's3')).filter((name) => name.endsWith('.gz'))) {
      const stored = readFileSync(file);
      const log = readLogText(stored, testLimits);
      const parsed = JSON.parse(Buffer.from(gunzipLog(stored, testLimits).bytes).toString('utf8')) as {
        Records: unknown[];
      };
      assert.equal(log.records.length, parsed.Records.length, file);
      for (const [ordinal, record] of log.records.entries()) {
        assert.deepEqual(
          JSON.parse(Buffer.from(compactText(log, record)).toString('utf8')),
          parsed.Records[ordinal],
          file,
        );
      }
      records += log.records.length;
    }
    assert.ok(records >= 8647, `${records} records`);
  });

  it('meet what is expected of the odd containers', () => {
    const folder = path.join(corpus ?? '', 'odd-synthetic');
    const expected = JSON.parse(readFileSync(path.join(folder, 'expected.json'), 'utf8')) as Record<
      string,
      { records: number | null; note: string }
    >;
    for (const [name, { records, note }] of Object.entries(expected)) {
      const log = readLogText(readFileSync(path.join(folder, name)), testLimits);
      if (records === null) assert.ok(log.problems.length > 0, `${name}: ${note}`);
      else assert.equal(log.records.length, records, `${name}: ${note}`);
      if (/report it/.test(note))
        assert.ok(
          log.problems.some(({ severity }) => severity === 'error'),
          `${name}: ${note}`,
        );
    }
  });
});
