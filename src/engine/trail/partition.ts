import { toDay } from '../../base/time';
import { fileNameOf, parseObjectName, parseTrailPath, stampTime } from './objectKey';

/** The part of a trail that an object belongs to, as its key says. `null` where it does not say. */
export interface Partition {
  readonly account: string | null;
  /** `CloudTrail`, `CloudTrail-Digest`, `CloudTrail-Insight` … */
  readonly kind: string | null;
  readonly region: string | null;
  /** Of delivery, UTC: `2026-01-15`. */
  readonly day: string | null;
}

/** What a folder's path says of the objects in it. */
export function partitionOfFolder(folder: string): Partition {
  const { accountId, kind, region, year, month, day } = parseTrailPath(folder);
  const hasDay = year !== undefined && month !== undefined && day !== undefined;
  return {
    account: accountId ?? null,
    kind: kind ?? null,
    region: region ?? null,
    day: hasDay ? toRealDay(`${year}-${month}-${day}`) : null,
  };
}

/** Finds partitions of keys: what the path says, and where it says nothing, the file's name. */
export class PartitionReader {
  private folder: string | undefined;
  private ofFolder: Partition = { account: null, kind: null, region: null, day: null };
  private isWhole = false;

  /** Quick for keys of one folder in a row. */
  read(key: string): Partition {
    const folder = key.slice(0, key.lastIndexOf('/') + 1);
    if (folder !== this.folder) {
      this.folder = folder;
      this.ofFolder = partitionOfFolder(folder);
      const { account, kind, region, day } = this.ofFolder;
      this.isWhole = account !== null && kind !== null && region !== null && day !== null;
    }
    return this.isWhole ? this.ofFolder : withName(this.ofFolder, key);
  }
}

function withName(partition: Partition, key: string): Partition {
  const name = parseObjectName(fileNameOf(key));
  const time = name.stamp === undefined ? undefined : stampTime(name.stamp);
  return {
    account: partition.account ?? name.accountId ?? null,
    kind: partition.kind ?? name.logKind ?? null,
    region: partition.region ?? name.region ?? null,
    day: partition.day ?? (time === undefined ? null : toDay(time)),
  };
}

/** `2026-02-30` is a folder's name and no day. */
function toRealDay(day: string): string | null {
  const time = Date.parse(`${day}T00:00:00Z`);
  return !Number.isNaN(time) && toDay(time) === day ? day : null;
}
