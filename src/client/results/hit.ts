import type { CellValue, ResultPage } from '../../protocol/searchRequests';

/** What the view asks of every hit. The first ones make the label; all of them stand in the tooltip. */
export const hitColumns = [
  'eventTime',
  'eventName',
  'principal',
  'errorCode',
  'errorMessage',
  'eventSource',
  'awsRegion',
  'sourceIPAddress',
  'userAgent',
  'principalId',
  'userIdentity.sessionContext.sessionIssuer.arn',
  'userIdentity.accessKeyId',
  'resources',
  'readOnly',
  'eventID',
  'requestID',
  'account',
  'region',
  'deliveries',
  'isConflict',
] as const;

export type HitColumn = (typeof hitColumns)[number];

/** A record that was found. `id` is its number in its result. */
export interface Hit {
  readonly id: number;
  readonly cells: Readonly<Partial<Record<HitColumn, CellValue>>>;
}

export function toHits(page: ResultPage): readonly Hit[] {
  return page.rows.map(({ id, cells }) => ({
    id,
    cells: Object.fromEntries(hitColumns.map((column, index) => [column, cells[index] ?? null])),
  }));
}

/** As text; undefined for what the record does not have. */
export function findCell({ cells }: Hit, column: HitColumn): string | undefined {
  const value = cells[column];
  if (value === undefined || value === null || value === '') return undefined;
  return typeof value === 'object' ? (value.length === 0 ? undefined : value.join(', ')) : String(value);
}

/** Further places that the same record was delivered to. */
export function countCopies({ cells }: Hit): number {
  const { deliveries } = cells;
  return typeof deliveries === 'number' ? Math.max(0, deliveries - 1) : 0;
}

export function isConflict({ cells }: Hit): boolean {
  return cells.isConflict === true;
}
