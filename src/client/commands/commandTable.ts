import type { CommandFactory } from './command';
import type { CommandId } from './commandIds';
import { addS3Location } from './addS3Location';
import { chooseProfile } from './chooseProfile';
import { clearCache } from './clearCache';
import { clearResults } from './clearResults';
import { copyArn } from './copyArn';
import { copyConsoleLink } from './copyConsoleLink';
import { copyIamPolicy } from './copyIamPolicy';
import { copyRecords } from './copyRecords';
import { copyRows } from './copyRows';
import { copyRowsAsMarkdown } from './copyRowsAsMarkdown';
import { copyUri } from './copyUri';
import { deleteIndex } from './deleteIndex';
import { discoverTrails } from './discoverTrails';
import { download } from './download';
import { editSource } from './editSource';
import { exportResults } from './exportResults';
import { findAccessKey } from './findAccessKey';
import { findResource } from './findResource';
import { findSelection } from './findSelection';
import { goToDay } from './goToDay';
import { goToRecord } from './goToRecord';
import { groupResults } from './groupResults';
import { indexRange } from './indexRange';
import { loadMore } from './loadMore';
import { loadMoreResults } from './loadMoreResults';
import { nextPage } from './nextPage';
import { open } from './open';
import { openConsoleLink } from './openConsoleLink';
import { openDemoCase } from './openDemoCase';
import { openFolder } from './openFolder';
import { openHit } from './openHit';
import { openLogFile } from './openLogFile';
import { openPage } from './openPage';
import { openRaw } from './openRaw';
import { openSql } from './openSql';
import { openTable } from './openTable';
import { peekOccurrences } from './peekOccurrences';
import { previousPage } from './previousPage';
import { refresh } from './refresh';
import { refreshCoverage } from './refreshCoverage';
import { removeSource } from './removeSource';
import { restartServer } from './restartServer';
import { retry } from './retry';
import { revealInTrails } from './revealInTrails';
import { runSql } from './runSql';
import { searchAgain } from './searchAgain';
import { searchRecords } from './searchRecords';
import { showCoverage } from './showCoverage';
import { showLog } from './showLog';
import { showUnreadable } from './showUnreadable';
import { sortResults } from './sortResults';
import { stopListing } from './stopListing';
import { stopSearch } from './stopSearch';

/** Every command and what makes its handler. The type asks for each id, and for no other. */
export const commandTable: Readonly<Record<CommandId, CommandFactory>> = {
  'trailcase.addS3Location': addS3Location,
  'trailcase.chooseProfile': chooseProfile,
  'trailcase.clearCache': clearCache,
  'trailcase.clearResults': clearResults,
  'trailcase.copyArn': copyArn,
  'trailcase.copyConsoleLink': copyConsoleLink,
  'trailcase.copyIamPolicy': copyIamPolicy,
  'trailcase.copyRecords': copyRecords,
  'trailcase.copyRows': copyRows,
  'trailcase.copyRowsAsMarkdown': copyRowsAsMarkdown,
  'trailcase.copyUri': copyUri,
  'trailcase.deleteIndex': deleteIndex,
  'trailcase.discoverTrails': discoverTrails,
  'trailcase.download': download,
  'trailcase.editSource': editSource,
  'trailcase.exportResults': exportResults,
  'trailcase.findAccessKey': findAccessKey,
  'trailcase.findResource': findResource,
  'trailcase.findSelection': findSelection,
  'trailcase.goToDay': goToDay,
  'trailcase.goToRecord': goToRecord,
  'trailcase.groupResults': groupResults,
  'trailcase.indexRange': indexRange,
  'trailcase.loadMore': loadMore,
  'trailcase.loadMoreResults': loadMoreResults,
  'trailcase.nextPage': nextPage,
  'trailcase.open': open,
  'trailcase.openConsoleLink': openConsoleLink,
  'trailcase.openDemoCase': openDemoCase,
  'trailcase.openFolder': openFolder,
  'trailcase.openHit': openHit,
  'trailcase.openLogFile': openLogFile,
  'trailcase.openPage': openPage,
  'trailcase.openRaw': openRaw,
  'trailcase.openSql': openSql,
  'trailcase.openTable': openTable,
  'trailcase.peekOccurrences': peekOccurrences,
  'trailcase.previousPage': previousPage,
  'trailcase.refresh': refresh,
  'trailcase.refreshCoverage': refreshCoverage,
  'trailcase.removeSource': removeSource,
  'trailcase.restartServer': restartServer,
  'trailcase.retry': retry,
  'trailcase.revealInTrails': revealInTrails,
  'trailcase.runSql': runSql,
  'trailcase.searchAgain': searchAgain,
  'trailcase.searchRecords': searchRecords,
  'trailcase.showCoverage': showCoverage,
  'trailcase.showLog': showLog,
  'trailcase.showUnreadable': showUnreadable,
  'trailcase.sortResults': sortResults,
  'trailcase.stopListing': stopListing,
  'trailcase.stopSearch': stopSearch,
};
