import { toDisplayText } from '../../base/displayText';

/** What an SDK error says, taken apart: SDK errors carry their facts in many places. */
export interface AwsFailure {
  /** The service's own word (`NoSuchKey`), or `Unknown` for HEAD, or a Node error's name. */
  readonly name: string;
  readonly status: number | undefined;
  /** The service's sentence. May hold anything: show it only through `toSafeText`. */
  readonly message: string;
  /** Node's word for a connection that failed: `ECONNREFUSED`. */
  readonly networkCode: string | undefined;
  /** Host that was called, with its port if that is unusual. */
  readonly host: string | undefined;
  /** Where S3 says that the bucket lies. */
  readonly bucketRegion: string | undefined;
  readonly storageClass: string | undefined;
  readonly denial: Denial | undefined;
}

/** AWS's newer way of denying: who, what, where, and because of which kind of policy. */
export interface Denial {
  readonly identity: string;
  readonly action: string;
  readonly resource: string;
  /** `no identity-based policy allows the s3:GetObject action`; `''` when not told. */
  readonly reason: string;
}

const denialPattern =
  /^User: (?<identity>\S+) is not authorized to perform: (?<action>[\w-]+:\w+) on resource: "?(?<resource>[^\s"]+)"?(?: (?:because|with an) (?<reason>.+))?$/;

const calledHost = Symbol('calledHost');

/** For parseFailure: the host that the call went to. */
export function setCalledHost(error: object, host: string): void {
  Object.defineProperty(error, calledHost, { value: host, configurable: true });
}

export function parseFailure(error: unknown): AwsFailure {
  const message = error instanceof Error ? error.message : String(error);
  const status = readProperty(readProperty(error, '$metadata'), 'httpStatusCode');
  return {
    name: readText(error, 'name') ?? 'Error',
    status: typeof status === 'number' ? status : undefined,
    message,
    networkCode: findNetworkCode(error),
    host: readText(error, calledHost) ?? readText(error, 'hostname'),
    bucketRegion: findBucketRegion(error),
    storageClass: readText(error, 'StorageClass'),
    denial: parseDenial(message),
  };
}

/**
 * The region that S3 names in an answer to a call that went to, or was signed for, another one. Without a body (HEAD)
 * it stands only in a header, which S3 also sends with 400 and 403.
 */
export function findBucketRegion(error: unknown): string | undefined {
  const headers = readProperty(readProperty(error, '$response'), 'headers');
  const region = readText(headers, 'x-amz-bucket-region') ?? readText(error, 'Region');
  return region !== undefined && /^[a-z0-9-]{4,30}$/.test(region) ? region : undefined;
}

/** True for credentials that were good once: loading them again may help. */
export function isExpired(error: unknown): boolean {
  return /^(ExpiredToken|TokenRefreshRequired)/.test(parseFailure(error).name);
}

/** For messages: no control characters, not too long, and nothing that could be a key, a token or a signature. */
export function toSafeText(text: string): string {
  return toDisplayText(text.replace(/[A-Za-z0-9+/=]{40,}/g, '…'), 500);
}

/** S3 sends back tokens, signatures and what was signed. The error is kept as a cause, without them. */
export function removeSecrets(error: unknown): void {
  if (typeof error !== 'object' || error === null) return;
  for (const name of Object.keys(error)) {
    if (/token|signature|stringtosign|canonicalrequest|^error$/i.test(name)) Reflect.deleteProperty(error, name);
  }
}

function parseDenial(message: string): Denial | undefined {
  const groups = denialPattern.exec(message.trim())?.groups;
  const { identity, action, resource, reason } = groups ?? {};
  if (identity === undefined || action === undefined || resource === undefined) return undefined;
  return { identity, action, resource, reason: reason ?? '' };
}

/** Service errors have a `Code`, network errors a `code`; several addresses of one host fail together. */
function findNetworkCode(error: unknown): string | undefined {
  const own = readText(error, 'code');
  if (own !== undefined && /^[A-Z][A-Z0-9_]+$/.test(own)) return own;
  const cause = readProperty(error, 'cause');
  return cause === undefined ? undefined : findNetworkCode(cause);
}

function readText(value: unknown, name: PropertyKey): string | undefined {
  const property = readProperty(value, name);
  return typeof property === 'string' && property !== '' ? property : undefined;
}

function readProperty(value: unknown, name: PropertyKey): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined;
}
