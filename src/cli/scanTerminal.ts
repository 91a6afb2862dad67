import { createInterface } from 'node:readline/promises';
import { toSizeText } from '../base/byteSize';
import { toDisplayText } from '../base/displayText';
import { newAbortError, UserError } from '../base/errors';
import type { ScanPlan } from '../scan/scanPlan';
import { toScanCost } from '../scan/scanCost';
import { ScanRate } from '../scan/scanRate';
import type { ScanOutcome, ScanTotals } from '../scan/scanRun';
import type { ScanScope } from '../scan/scanScope';
import { estimateSeconds } from '../search/scanEstimate';
import type { SearchWords } from './arguments';
import type { SearchSession } from './searchSession';
import { StatusLine, toDurationText } from './statusLine';
import { printNote } from './terminal';

const maxToldProblems = 20;

/** Lists a scope, tells the plan, asks when it is large, and reads it. Undefined: only the plan was wanted. */
export async function scan(
  session: SearchSession,
  scope: ScanScope,
  words: SearchWords,
  signal: AbortSignal,
): Promise<{ readonly plan: ScanPlan; readonly outcome: ScanOutcome | undefined }> {
  const line = new StatusLine();
  const plan = await session.trail
    .plan(
      scope,
      ({ objects, bytes }) => {
        line.show(`listing: ${count(objects)} objects, ${toSizeText(bytes)}`);
      },
      signal,
    )
    .finally(() => {
      line.clear();
    });
  tellPlan(session, plan);
  if (words.isPlanOnly) return { plan, outcome: undefined };
  if (plan.pending.count === 0) {
    await session.trail.run(plan, () => undefined, signal);
    return { plan, outcome: undefined };
  }
  await askConsent(session, plan, words, signal);
  const rate = new ScanRate();
  const { count: objects, bytes } = plan.pending;
  const outcome = await session.trail
    .run(
      plan,
      (totals) => {
        rate.add(totals.objects, totals.storedBytes);
        line.show(toProgressText(totals, rate, objects, bytes));
      },
      signal,
    )
    .finally(() => {
      line.clear();
    });
  tellOutcome(session, outcome);
  return { plan, outcome };
}

function tellPlan({ opened, trail }: SearchSession, plan: ScanPlan): void {
  const { workers, maxDownloads } = trail.options.settings;
  const seconds = estimateSeconds({
    objects: plan.objectsToRead,
    storedBytes: plan.bytesToRead,
    isLocal: opened.isLocal,
    workers,
    maxDownloads,
  });
  printNote(
    `${count(plan.listedObjects)} objects listed (${toSizeText(plan.listedBytes)}), ` +
      `${count(plan.indexedObjects)} of them indexed already; to read: ${count(plan.objectsToRead)} ` +
      `(${toSizeText(plan.bytesToRead)})${plan.objectsToRead === 0 ? '' : `, about ${toDurationText(seconds)}`}.`,
  );
  if (opened.toConsoleUrl('') !== undefined && plan.objectsToRead > 0) {
    const { requests, requestUsd, transferUsd } = toScanCost(plan.objectsToRead, plan.bytesToRead);
    printNote(
      `${count(requests)} GET requests, about $${requestUsd.toFixed(2)}; transfer out of AWS about ` +
        `$${transferUsd.toFixed(2)}, nothing from within the bucket's region (us-east-1 prices).`,
    );
  }
  for (const { reason, objects } of plan.skipped) printNote(`left out: ${count(objects)} × ${reason}`);
  if (plan.beyondCap > 0)
    printNote(`${count(plan.beyondCap)} objects are beyond the cap of one scan and are not read.`);
  for (const { prefix, error } of plan.problems.slice(0, maxToldProblems)) {
    printNote(`not listed: ${toDisplayText(opened.source.toUri(prefix), 2000)}: ${error.message}`);
  }
}

async function askConsent(
  session: SearchSession,
  plan: ScanPlan,
  words: SearchWords,
  signal: AbortSignal,
): Promise<void> {
  const { askAboveBytes, askAboveObjects } = session.trail.options.settings;
  const isLarge = plan.objectsToRead > askAboveObjects || plan.bytesToRead > askAboveBytes;
  if (!isLarge || words.isAgreed || session.opened.isLocal) return;
  if (!process.stdin.isTTY) {
    throw new UserError(
      'invalidInput',
      'This reads more than Trailcase reads without asking, and nobody can be asked.',
      {
        nextStep: 'Add --yes, or narrow it with --from, --to, --account and --region.',
      },
    );
  }
  const question = createInterface({ input: process.stdin, output: process.stderr });
  try {
    const answer = await question.question('trailcase: read them? [y/N] ', { signal });
    if (!/^y(es)?$/i.test(answer.trim())) throw newAbortError();
  } finally {
    question.close();
  }
}

function toProgressText(totals: ScanTotals, rate: ScanRate, objects: number, bytes: number): string {
  const { objectsPerSecond, bytesPerSecond } = rate.read();
  const left = rate.secondsLeft(objects - totals.objects, bytes - totals.storedBytes);
  return (
    `${count(totals.objects)} of ${count(objects)} objects, ${count(totals.indexed)} records, ` +
    `${count(Math.round(objectsPerSecond))}/s, ${toSizeText(Math.round(bytesPerSecond))}/s` +
    (totals.failed > 0 ? `, ${count(totals.failed)} failed` : '') +
    (left === undefined ? '' : `, ${toDurationText(left)} left`)
  );
}

function tellOutcome({ opened }: SearchSession, outcome: ScanOutcome): void {
  const isBroken = outcome.error !== undefined;
  const end = isBroken ? 'broke off; what was not yet written is lost. Read' : 'stopped; kept what was read';
  printNote(
    `${outcome.isComplete ? 'read' : end}: ${count(outcome.read)} objects, ` +
      `${count(outcome.indexed)} records${isBroken ? '' : ' indexed'}, ${count(outcome.unreadable)} unreadable, ` +
      `${count(outcome.failed)} objects failed.`,
  );
  for (const { key, reason } of outcome.failures.slice(0, maxToldProblems)) {
    printNote(`failed: ${toDisplayText(opened.source.toUri(key), 2000)}: ${reason}`);
  }
  if (outcome.error !== undefined) printNote(outcome.error.message);
}

function count(value: number): string {
  return value.toLocaleString('en-US');
}
