import { LogIndex } from '../engine/record/logIndex';
import { toPages } from '../engine/record/logPages';
import { readLogText } from '../engine/record/logText';
import type { ReadLimits } from '../protocol/requests';
import type { ShownLog } from './features/shownLog';

/** Logs whose text an editor holds itself (a `.json` file, another LSP client): shown as they stand, white space and all. */
export class TextLogs {
  private readonly shown = new Map<string, ShownLog>();

  constructor(private readonly limits: () => ReadLimits) {}

  set(uri: string, text: string): ShownLog {
    const log = readLogText(Buffer.from(text), { ...this.limits(), reindents: false });
    // The editor holds the whole text, however long: one page.
    const pages = toPages(log, { maxBytes: Infinity, maxLines: Infinity });
    const shown: ShownLog = { uri, log, index: new LogIndex(log), pages, pageNumber: 1, pageUri: () => uri };
    this.shown.set(uri, shown);
    return shown;
  }

  get(uri: string): ShownLog | undefined {
    return this.shown.get(uri);
  }

  delete(uri: string): void {
    this.shown.delete(uri);
  }
}
