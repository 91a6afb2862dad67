import { dayMs } from '../../../base/time';
import { drawCoverage, type CoveragePicture } from './coveragePicture';
import { coverPatterns, toAxis, toCoverRow, toLegend } from './coverageSvg';
import type { ReportFinding } from './findings';
import { toHtmlHead } from './htmlHead';
import { toMarkup } from './markup';
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
import { countOf, toCount } from './reportText';
import { weightWords } from './runText';
import { toVerdictText, verdictWords } from './verdictText';

/** Objects that are listed of each finding; all of them stand in the data. */
const objectsPerFinding = 200;
/** Some 1.2 KB each. */
const maxWholeObjects = 5_000;
/** Columns whose texts are keys, addresses and hashes. */
const codeColumns = new Set(['object', 'expected SHA-256', 'found SHA-256', 'digest', 'fingerprint', 'place']);
/** Columns whose texts do not break. */
const shortColumns = new Set(['account', 'region', 'home region', 'length']);
const codeFacts = new Set(['Location', 'Folder', 'Copy of', 'SHA-256 of the data', 'SHA-256 of the JSON report']);

/**
 * The run as one HTML page in chunks: nothing is fetched and nothing runs in it, it can be printed, and it carries its
 * own data. Rejects with an AbortError.
 */
export async function* toHtmlReport(source: ReportSource, signal: AbortSignal): AsyncGenerator<string> {
  const { header } = source;
  const facts = await collectFacts(source, objectsPerFinding, signal);
  const picture = await drawCoverage(source, signal);
  const data = await newReportData(source, maxWholeObjects, signal);
  yield toHead(source) + toVerdict(source) + toFacts(source, data);
  yield `<h2>Coverage</h2>\n${toPicture(picture)}`;
  yield `<h2>Hours by status</h2>\n${toTable(toHourTable(facts))}`;
  if (header.chains.length > 0) yield `<h2>Chains of digests</h2>\n${toTable(toChainTable(header))}`;
  yield `<h2>Objects by status</h2>\n${toTable(toCountTable(header))}`;
  yield `<h2>Findings</h2>\n${facts.findings.length === 0 ? '<p>None.</p>\n' : ''}`;
  for (const finding of facts.findings) yield toFinding(source, finding, facts);
  yield toProblems(source) + toKeys(source);
  yield* toData(source, data);
}

function toHead({ header }: ReportSource): string {
  return `${toHtmlHead(`CloudTrail integrity report: ${header.location}`)}${coverPatterns}<header>
<h1>CloudTrail integrity report</h1>
<p class="soft place">${toMarkup(header.location)}</p>
</header>
`;
}

function toVerdict({ header }: ReportSource): string {
  const text = toVerdictText(header).replace(/^[^:]*: /, '');
  const sentence = text.charAt(0).toUpperCase() + text.slice(1);
  return `<section class="verdict ${header.verdict}-box"><strong>${verdictWords[header.verdict]}</strong><p>${toMarkup(sentence)}</p></section>\n`;
}

function toFacts({ header }: ReportSource, data: ReportData): string {
  const rows = toFactRows(header, data).map(([name, value]) => {
    const mono = codeFacts.has(name) ? ' class="mono"' : '';
    return `<dt>${name}</dt><dd${mono}>${toMarkup(value)}</dd>\n`;
  });
  return `<dl class="facts">\n${rows.join('')}</dl>\n`;
}

function toPicture(picture: CoveragePicture): string {
  if (picture.rows.length === 0) return '<p>No hour of the window was looked at.</p>\n';
  const rows = picture.rows.map((row) => toCoverRow(picture, row)).join('');
  const rest = picture.restRows > 0 ? `<p>and ${toCount(picture.restRows)} more</p>\n` : '';
  const columns = `<p class="soft">One column is ${toColumnText(picture.columnMs)}; a digest counts for the column in which the middle of its time lies. Times are UTC.</p>\n`;
  return `${columns}${rows}${toAxis(picture)}${rest}${toLegend()}`;
}

function toColumnText(columnMs: number): string {
  return columnMs < dayMs ? 'an hour' : countOf(columnMs / dayMs, 'day');
}

function toFinding(source: ReportSource, finding: ReportFinding, facts: ReportFacts): string {
  const { weight, title, meaning, explanations, nextStep } = finding;
  const causes = explanations.map((cause) => `<li>${toMarkup(cause)}</li>`).join('');
  const explained = causes === '' ? '' : `<h4>What can explain it</h4>\n<ul>${causes}</ul>\n`;
  const next = nextStep === undefined ? '' : `<h4>What to do next</h4>\n<p>${toMarkup(nextStep)}</p>\n`;
  const table = toFindingTable(source, finding, facts);
  return `<section class="finding">
<h3><span class="badge ${weight}-box">${weightWords[weight]}</span>${toMarkup(title)}</h3>
<p>${toMarkup(meaning)}</p>
${explained}${next}${table === undefined ? '' : finding.isHours ? toTable(table) : toObjects(table)}</section>
`;
}

function toProblems({ header }: ReportSource): string {
  if (header.problems.length === 0) return '';
  const rows = header.problems.map(({ where, message, nextStep }) => [where, message, nextStep ?? '']);
  return `<h2>What was not read</h2>\n${toTable({ columns: ['place', 'why', 'what to do'], rows })}`;
}

function toKeys({ header }: ReportSource): string {
  return header.keys.length === 0 ? '' : `<h2>Public keys</h2>\n${toTable(toKeyTable(header))}`;
}

/** Addresses and hashes are long: each object is a short list of its own. */
function toObjects({ columns, rows, rest = 0 }: ReportTable): string {
  const items = rows.map((row) => {
    const [place = '', ...cells] = row;
    const facts = cells.map((cell, at) => {
      const column = columns[at + 1] ?? '';
      const mono = codeColumns.has(column) ? ' class="mono"' : '';
      return cell === '' ? '' : `<dt>${toMarkup(column)}</dt><dd${mono}>${toMarkup(cell)}</dd>`;
    });
    return `<li><div class="place">${toMarkup(place)}</div><dl>${facts.join('')}</dl></li>\n`;
  });
  return `<ul class="objects">\n${items.join('')}</ul>\n${toRest(rest)}`;
}

function toRest(rest: number): string {
  return rest > 0 ? `<p>and ${toCount(rest)} more: all of them stand in the data below.</p>\n` : '';
}

function toTable({ columns, rows, figures = [], rest = 0 }: ReportTable): string {
  const head = columns.map(
    (name) => `<th scope="col"${figures.includes(name) ? ' class="number"' : ''}>${toMarkup(name)}</th>`,
  );
  const lines = rows.map(
    (row) => `<tr>${row.map((cell, at) => toCell(cell, columns[at] ?? '', figures)).join('')}</tr>\n`,
  );
  return `<div class="scroll"><table><thead><tr>${head.join('')}</tr></thead>\n<tbody>\n${lines.join('')}</tbody></table></div>\n${toRest(rest)}`;
}

function toCell(cell: string, column: string, figures: readonly string[]): string {
  const names = [
    figures.includes(column) ? 'number' : '',
    shortColumns.has(column) ? 'short' : '',
    codeColumns.has(column) ? 'mono' : '',
    cell === '0' ? 'zero' : '',
  ];
  const kept = names.filter((name) => name !== '').join(' ');
  return `<td${kept === '' ? '' : ` class="${kept}"`}>${toMarkup(cell)}</td>`;
}

/** The JSON escapes every `<`, so nothing in it can end the element, or begin a line as its end tag does. */
async function* toData({ header }: ReportSource, data: ReportData): AsyncGenerator<string> {
  const which = data.isAbridged
    ? `The run had ${toCount(data.objects)} objects: those that are valid are left out of this file’s data. The whole JSON report of the run has the SHA-256 <code>${data.wholeSha256}</code>.`
    : 'It is the same, byte for byte, as the JSON report of the run.';
  yield `<h2>Data</h2>
<p>This file carries its data as JSON, in its last element. ${which}</p>
<p>SHA-256 of the data: <code>${data.sha256}</code>. To compute it again:</p>
<pre>sed -n '/^&lt;script type="application\\/json"/,/^&lt;\\/script>/p' report.html | sed '1d;$d' | sha256sum</pre>
<footer>Made by ${toMarkup(header.generator)}. All times are UTC.</footer>
<script type="application/json" id="data">
`;
  yield* data.chunks();
  yield '</script>\n</body>\n</html>\n';
}
