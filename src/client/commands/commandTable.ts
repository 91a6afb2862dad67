import type { CommandFactory } from './command';
import type { CommandId } from './commandIds';
import { addS3Location } from './addS3Location';
import { chooseProfile } from './chooseProfile';
import { choosePublicKeys } from './choosePublicKeys';
import { clearCache } from './clearCache';
import { clearResults } from './clearResults';
import { copyArn } from './copyArn';
import { copyConsoleLink } from './copyConsoleLink';
import { copyFinding } from './copyFinding';
import { copyIamPolicy } from './copyIamPolicy';
import { copyRecords } from './copyRecords';
import { copyRows } from './copyRows';
import { copyRowsAsMarkdown } from './copyRowsAsMarkdown';
import { copyUri } from './copyUri';
import { deleteIndex } from './deleteIndex';
import { deleteValidation } from './deleteValidation';
import { discoverTrails } from './discoverTrails';
import { download } from './download';
import { editSource } from './editSource';
import { exportResults } from './exportResults';
import { exportTimeline } from './exportTimeline';
import { findAccessKey } from './findAccessKey';
import { findResource } from './findResource';
import { findSelection } from './findSelection';
import { goToDay } from './goToDay';
import { goToRecord } from './goToRecord';
import { groupResults } from './groupResults';
import { indexRange } from './indexRange';
import { loadMore } from './loadMore';
import { loadMoreResults } from './loadMoreResults';
import { nextDigest } from './nextDigest';
import { nextPage } from './nextPage';
import { open } from './open';
import { openConsoleLink } from './openConsoleLink';
import { openDemoCase } from './openDemoCase';
import { openDigest } from './openDigest';
import { openDigestLog } from './openDigestLog';
import { openFolder } from './openFolder';
import { openHit } from './openHit';
import { openLogFile } from './openLogFile';
import { openPage } from './openPage';
import { openRaw } from './openRaw';
import { openSql } from './openSql';
import { openTable } from './openTable';
import { peekOccurrences } from './peekOccurrences';
import { pickValidation } from './pickValidation';
import { previousDigest } from './previousDigest';
import { previousPage } from './previousPage';
import { refresh } from './refresh';
import { refreshCoverage } from './refreshCoverage';
import { removeSource } from './removeSource';
import { resetTimeline } from './resetTimeline';
import { restartServer } from './restartServer';
import { retry } from './retry';
import { revealInTrails } from './revealInTrails';
import { runSql } from './runSql';
import { savePublicKeys } from './savePublicKeys';
import { saveValidationReport } from './saveValidationReport';
import { searchAgain } from './searchAgain';
import { searchRecords } from './searchRecords';
import { setOriginalLocation } from './setOriginalLocation';
import { showCallHierarchy } from './showCallHierarchy';
import { showCoverage } from './showCoverage';
import { showDossier } from './showDossier';
import { showHashes } from './showHashes';
import { showLog } from './showLog';
import { showRoleChain } from './showRoleChain';
import { showTimeline } from './showTimeline';
import { showUnreadable } from './showUnreadable';
import { showValidation } from './showValidation';
import { sortResults } from './sortResults';
import { stopListing } from './stopListing';
import { stopSearch } from './stopSearch';
import { toggleLocalTime } from './toggleLocalTime';
import { validateAgain } from './validateAgain';
import { validateIntegrity } from './validateIntegrity';
import { verifyDigest } from './verifyDigest';
import { zoomInTimeline } from './zoomInTimeline';
import { zoomOutTimeline } from './zoomOutTimeline';

/** Every command and what makes its handler. The type asks for each id, and for no other. */
export const commandTable: Readonly<Record<CommandId, CommandFactory>> = {
  'trailcase.addS3Location': addS3Location,
  'trailcase.chooseProfile': chooseProfile,
  'trailcase.choosePublicKeys': choosePublicKeys,
  'trailcase.clearCache': clearCache,
  'trailcase.clearResults': clearResults,
  'trailcase.copyArn': copyArn,
  'trailcase.copyConsoleLink': copyConsoleLink,
  'trailcase.copyFinding': copyFinding,
  'trailcase.copyIamPolicy': copyIamPolicy,
  'trailcase.copyRecords': copyRecords,
  'trailcase.copyRows': copyRows,
  'trailcase.copyRowsAsMarkdown': copyRowsAsMarkdown,
  'trailcase.copyUri': copyUri,
  'trailcase.deleteIndex': deleteIndex,
  'trailcase.deleteValidation': deleteValidation,
  'trailcase.discoverTrails': discoverTrails,
  'trailcase.download': download,
  'trailcase.editSource': editSource,
  'trailcase.exportResults': exportResults,
  'trailcase.exportTimeline': exportTimeline,
  'trailcase.findAccessKey': findAccessKey,
  'trailcase.findResource': findResource,
  'trailcase.findSelection': findSelection,
  'trailcase.goToDay': goToDay,
  'trailcase.goToRecord': goToRecord,
  'trailcase.groupResults': groupResults,
  'trailcase.indexRange': indexRange,
  'trailcase.loadMore': loadMore,
  'trailcase.loadMoreResults': loadMoreResults,
  'trailcase.nextDigest': nextDigest,
  'trailcase.nextPage': nextPage,
  'trailcase.open': open,
  'trailcase.openConsoleLink': openConsoleLink,
  'trailcase.openDemoCase': openDemoCase,
  'trailcase.openDigest': openDigest,
  'trailcase.openDigestLog': openDigestLog,
  'trailcase.openFolder': openFolder,
  'trailcase.openHit': openHit,
  'trailcase.openLogFile': openLogFile,
  'trailcase.openPage': openPage,
  'trailcase.openRaw': openRaw,
  'trailcase.openSql': openSql,
  'trailcase.openTable': openTable,
  'trailcase.peekOccurrences': peekOccurrences,
  'trailcase.pickValidation': pickValidation,
  'trailcase.previousDigest': previousDigest,
  'trailcase.previousPage': previousPage,
  'trailcase.refresh': refresh,
  'trailcase.refreshCoverage': refreshCoverage,
  'trailcase.removeSource': removeSource,
  'trailcase.resetTimeline': resetTimeline,
  'trailcase.restartServer': restartServer,
  'trailcase.retry': retry,
  'trailcase.revealInTrails': revealInTrails,
  'trailcase.runSql': runSql,
  'trailcase.savePublicKeys': savePublicKeys,
  'trailcase.saveValidationReport': saveValidationReport,
  'trailcase.searchAgain': searchAgain,
  'trailcase.searchRecords': searchRecords,
  'trailcase.setOriginalLocation': setOriginalLocation,
  'trailcase.showCallHierarchy': showCallHierarchy,
  'trailcase.showCoverage': showCoverage,
  'trailcase.showDossier': showDossier,
  'trailcase.showHashes': showHashes,
  'trailcase.showLog': showLog,
  'trailcase.showRoleChain': showRoleChain,
  'trailcase.showTimeline': showTimeline,
  'trailcase.showUnreadable': showUnreadable,
  'trailcase.showValidation': showValidation,
  'trailcase.sortResults': sortResults,
  'trailcase.stopListing': stopListing,
  'trailcase.stopSearch': stopSearch,
  'trailcase.toggleLocalTime': toggleLocalTime,
  'trailcase.validateAgain': validateAgain,
  'trailcase.validateIntegrity': validateIntegrity,
  'trailcase.verifyDigest': verifyDigest,
  'trailcase.zoomInTimeline': zoomInTimeline,
  'trailcase.zoomOutTimeline': zoomOutTimeline,
};
