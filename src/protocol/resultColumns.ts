import { recordColumns, type ColumnKind } from '../engine/record/recordColumns';
import type { locationColumns } from './searchRequests';

/** A column that results have, for choosing and for heading it. Free of LSP, so that the client may load it. */
export interface ResultColumn {
  readonly name: string;
  readonly kind: ColumnKind | 'number';
  readonly description: string;
}

const ownColumns: Readonly<Record<(typeof locationColumns)[number], Omit<ResultColumn, 'name'>>> = {
  account: { kind: 'text', description: 'The account that the log was delivered for, from its key' },
  region: { kind: 'text', description: 'The region that the log was delivered for, from its key' },
  object: { kind: 'text', description: 'The log that holds the record' },
  record: { kind: 'number', description: 'Which record of its log, from 0' },
  deliveries: { kind: 'number', description: 'How often the record was delivered' },
  isConflict: { kind: 'boolean', description: 'Whether another record has the same eventID and other content' },
};

/** In the order in which they are offered: the record's, then where it was found. */
export const resultColumns: readonly ResultColumn[] = [
  ...recordColumns.map(({ name, kind, description }) => ({ name, kind, description })),
  ...Object.entries(ownColumns).map(([name, column]) => ({ name, ...column })),
];
