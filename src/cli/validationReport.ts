import { toDisplayText } from '../base/displayText';
import { toCliText } from '../engine/digest/report/cliText';
import { toHtmlReport } from '../engine/digest/report/htmlReport';
import { toJsonReport } from '../engine/digest/report/jsonReport';
import { toJunitReport } from '../engine/digest/report/junitReport';
import { toMarkdownReport } from '../engine/digest/report/markdownReport';
import type { ReportSource } from '../engine/digest/report/reportSource';
import { toVerdictText } from '../engine/digest/report/verdictText';
import type { LogFileSource } from '../engine/ports';
import { toReportSource } from '../validation/reportSource';
import type { StoredRun } from '../validation/validationStore';
import { writeChunks } from './outputFile';
import { print, printNote, printToStandardError } from './terminal';
import type { ReportFormat, ValidateOptions } from './validateOptions';

const maxToldProblems = 20;

interface ReportChunk {
  readonly stream: 'stdout' | 'stderr';
  readonly text: string;
}

/**
 * Writes the report to standard output or the file. What is not its text (the verdict of a report for machines, folders
 * that could not be listed) goes to standard error. A run is told to its end, also after Ctrl+C.
 */
export async function writeReport(
  run: StoredRun,
  source: Pick<LogFileSource, 'toUri'>,
  { format, output, isVerbose }: Pick<ValidateOptions, 'format' | 'output' | 'isVerbose'>,
): Promise<void> {
  const chunks = toChunks(
    toReportSource(run, (key) => source.toUri(key)),
    format,
    isVerbose,
  );
  if (output !== undefined) await writeChunks(output, chunks);
  else
    for await (const { stream, text } of chunks) await (stream === 'stdout' ? print(text) : printToStandardError(text));
  if (format === 'text' && output === undefined) return;
  const { header } = run;
  printNote(toVerdictText(header));
  for (const { where, message, nextStep } of header.problems.slice(0, maxToldProblems)) {
    printNote(`${toDisplayText(where, 2000)}: ${toDisplayText(message, 2000)}`);
    if (nextStep !== undefined) printNote(toDisplayText(nextStep, 2000));
  }
  if (output !== undefined) printNote(`The report is in ${toDisplayText(output, 2000)}`);
}

async function* toChunks(source: ReportSource, format: ReportFormat, isVerbose: boolean): AsyncGenerator<ReportChunk> {
  const { signal } = new AbortController();
  if (format === 'text') {
    yield* toCliText(source, { isVerbose }, signal);
    return;
  }
  const toReport = { json: toJsonReport, junit: toJunitReport, html: toHtmlReport, markdown: toMarkdownReport }[format];
  for await (const text of toReport(source, signal)) yield { stream: 'stdout', text };
}
