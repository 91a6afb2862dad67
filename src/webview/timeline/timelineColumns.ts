import type { ResultColumn } from '../../protocol/resultColumns';
import type { CellValue, ResultPage } from '../../protocol/searchRequests';
import type { ShownColumn } from '../../protocol/shownColumns';
import type { TimelineRows } from '../../protocol/timelineRequests';
import { recordClasses } from './recordClasses';
import { toTimeText } from './timelineText';

/** Columns of the index that the rows are asked with; all of them, so that a row always knows its lane. */
export const askedColumns = [
  'eventTime',
  'eventName',
  'eventSource',
  'principal',
  'sourceIPAddress',
  'awsRegion',
  'recipientAccountId',
  'errorCode',
  'userAgent',
  'resources',
  'eventID',
] as const;

/** Worked out here: what is no column of the index. */
const kindColumn = 'kind';
const twinsColumn = 'twins';
const localTimeColumn = 'localTime';

export const timelineColumns: readonly ResultColumn[] = [
  { name: 'eventTime', kind: 'time', description: 'When the request was completed, UTC' },
  { name: localTimeColumn, kind: 'text', description: 'The same in local time, with its offset' },
  { name: kindColumn, kind: 'text', description: 'Read, write, error or denied, with the shape of its marks' },
  { name: 'eventName', kind: 'text', description: 'The API call' },
  { name: 'eventSource', kind: 'text', description: 'The service that was called' },
  { name: 'principal', kind: 'text', description: 'Who acted' },
  { name: 'sourceIPAddress', kind: 'address', description: 'Where the request came from' },
  { name: 'awsRegion', kind: 'text', description: 'The region that the request was made to' },
  { name: 'recipientAccountId', kind: 'text', description: 'The account that got the record' },
  { name: 'errorCode', kind: 'text', description: 'The error, where the call failed' },
  { name: twinsColumn, kind: 'number', description: 'Further records of the same action, in other accounts' },
  { name: 'userAgent', kind: 'text', description: 'The agent that made the request, as it says of itself' },
  { name: 'resources', kind: 'list', description: 'Resources that the record names' },
];

/** What `toResultPage` gives for each row, in this order. */
export const gridColumns: readonly string[] = [...timelineColumns.map(({ name }) => name), 'eventID'];

const widths: Readonly<Record<string, number>> = {
  eventTime: 160,
  [localTimeColumn]: 215,
  [kindColumn]: 80,
  eventName: 190,
  eventSource: 170,
  principal: 200,
  sourceIPAddress: 140,
  awsRegion: 110,
  recipientAccountId: 120,
  errorCode: 150,
  [twinsColumn]: 60,
  userAgent: 200,
  resources: 320,
};

export function toShownColumns(usesLocalTime: boolean): readonly ShownColumn[] {
  return timelineColumns
    .map(({ name }) => name)
    .filter((name) => usesLocalTime || name !== localTimeColumn)
    .map((name) => ({ name, widthPx: widths[name] ?? 150 }));
}

/** Columns for an export: the index's own, and those that a timeline adds. */
export function toExportColumns(shown: readonly ShownColumn[]): readonly string[] {
  return shown.flatMap(({ name }) => {
    if (name === localTimeColumn) return [];
    return name === kindColumn ? ['recordClass'] : [name];
  });
}

/** Rows as the grid takes them: a cell for each of `gridColumns`. */
export function toResultPage({ total, rows }: TimelineRows): ResultPage {
  return {
    total,
    rows: rows.map(({ id, recordClass, twins, cells }) => {
      const look = recordClasses.find(({ name }) => name === recordClass);
      const values = new Map<string, CellValue>(askedColumns.map((name, i) => [name, cells[i] ?? null]));
      values.set(kindColumn, look === undefined ? recordClass : `${look.sign} ${look.word}`);
      values.set(twinsColumn, twins === 0 ? null : twins);
      const time = Date.parse(String(values.get('eventTime')));
      values.set(localTimeColumn, Number.isNaN(time) ? null : toTimeText(time, true));
      return { id, cells: gridColumns.map((name) => values.get(name) ?? null) };
    }),
  };
}

/** The class that a row's cell tells. */
export function findClass(cell: CellValue | undefined): (typeof recordClasses)[number]['name'] | undefined {
  return recordClasses.find(({ sign, word }) => cell === `${sign} ${word}`)?.name;
}
