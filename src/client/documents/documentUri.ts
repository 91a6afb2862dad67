import { Uri } from 'vscode';
import { localAuthority, parseUriParts, toUriParts, type DocumentAddress } from '../../protocol/documentUri';

export function toDocumentUri(address: Parameters<typeof toUriParts>[0]): Uri {
  return Uri.from(toUriParts(address));
}

/** The document of a file on disk: Windows and UNC paths with `/` between folders. */
export function toLocalDocumentUri(file: Uri): Uri {
  return toDocumentUri({ sourceId: localAuthority, key: file.fsPath.replaceAll('\\', '/') });
}

/** Undefined when the URI is not a log of ours. */
export function parseDocumentUri(uri: Uri): DocumentAddress | undefined {
  return parseUriParts(uri);
}
