import type { Disposable } from '../../base/lifecycle';
import type { ReadDocumentResult } from '../../protocol/requests';
import type { RequestSender } from '../server/requestTypes';

/** A document as the server made it. */
export interface LoadedDocument {
  /** UTF-8. */
  readonly bytes: Uint8Array;
  readonly lastModified: number;
  readonly page: PageInfo;
}

/** Which part of its log a document shows. */
export type PageInfo = Pick<ReadDocumentResult, 'recordCount' | 'pageCount' | 'firstRecord' | 'endRecord'>;

export interface DocumentCacheLimits {
  readonly maxBytes: number;
  /** Texts are held only so that the editor's stat and read share one request: VS Code keeps its own copy. */
  readonly maxAgeMs: number;
}

interface Entry {
  readonly loading: Promise<LoadedDocument>;
  readonly controller: AbortController;
  sizeBytes: number;
  expiry: NodeJS.Timeout | undefined;
  /** Readers that still want it; a request is cancelled when the last one gave up. */
  readers: number;
  isLoaded: boolean;
}

/** Texts of `cloudtrail:` documents, oldest out first. Readers of one document at one time share one request. */
export class DocumentCache implements Disposable {
  /** In order of use. */
  private readonly entries = new Map<string, Entry>();
  private readonly pages = new Map<string, PageInfo>();

  constructor(
    private readonly server: RequestSender,
    private readonly limits: DocumentCacheLimits = { maxBytes: 64 * 1024 * 1024, maxAgeMs: 30_000 },
  ) {}

  async read(uri: string, signal?: AbortSignal): Promise<LoadedDocument> {
    signal?.throwIfAborted();
    const entry = this.entries.get(uri) ?? this.load(uri);
    this.entries.delete(uri);
    this.entries.set(uri, entry);
    entry.readers++;
    const giveUp = (): void => {
      if (--entry.readers > 0 || entry.isLoaded) return;
      this.forgetEntry(uri, entry);
      entry.controller.abort();
    };
    signal?.addEventListener('abort', giveUp, { once: true });
    try {
      const document = await entry.loading;
      signal?.throwIfAborted();
      return document;
    } finally {
      signal?.removeEventListener('abort', giveUp);
      if (signal?.aborted !== true) entry.readers--;
    }
  }

  /** Known once the document was read. */
  findPage(uri: string): PageInfo | undefined {
    return this.pages.get(uri);
  }

  forget(uri: string): void {
    const entry = this.entries.get(uri);
    if (entry === undefined) return;
    clearTimeout(entry.expiry);
    this.entries.delete(uri);
  }

  dispose(): void {
    for (const uri of [...this.entries.keys()]) this.forget(uri);
  }

  private load(uri: string): Entry {
    const controller = new AbortController();
    const loading = this.server.ask('readDocument', { uri }, controller.signal).then((answer): LoadedDocument => {
      const { lastModified, recordCount, pageCount, firstRecord, endRecord } = answer;
      const page = { recordCount, pageCount, firstRecord, endRecord };
      return { bytes: new TextEncoder().encode(answer.text), lastModified, page };
    });
    const entry: Entry = { loading, controller, sizeBytes: 0, expiry: undefined, readers: 0, isLoaded: false };
    loading.then(
      (document) => {
        entry.isLoaded = true;
        entry.sizeBytes = document.bytes.byteLength;
        entry.expiry = setTimeout(() => {
          this.forgetEntry(uri, entry);
        }, this.limits.maxAgeMs);
        this.pages.set(uri, document.page);
        this.makeRoom();
      },
      () => {
        // The readers get the failure; it is not kept, so that trying again asks again.
        this.forgetEntry(uri, entry);
      },
    );
    return entry;
  }

  private forgetEntry(uri: string, entry: Entry): void {
    if (this.entries.get(uri) === entry) this.forget(uri);
  }

  private makeRoom(): void {
    let total = 0;
    for (const entry of this.entries.values()) total += entry.sizeBytes;
    for (const [uri, entry] of [...this.entries].slice(0, -1)) {
      if (total <= this.limits.maxBytes) return;
      if (!entry.isLoaded) continue;
      total -= entry.sizeBytes;
      this.forget(uri);
    }
  }
}
