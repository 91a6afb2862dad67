/** A small trail with something done to it, and what AWS answers beside it. */
export interface IntegrityCase {
  readonly name: string;
  /** The region that the AWS CLI is run in: only digests of this source region concern it. */
  readonly region: string;
  /** Words behind `aws cloudtrail validate-logs`. */
  readonly args: readonly string[];
  /** What DescribeTrails answers. */
  readonly trails: readonly TrailDescription[];
  /** What DescribeOrganization answers. */
  readonly organizationId: string;
  /** What ListPublicKeys answers, whatever times it is asked for. */
  readonly publicKeys: readonly ListedKey[];
  readonly faults: readonly CaseFault[];
  readonly buckets: readonly string[];
  readonly objects: readonly CaseObject[];
}

/** A trail as DescribeTrails tells it, with further members. */
export type TrailDescription = {
  readonly TrailARN: string;
  readonly HomeRegion: string;
  readonly S3BucketName: string;
} & Readonly<Record<string, unknown>>;

/** In the words of ListPublicKeys; times are seconds since 1970. */
export interface ListedKey {
  /** Base64 of the DER. */
  readonly Value: string;
  readonly Fingerprint: string;
  readonly ValidityStartTime: number;
  readonly ValidityEndTime: number;
}

/** What S3 answers in place of an object. */
export interface CaseFault {
  readonly method: string;
  /** `/bucket/key` */
  readonly path: string;
  /** Part of the query. */
  readonly query?: string;
  readonly status: number;
  readonly code: string;
  readonly message: string;
  /** Always, when absent. */
  readonly times?: number;
}

export interface CaseObject {
  readonly bucket: string;
  readonly key: string;
  readonly bytes: Uint8Array;
  readonly metadata: Readonly<Record<string, string>>;
}

/** What was recorded of the AWS CLI. */
export interface RecordedRun {
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
  /** Both streams as they came. */
  readonly interleaved: string;
}
