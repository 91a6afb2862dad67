/** One entry of the setting `trailcase.sources`. Holds no secret: a profile is a name in the user's AWS config. */
export interface SourceConfig {
  readonly name?: string;
  /** `s3://bucket/prefix`, or a `file:` URI, or an absolute path. */
  readonly uri: string;
  readonly profile?: string;
  /** Region of the bucket; found by itself when absent. */
  readonly region?: string;
  /** Endpoint of an S3-compatible store. */
  readonly endpoint?: string;
  /** `https://endpoint/bucket/key` instead of `https://bucket.endpoint/key`. */
  readonly pathStyle?: boolean;
  /** Path of a file of CloudTrail's public keys, for validating offline. */
  readonly publicKeys?: string;
  /** `s3://bucket/prefix`: what this source is a copy of. Digests say where they were delivered. */
  readonly originalLocation?: string;
}
