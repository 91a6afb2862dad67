import type { LogOutputChannel, Uri } from 'vscode';
import type { CoverageView } from './ledger/coverageView';
import type { DocumentCache } from './documents/documentCache';
import type { TrailTree } from './explorer/trailTree';
import type { TrailViews } from './explorer/trailViews';
import type { ResultLeases } from './results/resultLeases';
import type { ResultView } from './results/resultView';
import type { ScanStatus } from './scan/scanStatus';
import type { QueryHistory } from './search/queryHistory';
import type { LanguageServer } from './server/languageServer';
import type { ServerProgress } from './server/progressListeners';
import type { ResultTables } from './views/resultTablePanel';

/** What commands work with. */
export interface ClientServices {
  readonly log: LogOutputChannel;
  readonly server: LanguageServer;
  readonly progress: ServerProgress;
  readonly tree: TrailTree;
  readonly views: TrailViews;
  readonly documents: DocumentCache;
  readonly scans: ScanStatus;
  readonly coverage: CoverageView;
  readonly history: QueryHistory;
  readonly results: ResultView;
  readonly leases: ResultLeases;
  readonly tables: ResultTables;
  readonly globalStorageUri: Uri;
  readonly extensionUri: Uri;
}
