import { DiagnosticSeverity, type Diagnostic } from 'vscode-languageserver-types';
import type { LogProblem } from '../../engine/record/logProblem';
import { lineAt } from '../../engine/record/textPosition';
import { shownPage, toRange, type ShownLog } from './shownLog';

/** More than this is one broken file said many times. */
const maxDiagnostics = 200;

const severities: Readonly<Record<LogProblem['severity'], DiagnosticSeverity>> = {
  error: DiagnosticSeverity.Error,
  warning: DiagnosticSeverity.Warning,
  information: DiagnosticSeverity.Information,
};

/** What is not as CloudTrail writes it, each at its place on the page. */
export function provideDiagnostics(shown: ShownLog): Diagnostic[] {
  const page = shownPage(shown);
  const isLastPage = shown.pageNumber === shown.pages.length;
  const onPage = shown.log.problems.filter((problem) => {
    const line = lineAt(shown.log, problem.offset);
    return line >= page.startLine && (line < page.endLine || isLastPage);
  });
  const diagnostics = onPage.slice(0, maxDiagnostics).map((problem) => toDiagnostic(shown, problem));
  if (onPage.length > maxDiagnostics) {
    const message = `${onPage.length - maxDiagnostics} further problems are not listed.`;
    const range = { start: { line: 0, character: 0 }, end: { line: 0, character: 1 } };
    diagnostics.push({ range, severity: DiagnosticSeverity.Information, source: 'Trailcase', message });
  }
  return diagnostics;
}

function toDiagnostic(shown: ShownLog, problem: LogProblem): Diagnostic {
  const { bytes } = shown.log;
  // At the very end of the text there is nothing to underline: the last character has to do.
  const start = problem.offset >= bytes.length ? Math.max(0, bytes.length - 1) : problem.offset;
  const lineEnd = bytes.indexOf(0x0a, start);
  const end = Math.min(lineEnd <= start ? start + 1 : lineEnd, start + 200);
  return {
    range: toRange(shown, start, Math.max(start + 1, end)),
    severity: severities[problem.severity],
    source: 'Trailcase',
    code: problem.kind,
    message: problem.message,
  };
}
