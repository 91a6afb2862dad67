import {
  closeSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { hostname } from 'node:os';
import path from 'node:path';
import { crc32 } from 'node:zlib';
import { dayMs } from '../base/time';
import { segmentFiles, segmentSummaryName, type SegmentFile, type SegmentSummary } from './segmentSchema';

const hostName = hostname().replace(/[^A-Za-z0-9-]/g, '_');

/** A new folder below `tmp/` for a segment that is being written: `<id>.<process id>.<host>`. */
export function makeSegmentFolder(indexFolder: string, id: string): string {
  const folder = path.join(indexFolder, 'tmp', `${id}.${process.pid}.${hostName}`);
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  return folder;
}

/** Removes what writers left behind that were killed: folders of processes that are gone, and all older than a day. */
export function removeLeftovers(indexFolder: string): void {
  const folder = path.join(indexFolder, 'tmp');
  for (const name of listNames(folder)) {
    if (isLeftover(path.join(folder, name))) rmSync(path.join(folder, name), { recursive: true, force: true });
  }
}

function listNames(folder: string): readonly string[] {
  try {
    return readdirSync(folder);
  } catch (error) {
    if (isMissing(error)) return [];
    throw error;
  }
}

function isLeftover(folder: string): boolean {
  const [, process, host] = path.basename(folder).split('.');
  if (host === hostName && !isRunning(Number(process))) return true;
  try {
    return Date.now() - statSync(folder).mtimeMs > dayMs;
  } catch (error) {
    // Another writer was faster.
    if (isMissing(error)) return false;
    throw error;
  }
}

function isRunning(processId: number): boolean {
  if (!Number.isSafeInteger(processId) || processId <= 0) return false;
  try {
    return process.kill(processId, 0);
  } catch (error) {
    // EPERM: it runs, for another user.
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}

function isMissing(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ENOENT';
}

export function measureFiles(folder: string): Record<(typeof segmentFiles)[number], SegmentFile> {
  const measure = (name: string): SegmentFile => {
    const bytes = readFileSync(path.join(folder, name));
    return { sizeBytes: bytes.length, crc32: crc32(bytes) };
  };
  const [records, mentions, objects] = segmentFiles;
  return { [records]: measure(records), [mentions]: measure(mentions), [objects]: measure(objects) };
}

/** Makes a whole segment of a folder: on disk first, then under its name, so that no reader ever sees a part of it. */
export function publishFolder(folder: string, indexFolder: string, summary: SegmentSummary): void {
  writeFileSync(path.join(folder, segmentSummaryName), JSON.stringify(summary), { mode: 0o600 });
  for (const name of [...segmentFiles, segmentSummaryName]) sync(path.join(folder, name));
  syncFolder(folder);
  const segments = path.join(indexFolder, 'segments');
  mkdirSync(segments, { recursive: true, mode: 0o700 });
  renameSync(folder, path.join(segments, summary.id));
  syncFolder(segments);
}

function sync(file: string): void {
  const handle = openSync(file, 'r+');
  try {
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}

/** Windows cannot open folders, and needs no such call. */
function syncFolder(folder: string): void {
  if (process.platform === 'win32') return;
  const handle = openSync(folder, 'r');
  try {
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}
