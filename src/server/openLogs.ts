import { rejectOnAbort } from '../base/abort';
import { UserError } from '../base/errors';
import { toSizeText } from '../base/byteSize';
import type { EpochMs } from '../base/time';
import { LogIndex } from '../engine/record/logIndex';
import { toPages, type LogPage } from '../engine/record/logPages';
import type { LogText } from '../engine/record/logText';
import { gunzipLog } from '../engine/record/gunzip';
import { toUtf8 } from '../engine/record/textEncoding';
import type { StoredObject } from '../engine/ports';
import { localAuthority, toUriParts, toUriText, type DocumentAddress } from '../protocol/documentUri';
import type { ReadLimits } from '../protocol/requests';
import { readLocalFile } from '../source/local/localSource';
import type { LogReader } from './logReader';
import type { ShownLog } from './features/shownLog';
import type { SourceRegistry } from './sourceRegistry';

/** Texts and spans kept for documents that may still be open. */
const maxKeptBytes = 512 * 1024 * 1024;

/** VS Code hands no document over 50 MB to extensions, and a raw log has no pages. */
const maxRawBytes = 48 * 1024 * 1024;

/** A log that was read for the editor. */
export interface OpenLog {
  readonly log: LogText;
  readonly index: LogIndex;
  readonly pages: readonly LogPage[];
  readonly sizeBytes: number;
  readonly lastModified: EpochMs;
}

interface Reading {
  readonly result: Promise<OpenLog>;
  readonly abort: AbortController;
  waiting: number;
}

/** Reads logs for documents, each once, and keeps the latest. */
export class OpenLogs {
  /** By source and key; the most recently used last. */
  private readonly kept = new Map<string, OpenLog>();
  private readonly readings = new Map<string, Reading>();

  constructor(
    private readonly sources: SourceRegistry,
    private readonly reader: LogReader,
    private readonly limits: () => ReadLimits,
  ) {}

  /** The log of a document, from memory or from its source. Two askers share one reading; it ends when both gave up. */
  async get(address: DocumentAddress, signal: AbortSignal): Promise<OpenLog> {
    const name = toName(address);
    const kept = this.kept.get(name);
    if (kept !== undefined) {
      this.kept.delete(name);
      this.kept.set(name, kept);
      return kept;
    }
    const reading = this.readings.get(name) ?? this.begin(name, address);
    reading.waiting++;
    try {
      return await rejectOnAbort(reading.result, signal);
    } finally {
      reading.waiting--;
      if (reading.waiting === 0) {
        // Nobody may join a reading that is being given up.
        if (this.readings.get(name) === reading) this.readings.delete(name);
        reading.abort.abort();
      }
    }
  }

  async show(address: DocumentAddress, signal: AbortSignal): Promise<ShownLog> {
    return toShown(await this.get(address, signal), address);
  }

  /** The text as stored, after gunzip, for "Open Raw". */
  async readRaw(
    address: DocumentAddress,
    signal: AbortSignal,
  ): Promise<{ readonly text: string; readonly stored: StoredObject }> {
    const stored = await this.readStored(address, signal);
    const { bytes } = toUtf8(gunzipLog(stored.bytes, this.limits()).bytes);
    if (bytes.length > maxRawBytes) {
      throw new UserError('tooLarge', `The stored text has ${toSizeText(bytes.length)}: too much for one editor.`, {
        nextStep: 'Open the log itself, which comes in pages, or download the original.',
      });
    }
    return { text: Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('utf8'), stored };
  }

  /** Forgets everything of a source below a prefix, or of all sources. */
  forget(sourceId?: string, prefix = ''): void {
    for (const name of this.kept.keys()) {
      if (sourceId === undefined || name.startsWith(`${sourceId}\n${prefix}`)) this.kept.delete(name);
    }
  }

  private begin(name: string, address: DocumentAddress): Reading {
    const abort = new AbortController();
    const result = this.read(address, abort.signal).finally(() => {
      if (this.readings.get(name) === reading) this.readings.delete(name);
    });
    const reading: Reading = { result, abort, waiting: 0 };
    result.then(
      (log) => {
        this.keep(name, log);
      },
      () => undefined, // told to those who wait
    );
    this.readings.set(name, reading);
    return reading;
  }

  private async read(address: DocumentAddress, signal: AbortSignal): Promise<OpenLog> {
    const stored = await this.readStored(address, signal);
    const log = await this.reader.read(stored.bytes, this.limits(), signal);
    return {
      log,
      index: new LogIndex(log),
      pages: toPages(log),
      sizeBytes: stored.bytes.length,
      lastModified: stored.lastModified ?? 0,
    };
  }

  private readStored(address: DocumentAddress, signal: AbortSignal): Promise<StoredObject> {
    if (address.sourceId === localAuthority) return readLocalFile(address.key, address.key, signal);
    return this.sources.get(address.sourceId).source.readObject(address.key, signal);
  }

  private keep(name: string, log: OpenLog): void {
    this.kept.set(name, log);
    let total = 0;
    for (const [other, { log: text }] of [...this.kept].reverse()) {
      total += text.bytes.byteLength + text.tape.cells.byteLength + text.lineStarts.byteLength;
      if (total > maxKeptBytes && other !== name) this.kept.delete(other);
    }
  }
}

export function toShown(open: OpenLog, address: DocumentAddress): ShownLog {
  if (address.page > open.pages.length) {
    throw new UserError('notFound', `This log has ${open.pages.length} page(s); page ${address.page} does not exist.`);
  }
  const pageUri = (page: number): string => toUriText(toUriParts({ ...address, page }));
  return {
    uri: pageUri(address.page),
    log: open.log,
    index: open.index,
    pages: open.pages,
    pageNumber: address.page,
    pageUri,
  };
}

function toName(address: DocumentAddress): string {
  return `${address.sourceId}\n${address.key}`;
}
