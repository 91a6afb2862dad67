import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { CaseFault, CaseObject, IntegrityCase, ListedKey, RecordedRun, TrailDescription } from './integrityCase';

/** `case.json` of the corpus. */
interface CaseFile {
  readonly name: string;
  readonly region: string;
  readonly args: readonly string[];
  readonly faults: readonly CaseFault[];
  readonly trails: readonly TrailDescription[];
  readonly org_id: string;
  readonly public_keys: readonly ListedKey[];
}

/** What the corpus says of a case beyond its trail. */
export interface CaseNotes {
  readonly what: string;
  readonly isCliRight: boolean;
  /** What a better tool says; `''` when the AWS CLI says all there is. */
  readonly better: string;
}

interface ObjectsFile {
  readonly buckets: readonly string[];
  readonly objects: readonly {
    readonly bucket: string;
    readonly key: string;
    readonly metadata: Record<string, string>;
  }[];
}

/** Folders of the corpus that hold a case, by the case's name. */
export function listCorpusCases(folder: string): readonly string[] {
  return readdirSync(folder).filter((name) => existsSync(path.join(folder, name, 'case.json')));
}

/** True where the objects' bytes are there, and not only what is told of them. */
export function hasCaseBytes(folder: string): boolean {
  return existsSync(path.join(folder, 'bucket'));
}

export function readCaseNotes(folder: string): CaseNotes {
  const file = readJson(folder, 'case.json') as { what: string; cli_right: boolean; better: string }; // the corpus's format
  return { what: file.what, isCliRight: file.cli_right, better: file.better };
}

/** What a case's folder lists, without the bytes. */
export function readCaseListing(folder: string): readonly Omit<CaseObject, 'bytes'>[] {
  return (readJson(folder, 'objects.json') as ObjectsFile).objects.map(({ bucket, key, metadata }) => ({
    bucket,
    key,
    metadata,
  })); // the corpus's format
}

export function readCase(folder: string): IntegrityCase {
  const file = readJson(folder, 'case.json') as CaseFile; // the corpus's format
  const { buckets } = readJson(folder, 'objects.json') as ObjectsFile; // likewise
  return {
    name: file.name,
    region: file.region,
    args: file.args,
    trails: file.trails,
    organizationId: file.org_id,
    publicKeys: file.public_keys,
    faults: file.faults,
    buckets,
    objects: readCaseListing(folder).map((object) => ({
      ...object,
      bytes: readFileSync(toObjectFile(folder, object.bucket, object.key)),
    })),
  };
}

export function readRecordedRun(folder: string): RecordedRun {
  const read = (name: string): string => readFileSync(path.join(folder, 'expected', name), 'utf8');
  const { exit } = JSON.parse(read('result.json')) as { exit: number }; // the corpus's format
  return {
    exitCode: exit,
    stdout: read('stdout.txt'),
    stderr: read('stderr.txt'),
    interleaved: read('interleaved.txt'),
  };
}

/** Writes a case as the corpus has it: `readCase` gives it back. */
export function writeCase(folder: string, written: IntegrityCase): void {
  const { name, region, args, trails, organizationId, publicKeys, faults, buckets, objects } = written;
  const file: CaseFile = { name, region, args, trails, faults, org_id: organizationId, public_keys: publicKeys };
  mkdirSync(path.join(folder, 'bucket'), { recursive: true });
  writeFileSync(path.join(folder, 'case.json'), JSON.stringify(file));
  const listed = objects.map(({ bucket, key, metadata }) => ({ bucket, key, metadata }));
  writeFileSync(path.join(folder, 'objects.json'), JSON.stringify({ buckets, objects: listed }));
  for (const { bucket, key, bytes } of objects) {
    const target = toObjectFile(folder, bucket, key);
    mkdirSync(path.dirname(target), { recursive: true });
    writeFileSync(target, bytes);
  }
}

function toObjectFile(folder: string, bucket: string, key: string): string {
  return path.join(folder, 'bucket', bucket, ...key.split('/'));
}

function readJson(folder: string, name: string): unknown {
  return JSON.parse(readFileSync(path.join(folder, name), 'utf8'));
}
