import { NotificationType, RequestType } from 'vscode-languageserver-protocol';
import type { Location } from 'vscode-languageserver-types';
import type { EpochMs } from '../base/time';
import type { DiscoveredTrail } from '../engine/ports';
import type { TrailChildren } from '../engine/trail/trailNode';
import type { SourceConfig } from './sourceConfig';

/** Bounds for reading logs, from the settings `trailcase.limits.*`. */
export interface ReadLimits {
  /** The most bytes one log may have after gunzip. */
  readonly maxLogBytes: number;
  /** The most a log may grow by gunzip, as a factor, once it is past 16 MB. */
  readonly maxGzipRatio: number;
}

/** How scans read, from the settings `trailcase.scan.*`. */
export interface ScanSettings {
  /** A plan that reads more than one of these needs the user's consent. */
  readonly askAboveBytes: number;
  readonly askAboveObjects: number;
  /** Hard caps: what lies beyond is not read, and the plan says so. */
  readonly maxObjects: number;
  readonly maxBytes: number;
  readonly maxDownloads: number;
  /** Threads that decode; 0: as many as suit the machine. */
  readonly workers: number;
}

/** Originals kept on disk, from the settings `trailcase.cache.*`. */
export interface CacheSettings {
  /** 0: nothing is kept. */
  readonly maxBytes: number;
}

/** From the settings `trailcase.search.*`. */
export interface SearchSettings {
  /** The most records that one result keeps. */
  readonly maxHits: number;
}

export interface ServerSettings {
  readonly sources: readonly SourceConfig[];
  readonly limits: ReadLimits;
  readonly scan: ScanSettings;
  readonly cache: CacheSettings;
  readonly search: SearchSettings;
}

/** Passed as `initializationOptions` by Trailcase's own client; other LSP clients pass nothing. */
export interface InitializationOptions {
  readonly trailcase: { readonly settings: ServerSettings };
}

/** A source as the tree's root shows it. */
export interface SourceRoot {
  /** Stable for the same configuration; the authority of its documents' URIs. */
  readonly sourceId: string;
  readonly label: string;
  /** `s3://bucket/prefix` or a folder's path. */
  readonly location: string;
  readonly isLocal: boolean;
  readonly prefix: string;
  readonly config: SourceConfig;
}

export interface SetSettingsResult {
  readonly roots: readonly SourceRoot[];
  /** Entries of `trailcase.sources` that cannot be used, and why. */
  readonly problems: readonly { readonly index: number; readonly message: string }[];
}

export interface ListChildrenParams {
  readonly sourceId: string;
  /** A source's own prefix, or that of a ContainerNode. */
  readonly prefix: string;
  /** From a MoreNode; absent for the first page. */
  readonly cursor?: string;
}

export interface ObjectParams {
  readonly sourceId: string;
  readonly key: string;
}

export interface ReadDocumentParams {
  /** A `cloudtrail:` URI, see documentUri.ts. */
  readonly uri: string;
}

export interface ReadDocumentResult {
  readonly text: string;
  /** Size as stored. */
  readonly sizeBytes: number;
  readonly lastModified: EpochMs;
  /** Of the whole log; 0 for a raw text. */
  readonly recordCount: number;
  readonly pageCount: number;
  /** Ordinals, from 0, of the records that begin on this page. */
  readonly firstRecord: number;
  readonly endRecord: number;
}

export interface DownloadResult {
  /** Base64 of the bytes exactly as stored. */
  readonly bytes: string;
  /** What S3 said beside the bytes; written to a sidecar file: a digest's signature lives in `metadata`. */
  readonly sidecar: ObjectSidecar;
}

export interface ObjectSidecar {
  readonly uri: string;
  readonly sizeBytes: number;
  /** Of the bytes as stored, in hex. */
  readonly sha256: string;
  /** When the bytes were read, `2026-01-15T14:05:09.000Z`. */
  readonly retrievedAt: string;
  readonly etag?: string;
  readonly versionId?: string;
  readonly lastModified?: string;
  readonly storageClass?: string;
  readonly serverSideEncryption?: string;
  readonly metadata: Readonly<Record<string, string>>;
}

export interface ObjectLinks {
  readonly uri: string;
  /** `arn:aws:s3:::bucket/key`; absent for local files. */
  readonly arn?: string;
  /** Absent for local files and for S3-compatible stores. */
  readonly consoleUrl?: string;
}

export interface AwsProfile {
  readonly name: string;
  readonly region?: string;
  /** `SSO`, `assume role`, `process`, `web identity`, `keys`, `login`, `no credentials`. */
  readonly source: string;
}

export interface DiscoverTrailsParams {
  readonly profile?: string;
  readonly region?: string;
}

export interface DiscoverTrailsResult {
  readonly region: string;
  readonly identity?: string;
  readonly trails: readonly DiscoveredTrail[];
}

export interface OccurrencesParams {
  readonly uri: string;
  readonly kind: 'principal' | 'event' | 'resource';
  /** Ordinal of a record in the log, from 0. */
  readonly record: number;
  /** Which of the record's resources; 0 for a principal or an event. */
  readonly index: number;
}

export interface IamPolicyParams {
  readonly sourceId: string;
}

/** Answers with the roots of the tree; also re-reads every configured source's clients. */
export const setSettingsRequest = new RequestType<ServerSettings, SetSettingsResult, void>('trailcase/setSettings');
export const listChildrenRequest = new RequestType<ListChildrenParams, TrailChildren, void>('trailcase/listChildren');
export const readDocumentRequest = new RequestType<ReadDocumentParams, ReadDocumentResult, void>(
  'trailcase/readDocument',
);
export const downloadRequest = new RequestType<ObjectParams, DownloadResult, void>('trailcase/download');
export const objectLinksRequest = new RequestType<ObjectParams, ObjectLinks, void>('trailcase/objectLinks');
export const listProfilesRequest = new RequestType<void, readonly AwsProfile[], void>('trailcase/listProfiles');
export const discoverTrailsRequest = new RequestType<DiscoverTrailsParams, DiscoverTrailsResult, void>(
  'trailcase/discoverTrails',
);
export const findOccurrencesRequest = new RequestType<OccurrencesParams, readonly Location[], void>(
  'trailcase/findOccurrences',
);
/** Shows what is wrong with a log as diagnostics of its document, until that is closed. */
export const publishProblemsRequest = new RequestType<ReadDocumentParams, null, void>('trailcase/publishProblems');
/** Forgets what was listed and cached in memory under a prefix, so that the next listing asks again. */
export const forgetRequest = new RequestType<ListChildrenParams, null, void>('trailcase/forget');
/** The least-privilege IAM policy (JSON text) for reading a source. */
export const iamPolicyRequest = new RequestType<IamPolicyParams, string, void>('trailcase/iamPolicy');
/** Writes the demo case into a folder (made when absent); answers with the path of the folder. */
export const createDemoCaseRequest = new RequestType<{ readonly folder: string }, { readonly folder: string }, void>(
  'trailcase/createDemoCase',
);

/** Server → client: an assume-role profile wants a code from the user's MFA device. Undefined: the user declined. */
export const askMfaCodeRequest = new RequestType<
  { readonly mfaSerial: string; readonly roleArn?: string },
  string | null,
  void
>('trailcase/askMfaCode');
/** Server → client: AWS asked to slow down, or a call is tried again. */
export const retryingNotification = new NotificationType<{
  readonly operation: string;
  readonly reason: string;
  readonly attempt: number;
}>('trailcase/retrying');
/** Server → client: Code `data` of an error answer of every request above. */
export const userErrorCode = -32001;
