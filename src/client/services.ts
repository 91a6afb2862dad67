import type { LogOutputChannel, Uri } from 'vscode';
import type { ScanProgress } from '../protocol/searchRequests';
import type { ValidationProgress } from '../protocol/validationRequests';
import type { CoverageView } from './ledger/coverageView';
import type { DocumentCache } from './documents/documentCache';
import type { TrailTree } from './explorer/trailTree';
import type { TrailViews } from './explorer/trailViews';
import type { IntegrityView } from './integrity/integrityView';
import type { ResultLeases } from './results/resultLeases';
import type { ResultView } from './results/resultView';
import type { QueryHistory } from './search/queryHistory';
import type { LanguageServer } from './server/languageServer';
import type { ServerProgress } from './server/progressListeners';
import type { DossierPanels } from './sessions/dossierPanels';
import type { RoleChainPanels } from './sessions/roleChainPanels';
import type { TimelinePanels } from './timeline/timelinePanels';
import type { ResultTables } from './views/resultTablePanel';
import type { WorkStatus } from './workStatus';

/** What commands work with. */
export interface ClientServices {
  readonly log: LogOutputChannel;
  readonly server: LanguageServer;
  readonly progress: ServerProgress;
  readonly tree: TrailTree;
  readonly views: TrailViews;
  readonly documents: DocumentCache;
  readonly scans: WorkStatus<ScanProgress>;
  readonly validations: WorkStatus<ValidationProgress>;
  readonly coverage: CoverageView;
  readonly integrity: IntegrityView;
  readonly history: QueryHistory;
  readonly results: ResultView;
  readonly leases: ResultLeases;
  readonly tables: ResultTables;
  readonly timelines: TimelinePanels;
  readonly roleChains: RoleChainPanels;
  readonly dossiers: DossierPanels;
  readonly globalStorageUri: Uri;
  readonly extensionUri: Uri;
}
