import { HexColumn } from './hexColumn';

const md5Tag = /^"[0-9a-f]{32}"$/;

/** ETags by row. Most are the MD5 of a plain upload, in quotes. */
export class EtagColumn {
  private readonly md5 = new HexColumn(16);
  private readonly others = new Map<number, string>();

  set(row: number, etag: string): void {
    if (md5Tag.test(etag)) this.md5.set(row, etag.slice(1, -1));
    else this.others.set(row, etag);
  }

  get(row: number): string | undefined {
    const md5 = this.md5.get(row);
    return md5 === undefined ? this.others.get(row) : `"${md5}"`;
  }
}
