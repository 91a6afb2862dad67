import { readFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { sidecarSuffix, type StoredObject } from '../../engine/ports';
import { toDiskPath } from './fileName';

type SidecarFields = Pick<StoredObject, 'metadata'> &
  Partial<Pick<StoredObject, 'etag' | 'versionId' | 'storageClass'>>;

/** What the sidecar beside a downloaded object says of it; nothing when there is none, or it is not one of ours. */
export async function readSidecar(filePath: string): Promise<SidecarFields | undefined> {
  let text: string;
  try {
    text = await readFile(toDiskPath(filePath + sidecarSuffix), 'utf8');
  } catch (error) {
    // Most files have none.
    if (error instanceof Error) return undefined;
    throw error;
  }
  return toSidecarFields(text);
}

/** The same without a promise: for bulk reads, of files that have a sidecar. */
export function readSidecarSync(filePath: string): SidecarFields | undefined {
  try {
    return toSidecarFields(readFileSync(toDiskPath(filePath + sidecarSuffix), 'utf8'));
  } catch (error) {
    if (error instanceof Error) return undefined;
    throw error;
  }
}

function toSidecarFields(text: string): SidecarFields | undefined {
  const value = parseObject(text);
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
