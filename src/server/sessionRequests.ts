import { version } from '../../package.json';
import { writeDossier } from '../engine/dossier/report/dossierReport';
import type { KeyDossier } from '../engine/dossier/dossier';
import { writeChain } from '../engine/session/report/chainReport';
import type * as requests from '../protocol/sessionRequests';
import { findKeyDossier } from '../search/keyDossier';
import { findRoleChain } from '../search/roleChain';
import { findDocumentSource } from './documentObjects';
import { findSubjects, findTextSubjects } from './features/subjectAt';
import { findShown } from './languageFeatures';
import { findRecordPlace } from './recordPlace';
import { toStatement } from './searchAnswer';
import { toProgressTeller } from './searchProgress';
import type { ServerState } from './serverState';

/** Role chains, dossiers of access keys, and what can be asked about at a place of a document. */
export class SessionRequests {
  constructor(private readonly state: ServerState) {}

  async chain({ sourceId, subject }: requests.RoleChainParams, signal: AbortSignal): Promise<requests.RoleChainResult> {
    const started = performance.now();
    const { chain, coverage } = await findRoleChain(this.state.searches.get(sourceId), subject, signal);
    return { chain, coverage: toStatement(coverage), elapsedMs: performance.now() - started };
  }

  async chainText(
    { sourceId, subject, format }: requests.RoleChainParams & { readonly format: requests.DocumentFormat },
    signal: AbortSignal,
  ): Promise<string> {
    const { chain, coverage } = await findRoleChain(this.state.searches.get(sourceId), subject, signal);
    return writeChain(format, chain, coverage);
  }

  dossier(
    { sourceId, accessKeyId, withAssumed, progressId }: requests.DossierParams,
    signal: AbortSignal,
  ): Promise<KeyDossier> {
    const tell = toProgressTeller(this.state, progressId);
    return findKeyDossier(
      this.state.searches.get(sourceId),
      { accessKeyId, withAssumed },
      ({ originalsDone, originalsTotal }) => {
        tell({ hits: 0, logsDone: originalsDone, logsTotal: originalsTotal });
      },
      signal,
    );
  }

  async dossierText(
    { format, ...params }: requests.DossierParams & { readonly format: requests.DocumentFormat },
    signal: AbortSignal,
  ): Promise<string> {
    const { location } = this.state.sources.get(params.sourceId);
    const dossier = await this.dossier(params, signal);
    return writeDossier(format, dossier, { generator: `trailcase ${version}`, location });
  }

  async locate(
    { sourceId, record }: requests.LocateRecordParams,
    signal: AbortSignal,
  ): Promise<requests.RecordLocation> {
    const { uri, range } = await findRecordPlace(this.state, sourceId, record, signal);
    return { documentUri: uri, range };
  }

  async subjectAt({ uri, ...place }: requests.SubjectAtParams, signal: AbortSignal): Promise<requests.SubjectAt> {
    const shown = await findShown(this.state, uri, signal);
    const subjects = shown === undefined ? findTextSubjects(place.selection ?? '') : findSubjects(shown, place);
    const sourceId = findDocumentSource(this.state.sources, uri);
    return sourceId === undefined ? subjects : { sourceId, ...subjects };
  }
}
