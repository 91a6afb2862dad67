import type { LogOutputChannel, Uri } from 'vscode';
import type { DocumentCache } from './documents/documentCache';
import type { TrailTree } from './explorer/trailTree';
import type { TrailViews } from './explorer/trailViews';
import type { LanguageServer } from './server/languageServer';

/** What commands work with. */
export interface ClientServices {
  readonly log: LogOutputChannel;
  readonly server: LanguageServer;
  readonly tree: TrailTree;
  readonly views: TrailViews;
  readonly documents: DocumentCache;
  readonly globalStorageUri: Uri;
}
