import { toDisplayText, toMarkdownText } from '../../../base/displayText';
import { toMarkdownHead, toMarkdownLine } from '../../table/markdownTable';
import type { KeyDossier } from '../dossier';
import type { DossierAbout } from './dossierText';
import type { DossierTable } from './dossierSection';
import { toFacts, toSections, toSummary } from './dossierSections';

const maxNoteLength = 2_000;

/** The dossier as Markdown (GFM). What comes from logs stands in code spans, or with every mark escaped. */
export function toMarkdownDossier(dossier: KeyDossier, about: DossierAbout): string {
  const sections = toSections(dossier).map(({ title, notes, table }) => {
    const lines = notes.map((note) => `${toProse(note)}\n\n`).join('');
    return `## ${title}\n\n${lines}${table === undefined ? '' : toTable(table)}`;
  });
  const facts = toTable({ columns: ['', ''], rows: toFacts(dossier, about.location) });
  const end = `Made by ${toProse(about.generator)}. All times are UTC.\n`;
  return `# Access-key dossier: ${toProse(dossier.accessKeyId)}\n\n**${toProse(toSummary(dossier))}**\n\n${facts}${sections.join('')}${end}`;
}

/**
 * Sentences in which ordinary punctuation stays as it is: Markdown is read unrendered, too. Full stops and colons inside
 * of words are escaped, since they make links of addresses.
 */
function toProse(sentences: string): string {
  return toDisplayText(sentences, maxNoteLength).replace(
    /([.:](?=\s|$)|(?<=\d)\.(?=\d))|[^\p{L}\p{N} ,;'’()%–-]/gu,
    (odd, kept: string | undefined) => kept ?? toMarkdownText(odd),
  );
}

function toTable({ columns, rows, rest = 0 }: DossierTable): string {
  const more = rest > 0 ? `\nand ${rest.toLocaleString('en-US')} more\n` : '';
  return `${toMarkdownHead(columns)}${rows.map(toMarkdownLine).join('')}${more}\n`;
}
