import { RequestType } from 'vscode-languageserver-protocol';
import type { Range } from 'vscode-languageserver-types';
import type { KeyDossier } from '../engine/dossier/dossier';
import type { RecordRef, RoleChain, SessionSubject } from '../engine/session/session';
import type { TimelineSubject } from '../engine/timeline/timeline';
import type { CoverageStatement } from './searchRequests';

export interface RoleChainParams {
  readonly sourceId: string;
  readonly subject: SessionSubject;
}

export interface RoleChainResult {
  readonly chain: RoleChain;
  readonly coverage: CoverageStatement;
  readonly elapsedMs: number;
}

export interface DossierParams {
  readonly sourceId: string;
  readonly accessKeyId: string;
  /** Count the sessions that were assumed with it, too. */
  readonly withAssumed: boolean;
  /** For `searchProgressNotification`: `logsDone` of `logsTotal` are originals that were read. */
  readonly progressId?: string;
}

export const documentFormats = ['markdown', 'html', 'json', 'text'] as const;
export type DocumentFormat = (typeof documentFormats)[number];

/** Where a record stands, ready to be opened. */
export interface RecordLocation {
  readonly documentUri: string;
  readonly range: Range;
}

/** What can be asked about at a place of a document: the best first. */
export interface SubjectAt {
  /** The source of the document, or of the configured folder that the file lies in. Absent: the document is of none. */
  readonly sourceId?: string;
  readonly timeline: readonly TimelineSubject[];
  readonly sessions: readonly SessionSubject[];
  /** Access keys at the place, or of its record: for the dossier. */
  readonly keys: readonly string[];
}

export interface SubjectAtParams {
  readonly uri: string;
  /** A position in the document … */
  readonly line?: number;
  readonly character?: number;
  /** … or what a CodeLens stands for, as `OccurrencesParams`. */
  readonly record?: number;
  readonly kind?: 'principal' | 'event' | 'resource';
  readonly index?: number;
  /** Text that is selected. */
  readonly selection?: string;
}

export interface LocateRecordParams {
  readonly sourceId: string;
  readonly record: Pick<RecordRef, 'key' | 'ordinal'>;
}

export const roleChainRequest = new RequestType<RoleChainParams, RoleChainResult, void>('trailcase/roleChain');
export const keyDossierRequest = new RequestType<DossierParams, KeyDossier, void>('trailcase/keyDossier');
/** The dossier or chain as a text of a format: for saving and copying. */
export const dossierTextRequest = new RequestType<DossierParams & { readonly format: DocumentFormat }, string, void>(
  'trailcase/dossierText',
);
export const chainTextRequest = new RequestType<RoleChainParams & { readonly format: DocumentFormat }, string, void>(
  'trailcase/chainText',
);
/** Where the record of an edge, a sample … stands in its document. */
export const locateRecordRequest = new RequestType<LocateRecordParams, RecordLocation, void>('trailcase/locateRecord');
export const subjectAtRequest = new RequestType<SubjectAtParams, SubjectAt, void>('trailcase/subjectAt');
