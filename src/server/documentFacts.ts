import { isAbort } from '../base/errors';
import { inferOriginalPlace, toSourceKey, type OriginalPlace } from '../engine/digest/originalPlace';
import type { ObjectAddress } from '../engine/digest/validation';
import { parseTrailPath } from '../engine/trail/objectKey';
import { localAuthority, parseUriText } from '../protocol/documentUri';
import { findDocumentObject, toDocumentUri } from './documentObjects';
import { namedAddress, ownAddress, previousAddress, type ShownDigest } from './features/shownDigest';
import { noDigestFacts, type DigestFacts, type NamedLogFacts, type ValidationFacts } from './features/validationFacts';
import { findKnownKey } from './knownKeys';
import type { ServerState } from './serverState';

/** What the runs that are kept say of a log's document. Where they cannot be read, nothing is known. */
export function findLogFacts(state: ServerState, uri: string): Promise<ValidationFacts> {
  return orNone(state, () => readLogFacts(state, uri), {});
}

/** The same for a digest's document, and for every log that it names. */
export function findDigestFacts(
  state: ServerState,
  uri: string,
  digest: ShownDigest,
  signal: AbortSignal,
): Promise<DigestFacts> {
  return orNone(state, () => readDigestFacts(state, uri, digest, signal), noDigestFacts);
}

/** A log is shown whatever becomes of the runs. */
async function orNone<T>({ log }: ServerState, read: () => Promise<T>, none: T): Promise<T> {
  try {
    return await read();
  } catch (error) {
    if (isAbort(error)) throw error;
    log.error('Cannot tell what was validated:', error);
    return none;
  }
}

async function readLogFacts(state: ServerState, uri: string): Promise<ValidationFacts> {
  const object = findDocumentObject(state.sources, uri);
  const own = object === undefined ? undefined : await state.validations.findObject(object);
  if (object === undefined || own === undefined) return {};
  const { digestKey } = own.object;
  if (digestKey === undefined) return { own };
  const digest = await state.validations.findObject({ ...object, key: digestKey });
  return { own, ...(digest === undefined ? {} : { digest }) };
}

async function readDigestFacts(
  state: ServerState,
  uri: string,
  digest: ShownDigest,
  signal: AbortSignal,
): Promise<DigestFacts> {
  const object = findDocumentObject(state.sources, uri);
  if (object === undefined) return toFileFacts(uri, digest);
  const { sourceId, key } = object;
  const place = findOriginalPlace(key, digest);
  const toKey = (address: ObjectAddress | undefined): string =>
    (place === undefined || address === undefined ? undefined : toSourceKey(place, address)) ?? '';
  const addresses = digest.logs.map(namedAddress);
  const previousKey = toKey(previousAddress(digest));
  const logKeys = addresses.map(toKey);
  const known = await state.validations.findObjects(
    sourceId,
    [key, previousKey, ...logKeys].filter((name) => name !== ''),
  );
  const logs = new Map<string, NamedLogFacts>();
  for (const [index, address] of addresses.entries()) {
    const logKey = logKeys[index] ?? '';
    const validation = known.get(logKey);
    if (logKey === '') continue;
    const documentUri = toDocumentUri({ sourceId, key: logKey });
    logs.set(toName(address), { documentUri, ...(validation === undefined ? {} : { validation }) });
  }
  const own = known.get(key);
  const previous = known.get(previousKey);
  const publicKey = await findDigestKey(state, sourceId, key, digest, signal);
  return {
    isInSource: true,
    ...(own === undefined ? {} : { own }),
    ...(previous === undefined ? {} : { digest: previous }),
    ...(publicKey === undefined ? {} : { key: publicKey }),
    findLog: (address) => logs.get(toName(address)) ?? {},
  };
}

/** A digest on disk that no configured folder holds: its logs lie beside it, if it lies where it was delivered. */
function toFileFacts(uri: string, digest: ShownDigest): DigestFacts {
  const address = parseUriText(uri);
  const place = address?.sourceId === localAuthority ? findOriginalPlace(address.key, digest) : undefined;
  if (place === undefined) return noDigestFacts;
  return {
    ...noDigestFacts,
    findLog: (log) => {
      const key = toSourceKey(place, log);
      // Here the key is a path, and what a digest names must not lead elsewhere on the disk.
      if (key === undefined || /(?:^|[\\/])\.\.(?:[\\/]|$)/.test(key)) return {};
      return { documentUri: toDocumentUri({ sourceId: localAuthority, key }) };
    },
  };
}

/** Where a digest and what it names were delivered, as its own address says. */
export function findOriginalPlace(key: string, digest: ShownDigest): OriginalPlace | undefined {
  const { root, organizationId, accountId, region } = parseTrailPath(key.slice(0, key.lastIndexOf('/') + 1));
  if (accountId === undefined || region === undefined) return undefined;
  const account = `${root}${organizationId === undefined ? '' : `${organizationId}/`}${accountId}/`;
  return inferOriginalPlace({ root: account, account: accountId, region }, key, ownAddress(digest));
}

async function findDigestKey(
  state: ServerState,
  sourceId: string,
  key: string,
  { fields }: ShownDigest,
  signal: AbortSignal,
): ReturnType<typeof findKnownKey> {
  const fingerprint = fields.text('digestPublicKeyFingerprint');
  const { region } = parseTrailPath(key.slice(0, key.lastIndexOf('/') + 1));
  if (fingerprint === undefined) return undefined;
  return findKnownKey(state, sourceId, region ?? '', fingerprint, signal);
}

function toName({ bucket, key }: ObjectAddress): string {
  return `${bucket}\n${key}`;
}
