import { HexColumn } from './hexColumn';

const md5 = /^[0-9a-f]{32}$/;

/** ETags by row, as listings give them: without quotes. Most are the MD5 of a plain upload. */
export class EtagColumn {
  private readonly md5s = new HexColumn(16);
  private readonly others = new Map<number, string>();

  set(row: number, etag: string): void {
    if (md5.test(etag)) this.md5s.set(row, etag);
    else this.others.set(row, etag);
  }

  get(row: number): string | undefined {
    return this.md5s.get(row) ?? this.others.get(row);
  }
}
