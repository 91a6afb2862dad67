import { toHtmlHead } from '../../digest/report/htmlHead';
import { toMarkup } from '../../digest/report/markup';
import type { KeyDossier } from '../dossier';
import type { DossierAbout } from './dossierText';
import type { DossierSection, DossierTable } from './dossierSection';
import { toFacts, toSections, toSummary } from './dossierSections';
import { toJsonDossier } from './jsonDossier';

const codeFacts = new Set(['Access key', 'Counted with it', 'Location', 'Search']);
/** Columns whose texts do not break. */
const shortColumns = new Set(['time', 'first', 'last', 'account', 'outcome', 'key']);

/** The dossier as one HTML page: nothing is fetched and nothing runs in it, it can be printed, and it carries its data. */
export function toHtmlDossier(dossier: KeyDossier, about: DossierAbout): string {
  const facts = toFacts(dossier, about.location).map(([name, value]) => {
    const mono = codeFacts.has(name) ? ' class="mono"' : '';
    return `<dt>${name}</dt><dd${mono}>${toMarkup(value)}</dd>\n`;
  });
  return `${toHead(dossier, about)}${toVerdict(dossier)}<dl class="facts">
${facts.join('')}</dl>
${toSections(dossier).map(toSection).join('')}<footer>Made by ${toMarkup(about.generator)}. All times are UTC. The dossier as JSON stands in the last element of this file.</footer>
<script type="application/json" id="data">
${toJsonDossier(dossier, about)}</script>
</body>
</html>
`;
}

function toHead({ accessKeyId }: KeyDossier, { location }: DossierAbout): string {
  return `${toHtmlHead(`Access-key dossier: ${accessKeyId}`)}<header>
<h1>Access-key dossier</h1>
<p class="place">${toMarkup(accessKeyId)}</p>
<p class="soft place">${toMarkup(location)}</p>
</header>
`;
}

function toVerdict(dossier: KeyDossier): string {
  const isOpen = dossier.remnants.some(({ revertedBy }) => revertedBy === undefined);
  const box = isOpen || dossier.loggingChanges.length > 0 ? 'unproven-box' : 'none-box';
  return `<section class="verdict ${box}"><p>${toMarkup(toSummary(dossier))}</p></section>\n`;
}

function toSection({ title, notes, table }: DossierSection): string {
  const paragraphs = notes.map((note) => `<p>${toMarkup(note)}</p>\n`).join('');
  return `<h2>${toMarkup(title)}</h2>\n${paragraphs}${table === undefined ? '' : toTable(table)}`;
}

function toTable(table: DossierTable): string {
  const { columns, rows, figures = [], rest = 0 } = table;
  const head = columns.map(
    (name) => `<th scope="col"${figures.includes(name) ? ' class="number"' : ''}>${toMarkup(name)}</th>`,
  );
  const lines = rows.map(
    (row) => `<tr>${row.map((cell, at) => toCell(cell, columns[at] ?? '', table)).join('')}</tr>\n`,
  );
  const more = rest > 0 ? `<p>and ${rest.toLocaleString('en-US')} more</p>\n` : '';
  return `<div class="scroll"><table><thead><tr>${head.join('')}</tr></thead>\n<tbody>\n${lines.join('')}</tbody></table></div>\n${more}`;
}

function toCell(cell: string, column: string, { figures = [], codes = [] }: DossierTable): string {
  const names = [
    figures.includes(column) ? 'number' : '',
    shortColumns.has(column) ? 'short' : '',
    codes.includes(column) ? 'mono' : '',
    cell === '0' ? 'zero' : '',
  ];
  const kept = names.filter((name) => name !== '').join(' ');
  return `<td${kept === '' ? '' : ` class="${kept}"`}>${toMarkup(cell)}</td>`;
}
