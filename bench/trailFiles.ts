import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { demoCaseObjects } from '../src/demo/demoCase';

/** A trail to measure with: the demo case's own logs, over and over, each time of other accounts, days and ids. */
export interface BenchTrail {
  readonly folder: string;
  readonly objects: number;
  readonly rawBytes: number;
}

interface Template {
  readonly key: string;
  readonly text: string;
}

/** Writes a trail of about so many records in a temporary folder, which the caller removes. */
export function writeBenchTrail(records: number): BenchTrail {
  const folder = mkdtempSync(path.join(tmpdir(), 'trailcase-trail-'));
  const templates = listTemplates();
  const perCase = templates.reduce((sum, { text }) => sum + countRecords(text), 0);
  let objects = 0;
  let rawBytes = 0;
  for (let copy = 0; copy * perCase < records; copy++) {
    for (const template of templates) {
      const { key, text } = vary(template, copy);
      const file = path.join(folder, ...key.split('/'));
      mkdirSync(path.dirname(file), { recursive: true });
      writeFileSync(file, gzipSync(text));
      objects++;
      rawBytes += Buffer.byteLength(text);
    }
  }
  return { folder, objects, rawBytes };
}

function listTemplates(): readonly Template[] {
  const templates: Template[] = [];
  for (const { key, bytes } of demoCaseObjects()) {
    if (key.endsWith('.json.gz') && key.includes('/CloudTrail/')) {
      templates.push({ key, text: gunzipSync(bytes).toString('utf8') });
    }
  }
  return templates;
}

function countRecords(text: string): number {
  return text.split('"eventID":').length - 1;
}

/** Other accounts, another month, other ids: nothing repeats but the kinds of calls and who makes them. */
function vary({ key, text }: Template, copy: number): Template {
  const toAccount = (account: string): string => String((Number(account) + copy * 7919) % 1e12).padStart(12, '0');
  const month = String(1 + (copy % 12)).padStart(2, '0');
  const year = 2020 + Math.floor(copy / 12);
  const other = copy.toString(16).padStart(4, '0');
  return {
    key: key
      .replace(/\b\d{12}(?=[/_])/g, toAccount)
      .replace(/\/2026\/01\//, `/${year}/${month}/`)
      .replace(/_202601(?=\d\dT)/, `_${year}${month}`),
    text: text
      .replace(/\b\d{12}\b/g, toAccount)
      .replace(/"2026-01-(?=\d\dT)/g, `"${year}-${month}-`)
      .replace(/(?<="(?:eventID|requestID)":")[0-9a-f]{4}/g, other)
      .replace(/\b(ASIA)[A-Z0-9]{4}/g, `$1${other.toUpperCase()}`),
  };
}
