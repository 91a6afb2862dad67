import type { EpochMs } from '../../base/time';

/** A record that something is known from. It can be opened. */
export interface RecordRef {
  readonly eventId: string | undefined;
  readonly eventName: string;
  readonly time: EpochMs | undefined;
  /** Account that got the record. */
  readonly account: string | undefined;
  /** The key of the object that it stands in. */
  readonly key: string;
  /** Ordinal in its log, from 0. */
  readonly ordinal: number;
}

export type ChainNodeKind =
  /** Temporary credentials: of a role, of GetSessionToken, of GetFederationToken, of a sign-in. */
  | 'session'
  | 'user'
  | 'root'
  /** An AWS service that assumed the role for itself or for an instance, task or function. */
  | 'service'
  /** Somebody an identity provider vouched for: SAML, OIDC. */
  | 'federated'
  /** A user of IAM Identity Center. */
  | 'identityCenter'
  /** A principal of another account, of which only account and id are known. */
  | 'account'
  | 'unknown';

/** What records signed by a node's keys say, over the whole index. */
export interface NodeUse {
  readonly records: number;
  readonly errors: number;
  /** Part of `errors`. */
  readonly denied: number;
  readonly firstTime: EpochMs | undefined;
  readonly lastTime: EpochMs | undefined;
  readonly addresses: number;
  readonly regions: number;
}

export interface ChainNode {
  /**
   * `key:ASIA…` where a temporary key is known; `session:<arn>@<creationDate>` where none is; `user:<arn>`, `root:<account>`,
   * `service:<name>`, `federated:<provider> <subject>`, `identityCenter:<user id>`, `account:<account> <principal id>`.
   */
  readonly id: string;
  readonly kind: ChainNodeKind;
  /** For people: `release-automation / deploy-bot-release`. Untrusted text. */
  readonly name: string;
  /** `role session`, `IAM user`, `SAML user` … */
  readonly description: string;
  readonly arn: string | undefined;
  readonly account: string | undefined;
  /** Access keys that are known to be this one's, in order of first use. A user has those that are part of the chain. */
  readonly accessKeyIds: readonly string[];
  /** Of a session. */
  readonly roleArn: string | undefined;
  readonly sessionName: string | undefined;
  readonly creationTime: EpochMs | undefined;
  readonly expirationTime: EpochMs | undefined;
  readonly sourceIdentity: string | undefined;
  readonly hasMfa: boolean | undefined;
  /** The instance, task or function that the credentials were delivered to. */
  readonly issuedTo: string | undefined;
  readonly use: NodeUse;
  /** Distance from the start: negative towards who issued, positive towards what was assumed. */
  readonly depth: number;
}

/** How the two ends of an edge were joined. */
export type EdgeJoin =
  /** The issuing record names the key, or the sign-in session, that the session's records carry. */
  | 'accessKey'
  /** Two accounts recorded the same action under one sharedEventID. */
  | 'sharedEvent'
  /** Nothing names the key: role, session name and time agree. */
  | 'inferred';

/** Who issued what to whom. Never drawn without its records. */
export interface ChainEdge {
  /** Node ids. */
  readonly from: string;
  readonly to: string;
  /** `AssumeRole`, `AssumeRoleWithSAML`, `ConsoleLogin`, `SwitchRole`, `CreateAccessKey` … */
  readonly action: string;
  readonly time: EpochMs | undefined;
  readonly join: EdgeJoin;
  /** One sentence: why these two belong together. */
  readonly reason: string;
  /** The issuing record in the session's account first, then those of other accounts; of a role switch also the console's. */
  readonly records: readonly RecordRef[];
  readonly sourceAddress: string | undefined;
  readonly userAgent: string | undefined;
  readonly region: string | undefined;
  readonly sessionName: string | undefined;
  readonly sourceIdentity: string | undefined;
  readonly durationSeconds: number | undefined;
  readonly mfaSerial: string | undefined;
  /** From the original record; undefined when that was not read (see `RoleChain.unreadDetails`). */
  readonly details: IssuanceDetails | undefined;
}

/** What only the issuing record itself says. */
export interface IssuanceDetails {
  readonly sessionTags: readonly { readonly key: string; readonly value: string }[];
  readonly transitiveTagKeys: readonly string[];
  readonly externalId: string | undefined;
  readonly policyArns: readonly string[];
  /** True when an inline session policy narrowed the session. */
  readonly hasSessionPolicy: boolean;
  readonly provider: string | undefined;
  readonly subject: string | undefined;
  readonly mfaUsed: string | undefined;
}

/** Where a chain ends for want of records: what is missing, and what to index. */
export interface ChainGap {
  readonly nodeId: string;
  /** Whole sentences. */
  readonly text: string;
  /** What to index to go on; absent where nothing would help. `to` is exclusive. */
  readonly toIndex?: { readonly from: EpochMs; readonly to: EpochMs; readonly accounts: readonly string[] };
}

export interface RoleChain {
  /** Node id. */
  readonly start: string;
  readonly nodes: readonly ChainNode[];
  readonly edges: readonly ChainEdge[];
  readonly gaps: readonly ChainGap[];
  /** What else is to be known of the chain as a whole; nothing is missing. Whole sentences, untrusted text. */
  readonly notes: readonly string[];
  /** Set when the chain is larger than is shown: in words, with numbers. */
  readonly cut: string | undefined;
  /** Issuing records whose originals could not be read, and why. */
  readonly unreadDetails: readonly { readonly eventId: string | undefined; readonly reason: string }[];
}

/** Whom a chain is asked for. */
export type SessionSubject =
  | { readonly kind: 'key'; readonly id: string }
  /** ARN of a role session or federated user: its newest session unless `time` says which. */
  | { readonly kind: 'session'; readonly arn: string; readonly time?: EpochMs }
  /** ARN of a user, root, or a role (outgoing: everything that was assumed with it; incoming: who assumed the role). */
  | { readonly kind: 'principal'; readonly arn: string };
