import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { digestFindings } from '../../../../../src/engine/digest/report/digestFindings';
import { hourFindings } from '../../../../../src/engine/digest/report/hourFindings';
import { toJsonReport } from '../../../../../src/engine/digest/report/jsonReport';
import { logFindings } from '../../../../../src/engine/digest/report/logFindings';
import { hourStatuses, objectStatuses, validatedKinds } from '../../../../../src/engine/digest/validation';
import { never, newDigest, newHour, newLog, newRun, toWhole } from './reportFixture';

const text = readFileSync(path.join(__dirname, '../../../../../docs/validation-report.md'), 'utf8');

describe('docs/validation-report.md', () => {
  it('names every status, kind and code', () => {
    const codes = [logFindings, digestFindings, hourFindings].flatMap((texts) =>
      Object.keys(texts).flatMap((id) => id.split('.').slice(1)),
    );
    for (const word of [...objectStatuses, ...hourStatuses, ...validatedKinds, ...codes]) {
      assert.ok(text.includes(`\`${word}\``), word);
    }
  });

  it('names every member of the JSON report', async () => {
    const whole = {
      reason: 'r',
      code: 'hash',
      expectedHash: 'e',
      foundHash: 'f',
      fingerprint: 'p',
      hasRecoveredSignature: true,
      isRemembered: true,
      sizeBytes: 1,
    } as const;
    const run = newRun({
      objects: [newDigest(0, whole), newLog(0, 5, whole)],
      hours: [newHour(0, { reason: 'r', code: 'restarted', isExcused: true, digestKey: 'k' })],
      header: { problems: [{ where: 'w', message: 'm', nextStep: 'n' }] },
    });
    const report: unknown = JSON.parse(await toWhole(toJsonReport(run, never)));
    const names = new Set<string>();
    JSON.stringify(report, (name, value: unknown) => {
      if (!/^\d*$/.test(name)) names.add(name);
      return value;
    });
    assert.ok(names.size > 40);
    for (const name of names) assert.ok(new RegExp(`\`${name}(\\[\\])?\\??\``).test(text), name);
  });
});
