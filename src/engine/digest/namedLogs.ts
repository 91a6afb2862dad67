import type { NamedLog } from './lane';

/**
 * The logs that one digest names, in its order, in one text: a lane may name a hundred thousand before the first one is
 * read. A key is kept as how much of the key before it begins it, and the rest.
 */
export class NamedLogs {
  readonly count: number;
  /** The first one whose hash is not SHA-256. */
  readonly oddAlgorithm: { readonly index: number; readonly name: string } | undefined;
  private text: string;

  constructor(logs: readonly NamedLog[]) {
    this.count = logs.length;
    const oddIndex = logs.findIndex((log) => log.hashAlgorithm !== 'SHA-256');
    const odd = logs[oddIndex];
    this.oddAlgorithm = odd === undefined ? undefined : { index: oddIndex, name: odd.hashAlgorithm };
    this.text = JSON.stringify(logs.map((log, index) => toPacked(log, logs[index - 1])));
  }

  /** The names are not needed any more: only their number stays. */
  release(): void {
    this.text = '[]';
  }

  *entries(): Generator<Pick<NamedLog, 'bucket' | 'key' | 'hash'>> {
    // The text was made above, out of exactly this.
    const packed = JSON.parse(this.text) as readonly PackedLog[];
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
