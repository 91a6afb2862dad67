import type { KeyUse } from '../engine/digest/validation';
import type { PublicKey } from '../engine/ports';
import { KeyCache, toKeyCacheFile } from '../validation/keyCache';
import { PublicKeyLoader } from '../validation/publicKeyLoader';
import type { ServerState } from './serverState';

/** A public key that is on this machine, or that a kept run has used. Asks nobody. */
export async function findKnownKey(
  state: ServerState,
  sourceId: string,
  region: string,
  fingerprint: string,
  signal: AbortSignal,
): Promise<KeyUse | undefined> {
  const name = fingerprint.toLowerCase();
  for (const { header } of await state.validations.runs(sourceId)) {
    // One key may verify the digests of several regions: the digest's own is meant.
    const used =
      header.keys.find((key) => key.fingerprint === name && key.region === region) ??
      header.keys.find((key) => key.fingerprint === name);
    if (used !== undefined) return used;
  }
  const cacheFile = toKeyCacheFile(state.folders.state);
  const kept = [...(await readKeyFile(state, sourceId, cacheFile, signal)), ...(await readCache(cacheFile, region))];
  const key = kept.find((candidate) => candidate.fingerprint === name);
  return key === undefined ? undefined : toUnusedKey(key);
}

async function readKeyFile(
  { sources, log }: ServerState,
  sourceId: string,
  cacheFile: string,
  signal: AbortSignal,
): Promise<readonly PublicKey[]> {
  const keyFile = sources.describe(sourceId).config.publicKeys;
  if (keyFile === undefined) return [];
  return (await new PublicKeyLoader({ cacheFile, keyFile, log }).load('', 0, 0, signal)).keys;
}

async function readCache(cacheFile: string, region: string): Promise<readonly PublicKey[]> {
  return (await new KeyCache(cacheFile).find(region, 0, 0)).keys;
}

function toUnusedKey({ fingerprint, region = '', validFrom, validTo, origin }: PublicKey): KeyUse {
  return {
    fingerprint,
    region,
    ...(validFrom === undefined ? {} : { validFrom }),
    ...(validTo === undefined ? {} : { validTo }),
    origin,
    digests: 0,
  };
}
