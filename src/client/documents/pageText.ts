import type { DocumentAddress } from '../../protocol/documentUri';
import type { PageInfo } from './documentCache';
import { isDigestName } from './logName';

/** `Page 2 of 4 · records 5,001–10,000 of 19,000`, `21 records`, `Digest`, `Raw text`. */
export function toPageText(
  { key, page, isRaw }: Pick<DocumentAddress, 'key' | 'page' | 'isRaw'>,
  info: PageInfo,
): string {
  if (isRaw) return 'Raw text';
  const { recordCount, pageCount, firstRecord, endRecord } = info;
  // It has no records.
  if (pageCount <= 1 && isDigestName(key)) return 'Digest';
  if (pageCount <= 1) return `${toCount(recordCount)} ${recordCount === 1 ? 'record' : 'records'}`;
  return `Page ${toCount(page)} of ${toCount(pageCount)} · ${toRecords(firstRecord, endRecord, recordCount)}`;
}

function toRecords(first: number, end: number, count: number): string {
  // In the middle of one huge record, or behind the last.
  if (end <= first) return 'no record begins here';
  const range = end === first + 1 ? `record ${toCount(end)}` : `records ${toCount(first + 1)}–${toCount(end)}`;
  return `${range} of ${toCount(count)}`;
}

function toCount(count: number): string {
  return count.toLocaleString('en-US');
}
