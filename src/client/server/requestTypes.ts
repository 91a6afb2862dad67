import type { RequestType } from 'vscode-languageclient/node';
import {
  createDemoCaseRequest,
  discoverTrailsRequest,
  downloadRequest,
  findOccurrencesRequest,
  forgetRequest,
  iamPolicyRequest,
  listChildrenRequest,
  listProfilesRequest,
  objectLinksRequest,
  publishProblemsRequest,
  readDocumentRequest,
  setSettingsRequest,
} from '../../protocol/requests';
import {
  checkQueryRequest,
  clearCacheRequest,
  closeResultRequest,
  completeQueryRequest,
  coverageRequest,
  deleteIndexRequest,
  exportResultRequest,
  locateHitRequest,
  planScanRequest,
  resultGroupsRequest,
  resultPageRequest,
  runScanRequest,
  runSqlRequest,
  searchRequest,
  suggestValuesRequest,
  unreadableRequest,
} from '../../protocol/searchRequests';
import {
  chainTextRequest,
  dossierTextRequest,
  keyDossierRequest,
  locateRecordRequest,
  roleChainRequest,
  subjectAtRequest,
} from '../../protocol/sessionRequests';
import {
  exportTimelineRequest,
  openTimelineRequest,
  timelinePictureRequest,
  timelineRowOfRequest,
  timelineRowsRequest,
} from '../../protocol/timelineRequests';
import {
  deleteValidationRequest,
  digestNeighboursRequest,
  objectValidationRequest,
  saveKeysRequest,
  validateRequest,
  validationBadgesRequest,
  validationFindingsRequest,
  validationObjectsRequest,
  validationReportRequest,
  validationRunsRequest,
} from '../../protocol/validationRequests';

/**
 * Loads the LSP protocol at run time: only connection.ts may import this by value. Everyone else asks by name,
 * so that activation need not load the language client.
 */
export const requestTypes = {
  chainText: chainTextRequest,
  checkQuery: checkQueryRequest,
  clearCache: clearCacheRequest,
  closeResult: closeResultRequest,
  completeQuery: completeQueryRequest,
  coverage: coverageRequest,
  createDemoCase: createDemoCaseRequest,
  deleteIndex: deleteIndexRequest,
  deleteValidation: deleteValidationRequest,
  digestNeighbours: digestNeighboursRequest,
  discoverTrails: discoverTrailsRequest,
  dossierText: dossierTextRequest,
  download: downloadRequest,
  exportResult: exportResultRequest,
  exportTimeline: exportTimelineRequest,
  findOccurrences: findOccurrencesRequest,
  forget: forgetRequest,
  iamPolicy: iamPolicyRequest,
  keyDossier: keyDossierRequest,
  listChildren: listChildrenRequest,
  listProfiles: listProfilesRequest,
  locateHit: locateHitRequest,
  locateRecord: locateRecordRequest,
  objectLinks: objectLinksRequest,
  objectValidation: objectValidationRequest,
  openTimeline: openTimelineRequest,
  planScan: planScanRequest,
  publishProblems: publishProblemsRequest,
  readDocument: readDocumentRequest,
  resultGroups: resultGroupsRequest,
  resultPage: resultPageRequest,
  roleChain: roleChainRequest,
  runScan: runScanRequest,
  runSql: runSqlRequest,
  saveKeys: saveKeysRequest,
  search: searchRequest,
  setSettings: setSettingsRequest,
  subjectAt: subjectAtRequest,
  suggestValues: suggestValuesRequest,
  timelinePicture: timelinePictureRequest,
  timelineRowOf: timelineRowOfRequest,
  timelineRows: timelineRowsRequest,
  unreadable: unreadableRequest,
  validate: validateRequest,
  validationBadges: validationBadgesRequest,
  validationFindings: validationFindingsRequest,
  validationObjects: validationObjectsRequest,
  validationReport: validationReportRequest,
  validationRuns: validationRunsRequest,
};

export type RequestName = keyof typeof requestTypes;
type Parts<N extends RequestName> =
  (typeof requestTypes)[N] extends RequestType<infer P, infer R, void> ? [P, R] : never;
export type ParamsOf<N extends RequestName> = Parts<N>[0];
export type ResultOf<N extends RequestName> = Parts<N>[1];

/** What the client needs of the server: fails with a UserError, or an AbortError when the signal aborts. */
export interface RequestSender {
  ask<N extends RequestName>(name: N, params: ParamsOf<N>, signal?: AbortSignal): Promise<ResultOf<N>>;
}
