import { toDisplayText, toMarkdownCode, toMarkdownText } from '../../../base/displayText';
import { toHtmlHead } from '../../digest/report/htmlHead';
import { toMarkup } from '../../digest/report/markup';
import type { RoleChain } from '../session';
import { toChainSummary, toNodeSections, type EdgeSection, type Fact, type NodeSection } from './chainSections';

export const chainFormats = ['text', 'json', 'markdown', 'html'] as const;
export type ChainFormat = (typeof chainFormats)[number];

/** What the records that a chain was looked for in cover. */
export interface ChainCoverage {
  readonly isComplete: boolean;
  readonly statement: string;
}

const maxText = 4_000;

/** The whole chain as one text, ending in a line end. Text of logs is made safe to show; JSON holds it as it is. */
export function writeChain(format: ChainFormat, chain: RoleChain, coverage: ChainCoverage): string {
  switch (format) {
    case 'text':
      return writeText(chain, coverage);
    case 'json':
      return `${JSON.stringify(toJson(chain, coverage), undefined, 2)}\n`;
    case 'markdown':
      return writeMarkdown(chain, coverage);
    case 'html':
      return writeHtml(chain, coverage);
    default:
      return format satisfies never;
  }
}

/** Times as ISO 8601 in UTC, beside the numbers. */
function toJson(chain: RoleChain, { isComplete, statement }: ChainCoverage): unknown {
  const iso = (time: number | undefined): string | undefined =>
    time === undefined ? undefined : new Date(time).toISOString();
  return {
    ...chain,
    nodes: chain.nodes.map((node) => ({
      ...node,
      creationTimeUtc: iso(node.creationTime),
      expirationTimeUtc: iso(node.expirationTime),
    })),
    edges: chain.edges.map((edge) => ({ ...edge, timeUtc: iso(edge.time) })),
    coverage: { isComplete, statement },
  };
}

function toTitle(chain: RoleChain): string {
  const start = chain.nodes.find(({ id }) => id === chain.start);
  return `Role chain of ${start?.name ?? chain.start}`;
}

function writeText(chain: RoleChain, coverage: ChainCoverage): string {
  const lines = [toTitle(chain), chain.start, '', ...toChainSummary(chain), `Coverage: ${coverage.statement}`];
  for (const section of toNodeSections(chain)) lines.push('', ...toTextLines(section));
  return lines.map((line) => `${toDisplayText(line, maxText)}\n`).join('');
}

function toTextLines({ title, place, isStart, facts, issuedBy, gaps }: NodeSection): readonly string[] {
  return [
    `${isStart ? '* ' : '  '}[${place}] ${title}`,
    ...facts.map((fact) => `      ${toFactText(fact)}`),
    ...issuedBy.flatMap((edge) => [
      `    <- ${edge.title}`,
      `      ${edge.join}: ${edge.reason}`,
      ...edge.facts.map((fact) => `      ${toFactText(fact)}`),
      ...edge.records.map((record) => `      record: ${record}`),
    ]),
    ...gaps.map((gap) => `    ?? ${gap}`),
  ];
}

function toFactText([name, value]: Fact): string {
  return `${name}: ${value}`;
}

function writeMarkdown(chain: RoleChain, coverage: ChainCoverage): string {
  const text = (words: string): string => toMarkdownText(words, maxText);
  const code = (words: string): string => toMarkdownCode(words, maxText);
  const facts = (list: readonly Fact[], indent: string): readonly string[] =>
    list.map(([name, value]) => `${indent}- ${name}: ${code(value)}`);
  const edge = (section: EdgeSection): readonly string[] => [
    '',
    `- **${text(section.title)}** (${section.join})`,
    `  - ${text(section.reason)}`,
    ...facts(section.facts, '  '),
    ...section.records.map((record) => `  - record: ${code(record)}`),
  ];
  const lines = [
    `# ${text(toTitle(chain))}`,
    '',
    code(chain.start),
    '',
    ...toChainSummary(chain).map(text),
    '',
    `Coverage: ${text(coverage.statement)}`,
  ];
  for (const section of toNodeSections(chain)) {
    lines.push('', `## ${text(section.title)}: ${section.place}`, '', ...facts(section.facts, ''));
    if (section.issuedBy.length > 0) lines.push('', 'Issued by:', ...section.issuedBy.flatMap(edge));
    for (const gap of section.gaps) lines.push('', `> ${text(gap)}`);
  }
  return `${lines.join('\n')}\n`;
}

function writeHtml(chain: RoleChain, coverage: ChainCoverage): string {
  const title = toTitle(chain);
  const facts = (list: readonly Fact[]): string =>
    list.length === 0
      ? ''
      : `<dl class="facts">${list.map(([name, value]) => `<dt>${toMarkup(name)}</dt><dd class="mono">${toMarkup(value)}</dd>`).join('')}</dl>`;
  const edge = (section: EdgeSection): string =>
    `<li><strong>${toMarkup(section.title)}</strong><p>${section.join}. ${toMarkup(section.reason)}</p>${facts([
      ...section.facts,
      ...section.records.map((record) => ['record', record] as const),
    ])}</li>`;
  const sections = toNodeSections(chain).map(
    (section) => `<section class="finding"><h3>${toMarkup(section.title)}</h3><p class="soft">${section.place}</p>
${facts(section.facts)}
${section.issuedBy.length === 0 ? '' : `<h4>Issued by</h4><ul class="objects">${section.issuedBy.map(edge).join('')}</ul>`}
${section.gaps.map((gap) => `<p class="verdict unproven-box">${toMarkup(gap)}</p>`).join('')}</section>`,
  );
  return `${toHtmlHead(title)}<h1>${toMarkup(title)}</h1><p class="place">${toMarkup(chain.start)}</p>
${toChainSummary(chain)
  .map((line) => `<p>${toMarkup(line)}</p>`)
  .join('\n')}
<p>Coverage: ${toMarkup(coverage.statement)}</p>
${sections.join('\n')}
</body></html>
`;
}
