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

/**
 * Loads the LSP protocol at run time: only connection.ts may import this by value. Everyone else asks by name,
 * so that activation need not load the language client.
 */
export const requestTypes = {
  createDemoCase: createDemoCaseRequest,
  discoverTrails: discoverTrailsRequest,
  download: downloadRequest,
  findOccurrences: findOccurrencesRequest,
  forget: forgetRequest,
  iamPolicy: iamPolicyRequest,
  listChildren: listChildrenRequest,
  listProfiles: listProfilesRequest,
  objectLinks: objectLinksRequest,
  publishProblems: publishProblemsRequest,
  readDocument: readDocumentRequest,
  setSettings: setSettingsRequest,
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
