import type { Connection } from 'vscode-languageserver/node';
import type { Log } from '../base/log';
import type { ServerSettings, SetSettingsResult } from '../protocol/requests';
import type { ResultStore } from '../search/resultStore';
import type { OpenLogs } from './openLogs';
import type { PublishedProblems } from './publishedProblems';
import type { SourceRegistry } from './sourceRegistry';
import type { StorageFolders } from './storageFolders';
import type { TextLogs } from './textLogs';
import type { TrailSearches } from './trailSearches';
import type { TrailValidations } from './trailValidations';
import type { RunProblems } from './validationProblems';

/** What the handlers of requests share. */
export interface ServerState {
  readonly connection: Connection;
  readonly log: Log;
  readonly sources: SourceRegistry;
  readonly openLogs: OpenLogs;
  readonly textLogs: TextLogs;
  readonly folders: StorageFolders;
  readonly searches: TrailSearches;
  /** Of searches and timelines of every source. */
  readonly results: ResultStore;
  readonly validations: TrailValidations;
  readonly problems: PublishedProblems;
  readonly runProblems: RunProblems;
  readonly settings: () => ServerSettings;
  readonly setSettings: (settings: ServerSettings) => SetSettingsResult;
  /** Whether Trailcase's own client asks: no other one can run commands of hovers. */
  readonly hasOwnClient: () => boolean;
  /** Has the editor ask for its CodeLenses anew, where it can. */
  readonly refreshLenses: () => void;
}
