import { closeSync, fstatSync, lstatSync, openSync, type Stats } from 'node:fs';
import { lstat, open, type FileHandle } from 'node:fs/promises';
import { sidecarSuffix, type StoredObject } from '../../engine/ports';
import { toDiskPath } from './fileName';
import { noFollow, openFlags } from './openFlags';
import { readBytes } from './readBytes';

type SidecarFields = Pick<StoredObject, 'metadata'> &
  Partial<Pick<StoredObject, 'etag' | 'versionId' | 'storageClass'>>;

/** What Trailcase writes has some hundred bytes. */
const maxBytes = 1024 * 1024;

/**
 * What the sidecar beside a downloaded object says of it; nothing when there is none, or it is not one of ours: evidence
 * may have links, pipes and devices for one, or a file without end.
 */
export async function readSidecar(filePath: string): Promise<SidecarFields | undefined> {
  const place = toDiskPath(filePath + sidecarSuffix);
  try {
    if (noFollow === 0 && (await lstat(place)).isSymbolicLink()) return undefined;
    const file = await open(place, openFlags);
    try {
      const status = await file.stat();
      return isReadable(status) ? toSidecarFields(await readStart(file, status.size)) : undefined;
    } finally {
      await file.close();
    }
  } catch (error) {
    // Most files have none.
    if (error instanceof Error) return undefined;
    throw error;
  }
}

/** The same without a promise: for bulk reads, of files in folders that have sidecars. */
export function readSidecarSync(filePath: string): SidecarFields | undefined {
  const place = toDiskPath(filePath + sidecarSuffix);
  try {
    if (noFollow === 0 && lstatSync(place).isSymbolicLink()) return undefined;
    const file = openSync(place, openFlags);
    try {
      const status = fstatSync(file);
      return isReadable(status) ? toSidecarFields(readBytes(file, status.size)) : undefined;
    } finally {
      closeSync(file);
    }
  } catch (error) {
    if (error instanceof Error) return undefined;
    throw error;
  }
}

function isReadable(status: Stats): boolean {
  return status.isFile() && status.size <= maxBytes;
}

/** The size that the file had, even of one that grows meanwhile. */
async function readStart(file: FileHandle, sizeBytes: number): Promise<Uint8Array> {
  const bytes = Buffer.alloc(sizeBytes);
  let length = 0;
  while (length < bytes.length) {
    const { bytesRead } = await file.read(bytes, length, bytes.length - length, null);
    if (bytesRead === 0) break;
    length += bytesRead;
  }
  return bytes.subarray(0, length);
}

function toSidecarFields(bytes: Uint8Array): SidecarFields | undefined {
  const value = parseObject(Buffer.from(bytes).toString('utf8'));
  if (value === undefined) return undefined;
  const metadata = Object.entries(asObject(value['metadata'])).filter(
    (entry): entry is [string, string] => typeof entry[1] === 'string',
  );
  return {
    metadata: Object.fromEntries(metadata),
    ...pickText(value, 'etag'),
    ...pickText(value, 'versionId'),
    ...pickText(value, 'storageClass'),
  };
}

function pickText<K extends string>(value: Record<string, unknown>, name: K): Partial<Record<K, string>> {
  const text = value[name];
  // A computed key widens the type; it is exactly { [name]: text }.
  return typeof text === 'string' ? ({ [name]: text } as Record<K, string>) : {};
}

function parseObject(text: string): Record<string, unknown> | undefined {
  try {
    return asObject(JSON.parse(text));
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

function asObject(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
}
