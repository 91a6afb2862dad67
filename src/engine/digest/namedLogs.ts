import { deflateRawSync, inflateRawSync } from 'node:zlib';
import type { NamedLog } from './lane';

/**
 * The logs that one digest names, in its order, deflated: a lane may name a hundred thousand before the first one is
 * read. A key is kept as how much of the key before it begins it, and the rest. Plain data.
 */
export interface PackedLogs {
  readonly count: number;
  /** The first one whose hash is not SHA-256. */
  readonly oddAlgorithm: { readonly index: number; readonly name: string } | undefined;
  readonly bytes: Uint8Array;
}

const none = new Uint8Array();

/** In memory of its own size, so that handing it to another thread copies no more than that. */
function deflate(text: string): Uint8Array {
  return new Uint8Array(deflateRawSync(text, { level: 1 }));
}

export function packLogs(logs: readonly NamedLog[]): PackedLogs {
  const oddIndex = logs.findIndex((log) => log.hashAlgorithm !== 'SHA-256');
  const odd = logs[oddIndex];
  return {
    count: logs.length,
    oddAlgorithm: odd === undefined ? undefined : { index: oddIndex, name: odd.hashAlgorithm },
    bytes: logs.length === 0 ? none : deflate(JSON.stringify(logs.map((log, index) => toPacked(log, logs[index - 1])))),
  };
}

/** The logs that one digest names, until they are released. */
export class NamedLogs {
  readonly count: PackedLogs['count'];
  readonly oddAlgorithm: PackedLogs['oddAlgorithm'];
  private bytes: Uint8Array;

  constructor({ count, oddAlgorithm, bytes }: PackedLogs) {
    this.count = count;
    this.oddAlgorithm = oddAlgorithm;
    this.bytes = bytes;
  }

  /** The names are not needed any more: only their number stays. */
  release(): void {
    this.bytes = none;
  }

  *entries(): Generator<Pick<NamedLog, 'bucket' | 'key' | 'hash'>> {
    if (this.bytes.length === 0) return;
    // `packLogs` made it, out of exactly this.
    const packed = JSON.parse(inflateRawSync(this.bytes).toString('utf8')) as readonly PackedLog[];
    let before = { bucket: '', key: '' };
    for (const [shared, rest, hash, bucket] of packed) {
      before = { bucket: bucket ?? before.bucket, key: before.key.slice(0, shared) + rest };
      yield { ...before, hash };
    }
  }
}

/** The bucket is left out where it is the one before. */
type PackedLog = readonly [shared: number, rest: string, hash: string, bucket?: string];

function toPacked({ bucket, key, hash }: NamedLog, before: NamedLog | undefined): PackedLog {
  let shared = 0;
  const most = Math.min(key.length, before?.key.length ?? 0);
  while (shared < most && key.charCodeAt(shared) === before?.key.charCodeAt(shared)) shared++;
  return bucket === (before?.bucket ?? '')
    ? [shared, key.slice(shared), hash]
    : [shared, key.slice(shared), hash, bucket];
}
