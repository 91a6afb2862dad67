import { NotificationType, RequestType } from 'vscode-languageserver-protocol';
import type { EpochMs } from '../base/time';
import type { ReportFinding } from '../engine/digest/report/findings';
import type {
  ObjectStatus,
  ValidatedHour,
  ValidatedObject,
  ValidationHeader,
  Weight,
} from '../engine/digest/validation';
import type { SearchScope } from './searchRequests';

export interface ValidateParams {
  /** `from` and `to` are times of delivery, both included. */
  readonly scope: SearchScope;
  /** A trail's name or ARN: absent, every trail that has digests there. */
  readonly trail?: string;
  /** Overrides the source's own `publicKeys`: path of a saved key file on the server's machine. */
  readonly publicKeysFile?: string;
  /** Overrides the source's own `originalLocation`: `s3://bucket/prefix` that this source is a copy of. */
  readonly originalLocation?: string;
  /** False: read everything again, whatever earlier runs remember. */
  readonly isResuming: boolean;
  readonly progressId: string;
}

export interface ValidationProgress {
  readonly progressId: string;
  readonly phase: 'listing' | 'reading' | 'finishing';
  /** Accounts × regions. */
  readonly lanesDone: number;
  readonly lanesTotal: number;
  readonly objectsDone: number;
  /** Of what is listed so far. */
  readonly objectsTotal: number;
  readonly objectsPerSecond: number;
  readonly bytesPerSecond: number;
  /** Objects found to be wrong so far. */
  readonly wrong: number;
  readonly secondsLeft?: number;
}

/** What was found, in one group. Hand its id to `validationObjects`. */
export type ValidationFinding = ReportFinding;

/** An object of a finding, for the view. */
export interface ValidationObjectRow extends ValidatedObject {
  readonly uri: string | null;
  /** `cloudtrail:` URI of the document; absent when there is nothing to open. */
  readonly documentUri?: string;
  readonly digestDocumentUri?: string;
}

export interface ValidationObjectsParams {
  readonly sourceId: string;
  readonly runId: string;
  readonly findingId: string;
  readonly offset: number;
  readonly limit: number;
}

export interface ValidationObjectsPage {
  readonly total: number;
  readonly objects: readonly ValidationObjectRow[];
  /** Of a finding of hours. */
  readonly hours: readonly ValidatedHour[];
}

/** What the last run that saw a node says of it. */
export interface ValidationBadge {
  /** The worst of it: `valid` only when everything below was. */
  readonly status: ObjectStatus | 'gap' | 'unproven';
  readonly weight: Weight;
  /** True of a folder when no run looked at all of it: what it says holds only for what was looked at. */
  readonly isPartial?: boolean;
  readonly validatedTime: EpochMs;
  /** For the tooltip: counts of a folder, or the reason of an object. */
  readonly text: string;
}

/** What is known of one object: for its CodeLens, its diagnostic, and the hovers of a digest. */
export interface ObjectValidation {
  readonly object: ValidationObjectRow;
  readonly validatedTime: EpochMs;
  readonly runId: string;
}

export interface ReportParams {
  readonly sourceId: string;
  readonly runId: string;
  readonly format: 'html' | 'markdown' | 'json' | 'junit';
  /** Path of the file to write on the server's machine. Absent: the text is the answer. */
  readonly file?: string;
  readonly progressId: string;
}

export const validateRequest = new RequestType<ValidateParams, ValidationHeader, void>('trailcase/validate');
/** Runs that are kept, newest first. */
export const validationRunsRequest = new RequestType<{ readonly sourceId: string }, readonly ValidationHeader[], void>(
  'trailcase/validationRuns',
);
export const validationFindingsRequest = new RequestType<
  { readonly sourceId: string; readonly runId: string },
  readonly ValidationFinding[],
  void
>('trailcase/validationFindings');
export const validationObjectsRequest = new RequestType<ValidationObjectsParams, ValidationObjectsPage, void>(
  'trailcase/validationObjects',
);
/** One answer for each place (a prefix ending in `/`, `''`, or an object's key), null where no run saw it. */
export const validationBadgesRequest = new RequestType<
  { readonly sourceId: string; readonly places: readonly string[] },
  readonly (ValidationBadge | null)[],
  void
>('trailcase/validationBadges');
export const objectValidationRequest = new RequestType<{ readonly uri: string }, ObjectValidation | null, void>(
  'trailcase/objectValidation',
);
export const validationReportRequest = new RequestType<ReportParams, { readonly text?: string }, void>(
  'trailcase/validationReport',
);
export const deleteValidationRequest = new RequestType<
  { readonly sourceId: string; readonly runId: string },
  null,
  void
>('trailcase/deleteValidation');
/** The digest that a `cloudtrail:` document shows: its neighbours and logs as documents, for CodeLens commands. */
export interface DigestNeighbours {
  readonly previousUri?: string;
  /** Found by listing; absent when there is none. */
  readonly nextUri?: string;
  /** What `Verify This Digest` validates. */
  readonly scope: SearchScope;
  readonly trail?: string;
}
export const digestNeighboursRequest = new RequestType<{ readonly uri: string }, DigestNeighbours, void>(
  'trailcase/digestNeighbours',
);
export interface SaveKeysParams {
  readonly sourceId: string;
  readonly regions: readonly string[];
  readonly from: EpochMs;
  readonly to: EpochMs;
  readonly file: string;
}
export const saveKeysRequest = new RequestType<SaveKeysParams, { readonly keys: number }, void>('trailcase/saveKeys');
/** Server → client, at most four times a second. */
export const validationProgressNotification = new NotificationType<ValidationProgress>('trailcase/validationProgress');
/** Server → client: badges of this source are to be asked for anew. */
export const validationChangedNotification = new NotificationType<{ readonly sourceId: string }>(
  'trailcase/validationChanged',
);
