import type { Log } from '../../base/log';
import type { ChainGap, RecordRef, SessionSubject } from '../../engine/session/session';
import type { TimelineSubject } from '../../engine/timeline/timeline';
import type { SessionAction } from '../../protocol/sessionMessages';

export interface SessionFile {
  /** Of the dialog: `Export Role Chain`. */
  readonly title: string;
  /** What the button says. */
  readonly saveLabel: string;
  /** Without its extension. */
  readonly name: string;
  readonly extension: string;
}

/** What a role chain or dossier cannot do by itself. A function that fails says so in the view it was called for. */
export interface SessionPorts {
  readonly openRecord: (
    sourceId: string,
    record: Pick<RecordRef, 'key' | 'ordinal'>,
    options: { readonly preserveFocus: boolean },
  ) => Promise<void>;
  readonly openTimeline: (sourceId: string, subject: TimelineSubject) => Promise<void>;
  readonly openChain: (sourceId: string, subject: SessionSubject, title: string) => Promise<void>;
  readonly openDossier: (sourceId: string, accessKeyId: string) => Promise<void>;
  readonly search: (sourceId: string, query: string) => Promise<void>;
  /** Resolves when it is indexed; rejects with an AbortError when the user does not want it. */
  readonly index: (sourceId: string, toIndex: NonNullable<ChainGap['toIndex']>) => Promise<void>;
  /** Asks for a file and writes it. Rejects with an AbortError on Escape. */
  readonly saveFile: (file: SessionFile, content: string | Uint8Array) => Promise<void>;
  readonly writeClipboard: (text: string) => Promise<void>;
  /** Shows that something is under way, with a way to cancel it. */
  readonly withProgress: <R>(title: string, work: (signal: AbortSignal) => Promise<R>) => Promise<R>;
}

export interface SessionActionContext {
  readonly sourceId: string;
  readonly ports: SessionPorts;
  readonly log: Log;
  readonly page: ActingPage;
}

/** What actions do to the page that they come from. */
export interface ActingPage {
  say(text: string): void;
  /** Asks the server again. */
  run(): Promise<void>;
  /** Ends what `run` has begun. */
  stop(): void;
}

export async function carryOut(action: SessionAction, context: SessionActionContext): Promise<void> {
  const { sourceId, ports, log, page } = context;
  switch (action.kind) {
    case 'openRecord':
      await ports.openRecord(sourceId, action.record, action);
      return;
    case 'openTimeline':
      await ports.openTimeline(sourceId, action.subject);
      return;
    case 'openDossier':
      await ports.openDossier(sourceId, action.accessKeyId);
      return;
    case 'search':
      await ports.search(sourceId, action.query);
      return;
    case 'index':
      await ports.index(sourceId, action.toIndex);
      await page.run();
      return;
    case 'copyText':
      await ports.writeClipboard(action.text);
      page.say(`${action.what} copied`);
      return;
    case 'stop':
      page.stop();
      return;
    case 'retry':
      await page.run();
      return;
    case 'broken':
      log.error(`The page of a role chain or dossier failed: ${action.message}`);
      return;
    default:
      action satisfies never;
  }
}
