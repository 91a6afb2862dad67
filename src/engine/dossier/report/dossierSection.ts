/** A part of a dossier before it is written in a format: all texts are hostile still. */
export interface DossierSection {
  readonly title: string;
  /** Whole sentences, above the table. */
  readonly notes: readonly string[];
  readonly table?: DossierTable;
}

export interface DossierTable {
  readonly columns: readonly string[];
  readonly rows: readonly (readonly string[])[];
  /** Columns of figures, and of ids, addresses and the like. */
  readonly figures?: readonly string[];
  readonly codes?: readonly string[];
  /** Rows that were left out. */
  readonly rest?: number;
}
