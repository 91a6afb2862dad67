import type { EpochMs } from '../../base/time';
import type { UserErrorData } from '../../base/errors';

/** What a prefix in a bucket (or a folder on disk) means in CloudTrail's key layout. */
export type TrailLevel =
  | 'folder' // above, or outside of, the layout
  | 'trailRoot' // …/AWSLogs/
  | 'organization' // …/AWSLogs/o-…/
  | 'account'
  | 'kind' // CloudTrail, CloudTrail-Digest, …
  | 'region'
  | 'year'
  | 'month'
  | 'day';

/** A level of the tree: something that can be opened further. */
export interface ContainerNode {
  readonly type: 'container';
  /** The deepest level this node stands for: a folded node stands for several. */
  readonly level: TrailLevel;
  /** Full prefix, ending in `/` (or `''`), of that deepest level. */
  readonly prefix: string;
  /** `us-east-1`, `2026-01-15`; folded: `111122223333 / us-east-1`. */
  readonly label: string;
  readonly description?: string;
  /** Present when the server has already listed this node (folding has to): show it without asking again. */
  readonly children?: TrailChildren;
}

export type ObjectKind = 'log' | 'digest' | 'insight' | 'other';

/** An object: a log file, a digest file, or something else that lies there. */
export interface ObjectNode {
  readonly type: 'object';
  readonly kind: ObjectKind;
  readonly key: string;
  readonly label: string;
  readonly description: string;
  /** `s3://bucket/key` or a `file:` URI. */
  readonly uri: string;
  readonly sizeBytes: number;
  /** Why it cannot be read, where the listing found that out already; the size may then be unknown and 0. */
  readonly problem?: string;
  readonly lastModified?: EpochMs;
  readonly etag?: string;
  readonly storageClass?: string;
  /** True when S3 cannot hand it out before a restore (Glacier). */
  readonly isArchived: boolean;
}

/** More of the parent's children can be had with this cursor. */
export interface MoreNode {
  readonly type: 'more';
  readonly prefix: string;
  readonly cursor: string;
  readonly label: string;
}

/** Something of the parent could not be listed; its siblings still stand. */
export interface ProblemNode {
  readonly type: 'problem';
  readonly prefix: string;
  readonly error: UserErrorData;
}

/** Says that a level holds nothing: never told by an empty list alone. */
export interface NoteNode {
  readonly type: 'note';
  readonly prefix: string;
  readonly label: string;
}

export type TrailNode = ContainerNode | ObjectNode | MoreNode | ProblemNode | NoteNode;

export interface TrailChildren {
  readonly nodes: readonly TrailNode[];
  /** What the parent may say of itself now that it was listed: `214 logs · 3.1 MB`. */
  readonly parentDescription?: string;
}
