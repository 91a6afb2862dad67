import * as requests from '../protocol/sessionRequests';
import { toRegisterRequest } from './requestHandling';
import type { ServerState } from './serverState';
import { SessionRequests } from './sessionRequests';

/** Answers the requests of protocol/sessionRequests.ts. */
export function registerSessionRequests(state: ServerState): void {
  const sessions = new SessionRequests(state);
  const on = toRegisterRequest(state);
  on(requests.roleChainRequest, (params, signal) => sessions.chain(params, signal));
  on(requests.chainTextRequest, (params, signal) => sessions.chainText(params, signal));
  on(requests.keyDossierRequest, (params, signal) => sessions.dossier(params, signal));
  on(requests.dossierTextRequest, (params, signal) => sessions.dossierText(params, signal));
  on(requests.locateRecordRequest, (params, signal) => sessions.locate(params, signal));
  on(requests.subjectAtRequest, (params, signal) => sessions.subjectAt(params, signal));
}
