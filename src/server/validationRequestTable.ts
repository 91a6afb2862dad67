import * as requests from '../protocol/validationRequests';
import { findDigestNeighbours } from './digestNeighbours';
import { saveKeys } from './keySaving';
import { toRegisterRequest } from './requestHandling';
import type { ServerState } from './serverState';
import { ValidationRequests } from './validationRequests';

/** Answers the requests of protocol/validationRequests.ts. */
export function registerValidationRequests(state: ServerState): void {
  const validations = new ValidationRequests(state);
  const on = toRegisterRequest(state);
  on(requests.validateRequest, (params, signal) => validations.validate(params, signal));
  on(requests.validationRunsRequest, ({ sourceId }) => validations.runs(sourceId));
  on(requests.validationFindingsRequest, ({ sourceId, runId }, signal) =>
    validations.findings(sourceId, runId, signal),
  );
  on(requests.validationObjectsRequest, (params, signal) => validations.objects(params, signal));
  on(requests.validationBadgesRequest, ({ sourceId, places }, signal) => validations.badges(sourceId, places, signal));
  on(requests.objectValidationRequest, ({ uri }) => validations.objectValidation(uri));
  on(requests.validationReportRequest, (params, signal) => validations.report(params, signal));
  on(requests.deleteValidationRequest, ({ sourceId, runId }) => validations.delete(sourceId, runId));
  on(requests.digestNeighboursRequest, ({ uri }, signal) => findDigestNeighbours(state, uri, signal));
  on(requests.saveKeysRequest, (params, signal) => saveKeys(state.sources, params, signal));
}
