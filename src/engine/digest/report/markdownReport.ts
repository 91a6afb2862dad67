import { toMarkdownCode, toMarkdownText } from '../../../base/displayText';
import { toMarkdownHead, toMarkdownLine } from '../../table/markdownTable';
import type { ReportFinding } from './findings';
import { newReportData, type ReportData } from './reportData';
import { collectFacts, type ReportFacts } from './reportFacts';
import type { ReportSource } from './reportSource';
import {
  toChainTable,
  toCountTable,
  toFactRows,
  toFindingTable,
  toHourTable,
  toKeyTable,
  type ReportTable,
} from './reportTables';
import { toCount } from './reportText';
import { weightWords } from './runText';
import { toVerdictText } from './verdictText';

/** Objects that are listed of each finding; all of them stand in the data. */
const objectsPerFinding = 100;
/** Few: it is read as text, too, in tickets and in previews that are slow with much of it. */
const maxWholeObjects = 200;

/** The run as Markdown (GFM) in chunks, its data within. Rejects with an AbortError. */
export async function* toMarkdownReport(source: ReportSource, signal: AbortSignal): AsyncGenerator<string> {
  const { header } = source;
  const facts = await collectFacts(source, objectsPerFinding, signal);
  const data = await newReportData(source, maxWholeObjects, signal);
  yield `# CloudTrail integrity report\n\n**${toProse(toVerdictText(header))}**\n\n`;
  yield toTable({ columns: ['', ''], rows: toFactRows(header, data) });
  yield `## Coverage\n\nTime of the window by trail, account and region. Times are UTC.\n\n${toTable(toHourTable(facts))}`;
  if (header.chains.length > 0) yield `## Chains of digests\n\n${toTable(toChainTable(header))}`;
  yield `## Counts\n\n${toTable(toCountTable(header))}`;
  yield `## Findings\n\n${facts.findings.length === 0 ? 'None.\n\n' : ''}`;
  for (const finding of facts.findings) yield toFinding(source, finding, facts);
  yield toProblems(source) + toKeys(source);
  yield* toData(data);
}

function toFinding(source: ReportSource, finding: ReportFinding, facts: ReportFacts): string {
  const { weight, title, meaning, explanations, nextStep } = finding;
  const causes = explanations.map((cause) => `- ${toProse(cause)}\n`).join('');
  const explained = causes === '' ? '' : `What can explain it:\n\n${causes}\n`;
  const next = nextStep === undefined ? '' : `What to do next: ${toProse(nextStep)}\n\n`;
  const table = toFindingTable(source, finding, facts);
  return `### ${weightWords[weight]}: ${toProse(title)}\n\n${toProse(meaning)}\n\n${explained}${next}${table === undefined ? '' : toTable(table)}`;
}

/** Our own sentences, in which ordinary punctuation stays as it is: Markdown is read unrendered, too. */
function toProse(sentences: string): string {
  return sentences.replace(/[^\p{L}\p{N} .,:;'’()/%–-]+/gu, (odd) => toMarkdownText(odd));
}

function toProblems({ header }: ReportSource): string {
  if (header.problems.length === 0) return '';
  const rows = header.problems.map(({ where, message, nextStep }) => [where, message, nextStep ?? '']);
  return `## What was not read\n\n${toTable({ columns: ['place', 'why', 'what to do'], rows })}`;
}

function toKeys({ header }: ReportSource): string {
  return header.keys.length === 0 ? '' : `## Public keys\n\n${toTable(toKeyTable(header))}`;
}

async function* toData(data: ReportData): AsyncGenerator<string> {
  const which = data.isAbridged
    ? `The run had ${toCount(data.objects)} objects: those that are valid are left out here. `
    : '';
  yield `## Data\n\n${which}The lines between the fences are JSON; their SHA\\-256 is ${toMarkdownCode(data.sha256)}. To compute it again:\n\n`;
  yield "```sh\nsed -n '/^```json$/,/^```$/p' report.md | sed '1d;$d' | sha256sum\n```\n\n```json\n";
  yield* data.chunks();
  yield '```\n';
}

/** A Markdown table, and what was left out of it. */
function toTable({ columns, rows, rest = 0 }: ReportTable): string {
  const more = rest > 0 ? `\nand ${toCount(rest)} more\n` : '';
  return `${toMarkdownHead(columns)}${rows.map(toMarkdownLine).join('')}${more}\n`;
}
