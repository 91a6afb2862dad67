import { toHtmlReport } from '../engine/digest/report/htmlReport';
import { toJsonReport } from '../engine/digest/report/jsonReport';
import { toJunitReport } from '../engine/digest/report/junitReport';
import { toMarkdownReport } from '../engine/digest/report/markdownReport';
import type { ReportSource } from '../engine/digest/report/reportSource';
import type { ReportParams } from '../protocol/validationRequests';
import { writeWholeFile, type WritePart } from '../source/local/wholeFile';
import { writeText } from './clipboardText';

const reports: Readonly<
  Record<ReportParams['format'], (source: ReportSource, signal: AbortSignal) => AsyncGenerator<string>>
> = { html: toHtmlReport, json: toJsonReport, junit: toJunitReport, markdown: toMarkdownReport };

/** Writes a report into a file of the server's machine, whole or not at all, or answers with its text. */
export async function writeReport(
  source: ReportSource,
  { format, file }: Pick<ReportParams, 'format' | 'file'>,
  signal: AbortSignal,
): Promise<{ readonly text?: string }> {
  const run = async (write: WritePart): Promise<void> => {
    for await (const part of reports[format](source, signal)) await write(part);
  };
  if (file === undefined) return { text: (await writeText(run)).text };
  await writeWholeFile(file, run);
  return {};
}
