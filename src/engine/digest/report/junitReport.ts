import type { ValidatedHour, ValidatedObject, ValidationHeader } from '../validation';
import { addCounts, toHourOutcome, toObjectOutcome, type Outcome, type OutcomeCounts } from './junitOutcome';
import { planSuites, type Suite } from './junitPlan';
import { toMarkup } from './markup';
import type { ReportSource } from './reportSource';
import { toIsoText, toPlaceText, toSpanText } from './reportText';
import { toVerdictText } from './verdictText';

/**
 * The run as JUnit XML in chunks: a test suite for each trail, account and region, a test case for each object and each
 * hour. What is wrong fails, what is unproven is an error, what is pending is skipped. What the run itself could not do
 * stands in a suite of its own. Rejects with an AbortError.
 */
export async function* toJunitReport(source: ReportSource, signal: AbortSignal): AsyncGenerator<string> {
  const suites = await planSuites(source, signal);
  const objects = new Reader(source.objects());
  const hours = new Reader(source.hours());
  const ownCases = toOwnCases(source.header);
  const own = { passed: 0, failure: 0, error: ownCases.length, skipped: 0 };
  const total = [...suites.map(({ counts }) => counts), own].reduce(addCounts);
  yield `<?xml version="1.0" encoding="UTF-8"?>\n<testsuites name="${toMarkup(source.header.location)}"${toCountText(total)}>\n`;
  if (ownCases.length > 0) yield `${toSuiteStart(source.header, 'run', own)}${ownCases.join('')}</testsuite>\n`;
  try {
    for (const suite of suites) {
      yield toSuiteStart(source.header, suite.name, suite.counts);
      for await (const part of objects.take(suite.objects)) {
        signal.throwIfAborted();
        yield part.map((object) => toObjectCase(source, suite, object)).join('');
      }
      for await (const part of hours.take(suite.hours)) {
        signal.throwIfAborted();
        yield part.map((hour) => toHourCase(suite, hour)).join('');
      }
      yield '</testsuite>\n';
    }
  } finally {
    await Promise.all([objects.end(), hours.end()]);
  }
  yield '</testsuites>\n';
}

/** Takes so many items of a paged stream at a time. */
class Reader<T> {
  readonly #pages: AsyncIterator<readonly T[]>;
  #rest: readonly T[] = [];

  constructor(pages: AsyncIterable<readonly T[]>) {
    this.#pages = pages[Symbol.asyncIterator]();
  }

  async *take(count: number): AsyncGenerator<readonly T[]> {
    for (let left = count; left > 0;) {
      const part = this.#rest.slice(0, left);
      this.#rest = this.#rest.slice(part.length);
      left -= part.length;
      if (part.length > 0) yield part;
      if (left === 0) return;
      const page = await this.#pages.next();
      if (page.done === true) return;
      this.#rest = page.value;
    }
  }

  async end(): Promise<void> {
    await this.#pages.return?.();
  }
}

function toSuiteStart(header: ValidationHeader, name: string, counts: OutcomeCounts): string {
  const timestamp = toIsoText(header.startedTime).slice(0, 19);
  return `<testsuite name="${toMarkup(name)}" timestamp="${timestamp}"${toCountText(counts)}>\n`;
}

function toCountText({ passed, failure, error, skipped }: OutcomeCounts): string {
  const tests = passed + failure + error + skipped;
  return ` tests="${tests}" failures="${failure}" errors="${error}" skipped="${skipped}"`;
}

function toObjectCase(source: ReportSource, suite: Suite, object: ValidatedObject): string {
  const name = `${object.kind} ${toPlaceText(source, object)}`;
  return toCase(suite.name, name, toObjectOutcome(object), object);
}

function toHourCase(suite: Suite, hour: ValidatedHour): string {
  return toCase(suite.name, `hour ${toSpanText(hour)}`, toHourOutcome(hour), hour);
}

interface Judged {
  readonly status: string;
  readonly code?: string;
  readonly reason?: string;
}

function toCase(suite: string, name: string, outcome: Outcome, { status, code, reason }: Judged): string {
  const start = `<testcase classname="${toMarkup(suite)}" name="${toMarkup(name)}"`;
  if (outcome === 'passed') return `${start}/>\n`;
  const message = `${status}${reason === undefined ? '' : `: ${reason}`}`;
  if (outcome === 'skipped') return `${start}><skipped message="${toMarkup(message)}"/></testcase>\n`;
  const type = toMarkup(code === undefined ? status : `${status}.${code}`);
  return `${start}><${outcome} type="${type}" message="${toMarkup(message)}"/></testcase>\n`;
}

/** What is no object's and no hour's, and yet keeps the run from being proven. */
function toOwnCases(header: ValidationHeader): string[] {
  const cases = header.problems.map(({ where, message }) =>
    toCase('run', where, 'error', { status: 'problem', reason: message }),
  );
  const stopped = header.isComplete
    ? []
    : [toCase('run', 'complete', 'error', { status: 'incomplete', reason: toVerdictText(header) })];
  return [...stopped, ...cases];
}
