import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { StoredObject } from '../../../../src/engine/ports';
import { ObjectCache } from '../../../../src/source/cache/objectCache';

export const { signal } = new AbortController();
export const tenMegabytes = 10 * 1024 ** 2;

/** A cache folder that is gone after the test, and what the cache said meanwhile. */
export class TestCache {
  readonly folder = mkdtempSync(path.join(tmpdir(), 'trailcase-cache-'));
  readonly warnings: string[] = [];

  /** Another one over the same folder, as another process would have it. */
  open(maxBytes = tenMegabytes): ObjectCache {
    return new ObjectCache({
      folder: path.join(this.folder, 'originals'),
      maxBytes,
      log: { warn: (message) => this.warnings.push(message) },
    });
  }

  /** Paths of all files below the folder. */
  files(): string[] {
    return readdirSync(this.folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => path.join(entry.parentPath, entry.name));
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}

export function newObject(key: string, text = `body of ${key}`): StoredObject {
  return {
    key,
    bytes: Buffer.from(text),
    etag: 'abc',
    versionId: 'v1',
    lastModified: 1_768_500_000_000,
    storageClass: 'STANDARD',
    serverSideEncryption: 'aws:kms',
    metadata: { signature: 'ab"\n\u00fc', 'signature-algorithm': 'SHA256withRSA' },
  };
}
