import { Position, Range, type Uri } from 'vscode';
import type { DocumentCache } from './documentCache';
import { openLog } from './openLog';
import { toTextPlace } from './textPlace';

/** Opens a log with the cursor at a byte of its shown text, or at its beginning. */
export async function openAtByte(documents: DocumentCache, uri: Uri, offset: number | undefined): Promise<void> {
  if (offset === undefined) {
    await openLog(documents, uri, { isPreview: true });
    return;
  }
  const { bytes } = await documents.read(uri.toString());
  const { line, character } = toTextPlace(bytes, offset);
  const at = new Position(line, character);
  await openLog(documents, uri, { isPreview: true, selection: new Range(at, at) });
}
