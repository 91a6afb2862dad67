import type { StoredObject } from '../engine/ports';

/** An object as the index knows it. */
export interface IndexedVersion {
  readonly sizeBytes: number;
  readonly etag?: string | undefined;
}

export const changedReason = 'the log was changed since it was indexed: index it again';

/** True when what was read is not what was indexed, so that the ordinals of its records mean nothing. */
export function isChanged({ sizeBytes, etag }: IndexedVersion, stored: StoredObject): boolean {
  if (stored.bytes.length !== sizeBytes) return true;
  return etag !== undefined && stored.etag !== undefined && toBare(etag) !== toBare(stored.etag);
}

/** Listings and answers write ETags with quotes or without. */
function toBare(etag: string): string {
  return etag.replace(/^"+|"+$/g, '');
}
