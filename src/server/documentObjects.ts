import { fileURLToPath, pathToFileURL } from 'node:url';
import { localAuthority, parseUriText, toUriParts, toUriText } from '../protocol/documentUri';
import type { SourceRegistry } from './sourceRegistry';

/** An object of a configured source. */
export interface SourceObject {
  readonly sourceId: string;
  readonly key: string;
}

/**
 * The object that a document shows. A file on disk that was opened by itself is looked for in the configured folders.
 * Undefined for documents of no source, and for raw texts.
 */
export function findDocumentObject(sources: SourceRegistry, uri: string): SourceObject | undefined {
  const address = parseUriText(uri);
  if (address === undefined || address.isRaw) return undefined;
  const { sourceId, key } = address;
  if (sourceId === localAuthority) return findFile(sources, key);
  return sources.list().some((source) => source.sourceId === sourceId) ? { sourceId, key } : undefined;
}

/** The source whose records a document shows: also of a file that an editor holds itself, inside a configured folder. */
export function findDocumentSource(sources: SourceRegistry, uri: string): string | undefined {
  const file = toFilePath(uri);
  return (file === undefined ? findDocumentObject(sources, uri) : findFile(sources, file))?.sourceId;
}

function toFilePath(uri: string): string | undefined {
  if (!uri.startsWith('file:')) return undefined;
  try {
    return fileURLToPath(uri);
  } catch (error) {
    // TypeError: a host, or an escaped slash, that this system's paths do not have; URIError: `%zz`.
    if (error instanceof TypeError || error instanceof URIError) return undefined;
    throw error;
  }
}

function findFile(sources: SourceRegistry, file: string): SourceObject | undefined {
  const uri = pathToFileURL(file).href;
  for (const { sourceId, opened } of sources.list()) {
    const root = opened.source.toUri('').replace(/\/?$/, '/');
    if (!opened.isLocal || !uri.startsWith(root)) continue;
    const key = decodeURIComponent(uri.slice(root.length));
    // Keys of some folders are not the paths below them.
    if (opened.source.toUri(key) === uri) return { sourceId, key };
  }
  return undefined;
}

/** The first page of an object's document. */
export function toDocumentUri({ sourceId, key }: SourceObject): string {
  return toUriText(toUriParts({ sourceId, key, isRaw: false, page: 1 }));
}
