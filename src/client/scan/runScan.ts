import { commands, window } from 'vscode';
import { isAbort, newAbortError } from '../../base/errors';
import type { ScanPlan, ScanProgress, ScanSummary } from '../../protocol/searchRequests';
import { withCancellableProgress } from '../progress';
import { toSourcePlace, type Place } from '../search/place';
import type { ClientServices } from '../services';
import { isQuestion, toPlanText, toScanMessage, toScanPercent, toScanSummary } from './scanText';

/** Second argument of `trailcase.indexRange`: the place was chosen before, and nothing is asked again. */
export const asChosen = 'asChosen';

export interface IndexedPlace extends ScanSummary {
  /** Levels that could not be listed: what lies there is not in the index. */
  readonly unlisted: number;
}

/**
 * Plans, asks when it has to, and indexes a place. The summary is undefined when it was cancelled before the server could
 * sum up. Throws an AbortError when the user does not want the plan.
 */
export async function indexPlace(services: ClientServices, place: Place): Promise<IndexedPlace | undefined> {
  const running = services.scans.begin(place);
  try {
    const plan = await planScan(services, place);
    services.scans.report(place, undefined);
    if (isQuestion(plan)) await confirmPlan(plan, place);
    const summary = await runPlan(services, place, plan);
    return summary === undefined ? undefined : { ...summary, unlisted: plan.problems.length };
  } finally {
    running.dispose();
    services.coverage.reload();
  }
}

/** Says what was read and what was not, with what can be done next. Does not wait for the user. */
export function showScanSummary(place: Place, summary: IndexedPlace | undefined): void {
  const { text, isWarning } =
    summary === undefined
      ? {
          text: `Indexing ${place.title} was stopped. What was read is kept; index it again to go on.`,
          isWarning: true,
        }
      : toScanSummary(summary, place.title, summary.unlisted);
  const isComplete = summary?.isComplete === true;
  const goOn = isComplete ? 'Search Records…' : 'Go On';
  const show = isWarning ? window.showWarningMessage : window.showInformationMessage;
  void show(text, goOn, 'Show Coverage').then(async (choice) => {
    if (choice === 'Show Coverage') await commands.executeCommand('trailcase.showCoverage', place);
    if (choice !== goOn) return;
    // The days that were indexed are those of delivery: a search goes by the time of the event.
    if (isComplete) await commands.executeCommand('trailcase.searchRecords', toSourcePlace(place.root));
    else await commands.executeCommand('trailcase.indexRange', place, asChosen);
  });
}

async function planScan({ server, progress, scans }: ClientServices, place: Place): Promise<ScanPlan> {
  return await withCancellableProgress(`Planning: listing the logs of ${place.title}`, async (signal, report) => {
    const tell = (scan: ScanProgress): void => {
      report(toScanMessage(scan));
      scans.report(place, scan);
    };
    return await progress.scan.during(tell, (progressId) =>
      server.ask('planScan', { scope: place.scope, progressId }, signal),
    );
  });
}

async function confirmPlan(plan: ScanPlan, place: Place): Promise<void> {
  const { message, detail } = toPlanText(plan, place.title);
  const index = 'Index';
  const isIncomplete = plan.problems.length > 0 || plan.capNotice !== undefined;
  const show = isIncomplete ? window.showWarningMessage : window.showInformationMessage;
  if ((await show(message, { modal: true, detail }, index)) !== index) throw newAbortError();
}

async function runPlan(services: ClientServices, place: Place, plan: ScanPlan): Promise<ScanSummary | undefined> {
  const { server, progress, scans } = services;
  try {
    return await withCancellableProgress(`Indexing ${place.title}`, async (signal, report) => {
      const tell = (scan: ScanProgress): void => {
        report(toScanMessage(scan), toScanPercent(scan));
        scans.report(place, scan);
      };
      return await progress.scan.during(tell, (progressId) =>
        server.ask('runScan', { planId: plan.planId, progressId }, signal),
      );
    });
  } catch (error) {
    if (isAbort(error)) return undefined;
    throw error;
  }
}
