import { toDisplayText } from '../../../base/displayText';
import type { KeyDossier } from '../dossier';
import type { DossierAbout } from './dossierText';
import type { DossierTable } from './dossierSection';
import { toFacts, toSections, toSummary } from './dossierSections';

const maxCellLength = 500;
/** Wider columns are not padded to the widest cell. */
const maxPadding = 48;

/** The dossier as plain text for terminals and tickets. */
export function toTextDossier(dossier: KeyDossier, about: DossierAbout): string {
  const facts = toFacts(dossier, about.location).map((row) => [...row]);
  const sections = toSections(dossier).map(({ title, notes, table }) => {
    const lines = notes.map((note) => `  ${toCell(note)}\n`).join('');
    return `\n${title}\n${lines}${table === undefined ? '' : toTable(table)}`;
  });
  const head = `Access-key dossier: ${toCell(dossier.accessKeyId)}\n${toSummary(dossier)}\n\n`;
  return `${head}${toLines(facts)}${sections.join('')}\nMade by ${toCell(about.generator)}. All times are UTC.\n`;
}

function toTable({ columns, rows, rest = 0 }: DossierTable): string {
  return `${toLines([columns, ...rows])}${rest > 0 ? `  and ${rest.toLocaleString('en-US')} more\n` : ''}`;
}

/** Columns side by side; the last one is as long as it is. */
function toLines(rows: readonly (readonly string[])[]): string {
  const cells = rows.map((row) => row.map(toCell));
  const count = Math.max(0, ...cells.map((row) => row.length));
  const widths = Array.from({ length: count }, (_, at) =>
    Math.min(maxPadding, Math.max(0, ...cells.map((row) => row[at]?.length ?? 0))),
  );
  return cells
    .map(
      (row) =>
        `  ${row
          .map((cell, at) => cell.padEnd(widths[at] ?? 0))
          .join('  ')
          .trimEnd()}\n`,
    )
    .join('');
}

function toCell(text: string): string {
  return toDisplayText(text, maxCellLength);
}
