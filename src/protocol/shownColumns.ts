/** A column of a table of results as the user arranged it. */
export interface ShownColumn {
  readonly name: string;
  readonly widthPx: number;
}

/** What a table shows until the user chooses otherwise. */
export const defaultColumns: readonly ShownColumn[] = [
  { name: 'eventTime', widthPx: 160 },
  { name: 'eventName', widthPx: 190 },
  { name: 'eventSource', widthPx: 170 },
  { name: 'principal', widthPx: 220 },
  { name: 'sourceIPAddress', widthPx: 150 },
  { name: 'awsRegion', widthPx: 125 },
  { name: 'errorCode', widthPx: 130 },
  { name: 'resources', widthPx: 420 },
];
