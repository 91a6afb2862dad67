import type { KeyUse, ObjectAddress } from '../../engine/digest/validation';
import type { ObjectValidation } from '../../protocol/validationRequests';

/** What the runs that are kept say of a document. Everything may be unknown. */
export interface ValidationFacts {
  readonly own?: ObjectValidation;
  /** Of a log: the digest that names it. Of a digest: the one that its pointer names. */
  readonly digest?: ObjectValidation;
}

/** A log that a digest names. */
export interface NamedLogFacts {
  /** `cloudtrail:` URI; absent where no configured source holds it. */
  readonly documentUri?: string;
  readonly validation?: ObjectValidation;
}

/** The same for a digest file. */
export interface DigestFacts extends ValidationFacts {
  /** The key that the digest says it was signed with. */
  readonly key?: KeyUse;
  /** False for a file that no configured source holds: then there is nothing to validate it with. */
  readonly isInSource: boolean;
  readonly findLog: (address: ObjectAddress) => NamedLogFacts;
}

/** Of a digest of which nothing is known but its text. */
export const noDigestFacts: DigestFacts = { isInSource: false, findLog: () => ({}) };
