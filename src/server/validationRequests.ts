import { rejectOnAbort } from '../base/abort';
import { isAbort, UserError } from '../base/errors';
import type { ValidatedHour, ValidationHeader } from '../engine/digest/validation';
import { collectFindings, toFindingId, toHourFindingId } from '../engine/digest/report/findings';
import * as requests from '../protocol/validationRequests';
import { hashingLimits } from '../validation/hashingLimits';
import { toReportSource } from '../validation/reportSource';
import { parseOriginalLocation } from '../validation/originalLocation';
import { runValidation } from '../validation/validationRun';
import type { StoredRun } from '../validation/validationStore';
import type { ValidationRunProgress } from '../validation/validationOptions';
import { findDocumentObject } from './documentObjects';
import { tellValidation } from './documentSync';
import type { ServerState } from './serverState';
import { Throttle } from './throttle';
import { writeReport } from './validationReports';

/** Rows of one page of a finding at most. */
const maxPageRows = 1000;
/** Runs whose findings are kept: one view shows one run. */
const maxKeptFindings = 4;

/** Validates, and answers what can be asked about kept runs. */
export class ValidationRequests {
  private readonly findingsOf = new Map<string, Promise<readonly requests.ValidationFinding[]>>();

  constructor(private readonly state: ServerState) {}

  /** Cancelling is no failure here: the answer says what was judged before. */
  async validate(params: requests.ValidateParams, signal: AbortSignal): Promise<ValidationHeader> {
    const { sources, validations, settings } = this.state;
    const { sourceId, prefix, accounts, regions, from, to } = params.scope;
    const { opened, config } = sources.describe(sourceId);
    const original = params.originalLocation ?? config.originalLocation;
    const { scan } = settings();
    const run = await runValidation(
      validations.toServices(sourceId, params.publicKeysFile ?? config.publicKeys),
      {
        scope: {
          prefix: prefix ?? opened.prefix,
          ...(accounts === undefined ? {} : { accounts }),
          ...(regions === undefined ? {} : { regions }),
          ...(from === undefined ? {} : { from }),
          ...(to === undefined ? {} : { to }),
          ...(params.trail === undefined ? {} : { trail: params.trail }),
        },
        now: Date.now(),
        ...(original === undefined ? {} : { copyOf: parseOriginalLocation(original) }),
        isResuming: params.isResuming,
        limits: hashingLimits,
        maxDownloads: scan.maxDownloads,
      },
      this.toListener(params.progressId),
      signal,
    );
    await this.takeIn(sourceId, run);
    return run.header;
  }

  async runs(sourceId: string): Promise<readonly ValidationHeader[]> {
    return (await this.state.validations.runs(sourceId)).map(({ header }) => header);
  }

  /** Counted once a run. */
  findings(sourceId: string, runId: string, signal: AbortSignal): Promise<readonly requests.ValidationFinding[]> {
    const known = this.findingsOf.get(runId);
    if (known !== undefined) return rejectOnAbort(known, signal);
    // Several may wait for it: it goes on when the first one has given up.
    const { signal: never } = new AbortController();
    const finding = this.open(sourceId, runId).then((run) => collectFindings(this.toSource(sourceId, run), never));
    this.findingsOf.set(runId, finding);
    finding.catch(() => {
      this.findingsOf.delete(runId);
    });
    const [oldest] = this.findingsOf.keys();
    if (this.findingsOf.size > maxKeptFindings && oldest !== undefined) this.findingsOf.delete(oldest);
    return rejectOnAbort(finding, signal);
  }

  async objects(
    { sourceId, runId, findingId, offset, limit }: requests.ValidationObjectsParams,
    signal: AbortSignal,
  ): Promise<requests.ValidationObjectsPage> {
    const run = await this.open(sourceId, runId);
    const finding = (await this.findings(sourceId, runId, signal)).find(({ id }) => id === findingId);
    if (finding === undefined) throw new UserError('notFound', 'This validation has no such finding.');
    const end = offset + Math.max(0, Math.min(limit, maxPageRows));
    if (finding.isHours) {
      const isOne = (hour: ValidatedHour): boolean => toHourFindingId(hour) === findingId;
      return { total: finding.count, objects: [], hours: await takePage(run.hours(), isOne, offset, end, signal) };
    }
    const objects = await takePage(
      run.exceptions(),
      (object) => toFindingId(object) === findingId,
      offset,
      end,
      signal,
    );
    const rows = objects.map((object) => this.state.validations.toRow(sourceId, object));
    // What a finding about the run itself counts has no rows.
    return { total: findingId.startsWith('run.') ? 0 : finding.count, objects: rows, hours: [] };
  }

  async badges(
    sourceId: string,
    places: readonly string[],
    signal: AbortSignal,
  ): Promise<readonly (requests.ValidationBadge | null)[]> {
    const known = await this.state.validations.places(sourceId);
    const badges: (requests.ValidationBadge | null)[] = [];
    for (const place of places) {
      signal.throwIfAborted();
      badges.push(await known.findBadge(place));
    }
    return badges;
  }

  async objectValidation(uri: string): Promise<requests.ObjectValidation | null> {
    const object = findDocumentObject(this.state.sources, uri);
    return (object === undefined ? undefined : await this.state.validations.findObject(object)) ?? null;
  }

  async report(params: requests.ReportParams, signal: AbortSignal): Promise<{ readonly text?: string }> {
    const run = await this.open(params.sourceId, params.runId);
    return writeReport(this.toSource(params.sourceId, run), params, signal);
  }

  async delete(sourceId: string, runId: string): Promise<null> {
    const { validations, runProblems } = this.state;
    await validations.store(sourceId).delete(runId);
    this.findingsOf.delete(runId);
    runProblems.dropRun(sourceId, runId);
    await this.tellChange(sourceId);
    return null;
  }

  private open(sourceId: string, runId: string): Promise<StoredRun> {
    return this.state.validations.store(sourceId).open(runId);
  }

  private toSource(sourceId: string, run: StoredRun): ReturnType<typeof toReportSource> {
    const { source } = this.state.sources.get(sourceId);
    return toReportSource(run, (key) => source.toUri(key));
  }

  /** What a run found is shown wherever its objects are. What goes wrong here costs nothing of the run. */
  private async takeIn(sourceId: string, run: StoredRun): Promise<void> {
    const { runProblems, log } = this.state;
    try {
      await runProblems.addRun(sourceId, run);
      await this.tellChange(sourceId);
    } catch (error) {
      if (!isAbort(error)) log.error('Cannot show what the validation found:', error);
    }
  }

  private async tellChange(sourceId: string): Promise<void> {
    const { validations, connection, problems, refreshLenses } = this.state;
    validations.forget(sourceId);
    void connection.sendNotification(requests.validationChangedNotification, { sourceId });
    refreshLenses();
    for (const uri of problems.openUris()) await tellValidation(this.state, uri);
  }

  private toListener(progressId: string): (progress: ValidationRunProgress) => void {
    const throttle = new Throttle();
    return (progress) => {
      throttle.run(() => {
        const told: requests.ValidationProgress = { ...progress, progressId };
        void this.state.connection.sendNotification(requests.validationProgressNotification, told);
      });
    };
  }
}

/** The items from `offset` to before `end` among those that fit, of a run's pages. */
async function takePage<T>(
  pages: AsyncIterable<readonly T[]>,
  isOne: (item: T) => boolean,
  offset: number,
  end: number,
  signal: AbortSignal,
): Promise<T[]> {
  const taken: T[] = [];
  let at = 0;
  for await (const page of pages) {
    signal.throwIfAborted();
    for (const item of page) {
      if (!isOne(item)) continue;
      if (at >= offset && at < end) taken.push(item);
      if (++at >= end) return taken;
    }
  }
  return taken;
}
