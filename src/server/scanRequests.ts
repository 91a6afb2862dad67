import { UserError } from '../base/errors';
import * as requests from '../protocol/searchRequests';
import type { ScanPlan } from '../scan/scanPlan';
import { toScanCost } from '../scan/scanCost';
import { ScanRate } from '../scan/scanRate';
import type { ScanTotals } from '../scan/scanRun';
import type { ScanScope } from '../scan/scanScope';
import { estimateSeconds } from '../search/scanEstimate';
import type { TrailSearch } from '../search/trailSearch';
import type { ServerState } from './serverState';
import { Throttle } from './throttle';

const maxPlans = 8;
const maxToldFailures = 100;

interface OpenPlan {
  readonly plan: ScanPlan;
  readonly trail: TrailSearch;
  readonly sourceId: string;
}

/** Plans and runs scans. A plan is kept until it is run. */
export class ScanRequests {
  private readonly plans = new Map<string, OpenPlan>();
  private nextPlan = 1;

  constructor(private readonly state: ServerState) {}

  async plan({ scope, progressId }: requests.PlanScanParams, signal: AbortSignal): Promise<requests.ScanPlan> {
    const trail = this.state.searches.get(scope.sourceId);
    const opened = this.state.sources.get(scope.sourceId);
    const throttle = new Throttle();
    const plan = await trail.plan(
      toScanScope(scope, opened.prefix),
      ({ objects, bytes }) => {
        throttle.run(() => {
          this.tell({ progressId, phase: 'listing', ...noTotals, objectsDone: objects, bytesDone: bytes });
        });
      },
      signal,
    );
    const planId = `plan-${this.nextPlan++}`;
    this.plans.set(planId, { plan, trail, sourceId: scope.sourceId });
    const [oldest] = this.plans.keys();
    if (this.plans.size > maxPlans && oldest !== undefined) this.plans.delete(oldest);
    return this.toAnswer(planId, { plan, trail, sourceId: scope.sourceId });
  }

  async run({ planId, progressId }: requests.RunScanParams, signal: AbortSignal): Promise<requests.ScanSummary> {
    const open = this.plans.get(planId);
    if (open === undefined) {
      throw new UserError('notFound', 'This plan is no longer kept.', { nextStep: 'Plan it again.' });
    }
    this.plans.delete(planId);
    const { plan, trail, sourceId } = open;
    const { source } = this.state.sources.get(sourceId);
    const started = performance.now();
    const rate = new ScanRate();
    const throttle = new Throttle();
    const { count: objectsTotal, bytes: bytesTotal } = plan.pending;
    const tellTotals = (totals: ScanTotals): void => {
      rate.add(totals.objects, totals.storedBytes);
      throttle.run(() => {
        const left = rate.secondsLeft(objectsTotal - totals.objects, bytesTotal - totals.storedBytes);
        this.tell({
          progressId,
          phase: totals.objects < objectsTotal ? 'reading' : 'finishing',
          objectsDone: totals.objects,
          objectsTotal,
          bytesDone: totals.storedBytes,
          bytesTotal,
          records: totals.indexed,
          failed: totals.failed,
          ...rate.read(),
          ...(left === undefined ? {} : { secondsLeft: left }),
        });
      });
    };
    // Cancelling is no failure here: the answer says what was read before.
    const outcome = await trail.run(plan, tellTotals, signal);
    if (outcome.error !== undefined) throw new UserError(outcome.error.code, outcome.error.message, outcome.error);
    return {
      readObjects: outcome.read,
      failedObjects: outcome.failed,
      skippedObjects: outcome.skipped,
      indexedRecords: outcome.indexed,
      unreadableRecords: outcome.unreadable,
      bytes: outcome.storedBytes,
      seconds: (performance.now() - started) / 1000,
      isComplete: outcome.isComplete,
      failures: outcome.failures
        .slice(0, maxToldFailures)
        .map(({ key, reason }) => ({ uri: source.toUri(key), reason })),
    };
  }

  private toAnswer(planId: string, { plan, trail, sourceId }: OpenPlan): requests.ScanPlan {
    const opened = this.state.sources.get(sourceId);
    const { settings } = trail.options;
    const { objectsToRead, bytesToRead, days, beyondCap } = plan;
    const isAws = opened.toConsoleUrl('') !== undefined;
    const [firstDay] = days;
    const lastDay = days.at(-1);
    const notice = `${beyondCap.toLocaleString('en-US')} objects are beyond the cap of one scan (trailcase.scan.maxObjects, trailcase.scan.maxGigabytes) and are not read.`;
    return {
      planId,
      listedObjects: plan.listedObjects,
      listedBytes: plan.listedBytes,
      indexedObjects: plan.indexedObjects,
      objectsToRead,
      bytesToRead,
      skipped: plan.skipped,
      problems: plan.problems.map(({ prefix, error }) => ({
        where: opened.source.toUri(prefix),
        message: error.message,
      })),
      days: days.length,
      ...(firstDay === undefined ? {} : { firstDay }),
      ...(lastDay === undefined ? {} : { lastDay }),
      accounts: plan.accounts,
      regions: plan.regions,
      ...(isAws ? { cost: toScanCost(objectsToRead, bytesToRead) } : {}),
      estimatedSeconds: estimateSeconds({
        objects: objectsToRead,
        storedBytes: bytesToRead,
        isLocal: opened.isLocal,
        workers: settings.workers,
        maxDownloads: settings.maxDownloads,
      }),
      needsConsent: objectsToRead > settings.askAboveObjects || bytesToRead > settings.askAboveBytes,
      ...(beyondCap > 0 ? { capNotice: notice } : {}),
    };
  }

  private tell(progress: requests.ScanProgress): void {
    void this.state.connection.sendNotification(requests.scanProgressNotification, progress);
  }
}

const noTotals = { objectsDone: 0, bytesDone: 0, records: 0, failed: 0, objectsPerSecond: 0, bytesPerSecond: 0 };

function toScanScope({ prefix, accounts, regions, from, to }: requests.SearchScope, sourcePrefix: string): ScanScope {
  return {
    prefix: prefix ?? sourcePrefix,
    ...(accounts === undefined ? {} : { accounts }),
    ...(regions === undefined ? {} : { regions }),
    ...(from === undefined ? {} : { from }),
    ...(to === undefined ? {} : { to }),
  };
}
