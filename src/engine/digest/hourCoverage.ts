import type { EpochMs } from '../../base/time';
import { deliveryMs, digestPeriodMs, isInRun, slackMs } from './digestTimes';
import { contentOf, isAuthentic, startOf, type AuthenticDigest, type LaneDigest } from './laneDigest';
import type { LogMinutes } from './logMinutes';
import { maxPieces, toHours, type HourOwner, type Stretch } from './stretch';
import type { ReasonCode, TimeWindow, ValidatedHour } from './validation';

export interface CoverageInput {
  readonly owner: HourOwner;
  readonly window: TimeWindow;
  readonly now: EpochMs;
  /** Whether no beginning was asked for: then a chain may begin in it, long after others. */
  readonly isWindowOpen?: boolean;
  /** Standard digests of the chain that were read, or are missing; in any order. */
  readonly digests: readonly LaneDigest[];
  /** End of the newest digest that is older than the window, when one is listed. */
  readonly olderEnd: EpochMs | undefined;
  /** Logs that are there, and those among them that no digest names. */
  readonly logs: LogMinutes;
  readonly unnamedLogs: LogMinutes;
  /** Whether a proven digest says that this one was there. */
  readonly isVouched: (digest: LaneDigest) => boolean;
  /** Whether digests of that time could not be listed. */
  readonly isUnlisted: (time: TimeWindow) => boolean;
}

/** A digest that must have been there, and that nothing names. */
export interface NamelessDigest extends TimeWindow {
  readonly code: ReasonCode & ('skippedHour' | 'notYetSeen');
}

export interface Coverage {
  /** By time, without overlap, together the whole window. */
  readonly hours: readonly ValidatedHour[];
  readonly nameless: readonly NamelessDigest[];
  readonly restarts: readonly EpochMs[];
  /** When the time of digests begins that do not prove it themselves. */
  readonly starts: ReadonlyMap<LaneDigest, EpochMs>;
  /** Since when logs wait for a digest that is not due; absent when one is overdue. */
  readonly pendingFrom?: EpochMs;
  /** Start of the proven digest in whose time the window begins. */
  readonly firstStart?: EpochMs;
}

/** What a chain's digests prove of the window, hour by hour. */
export function coverHours(input: CoverageInput): Coverage {
  return new Sweep(input).run();
}

/** Goes over the chain by time. `#end` is where what is known of it so far ends: undefined before its first digest. */
class Sweep {
  readonly #stretches: Stretch[] = [];
  readonly #nameless: NamelessDigest[] = [];
  readonly #restarts: EpochMs[] = [];
  readonly #starts = new Map<LaneDigest, EpochMs>();
  /** Digests that prove nothing, by their ends. */
  readonly #unproven: readonly LaneDigest[];
  readonly #proven: readonly AuthenticDigest[];
  #next = 0;
  #end: EpochMs | undefined;
  #pendingFrom: EpochMs | undefined;
  #firstStart: EpochMs | undefined;

  constructor(private readonly input: CoverageInput) {
    const { digests, olderEnd, isVouched } = input;
    this.#end = olderEnd;
    this.#proven = digests.filter(isAuthentic).sort((a, b) => startOf(a) - startOf(b) || a.name.end - b.name.end);
    this.#unproven = digests
      .filter((digest) => !isAuthentic(digest) && (!digest.isBeyond || isVouched(digest)))
      .sort((a, b) => a.name.end - b.name.end);
  }

  run(): Coverage {
    for (const digest of this.#proven) this.addProven(digest);
    this.addNewest();
    const { owner, window, logs, unnamedLogs } = this.input;
    return {
      hours: this.#stretches.flatMap((stretch) =>
        toHours(stretch, owner, window, stretch.status === 'gap' ? unnamedLogs : logs),
      ),
      nameless: this.#nameless,
      restarts: this.#restarts,
      starts: this.#starts,
      ...(this.#pendingFrom === undefined ? {} : { pendingFrom: this.#pendingFrom }),
      ...(this.#firstStart === undefined ? {} : { firstStart: this.#firstStart }),
    };
  }

  private addProven(digest: AuthenticDigest): void {
    const { window } = this.input;
    const start = startOf(digest);
    const { end } = digest.name;
    const isStarting = digest.reading.digest.previous === undefined;
    this.addUnproven(start, !isStarting);
    const known = this.#end;
    if (start > (known ?? window.from)) this.addHole(digest, known);
    const isAdjacent = known !== undefined && known >= start;
    const isRestart = isStarting && isInside(start, known, window);
    if (isRestart) this.#restarts.push(start);
    const from = Math.max(start, known ?? start);
    if (from <= window.from && window.from < end) this.#firstStart = from;
    if (end > from) {
      const status = digest.reading.logs.count > 0 ? 'covered' : 'quiet';
      const code = isRestart && isAdjacent ? { code: 'restarted' as const } : {};
      this.#stretches.push({ from, to: end, status, ...code, digest, isWhole: true });
    }
    this.#end = Math.max(end, known ?? end);
  }

  /** The time before a proven digest in which no other one is known to have been. */
  private addHole(before: AuthenticDigest, known: EpochMs | undefined): void {
    const { window, unnamedLogs, isWindowOpen = false } = this.input;
    const time = { from: Math.max(known ?? window.from, window.from), to: startOf(before) };
    if (before.reading.digest.previous !== undefined) {
      // It names the one before it, which ends earlier: that is held against it.
      this.#stretches.push({ ...time, status: 'unproven', code: 'digestInvalid' });
      return;
    }
    const isFirst = known === undefined;
    const isAllowed = isFirst && (isWindowOpen || time.to - time.from < digestPeriodMs);
    const isExcused = isAllowed && unnamedLogs.count(time.from, time.to) === 0;
    this.#stretches.push({ ...time, status: 'gap', code: isFirst ? 'beforeFirst' : 'restarted', isExcused });
  }

  /** Those that end up to `until`: what ends within a proven time says nothing of the hours. */
  private addUnproven(until: EpochMs, isContinuous: boolean): void {
    for (let slot = this.#unproven[this.#next]; slot !== undefined; slot = this.#unproven[this.#next]) {
      if (slot.name.end > until) return;
      if (this.#end === undefined || slot.name.end > this.#end) this.addSlot(slot, isContinuous);
      this.#next += 1;
    }
  }

  /** A digest's time that nothing proves: an hour, or up to the digest before it where that is near. */
  private addSlot(slot: LaneDigest, isContinuous: boolean): void {
    const to = slot.name.end;
    const known = this.#end;
    const isNear = known !== undefined && to - known <= digestPeriodMs + slackMs;
    const from = isNear ? known : to - digestPeriodMs;
    if (!isNear) this.addBefore(slot, from, isContinuous);
    this.#stretches.push({ from, to, status: 'unproven', code: toHourCode(slot), digest: slot, isWhole: true });
    this.#starts.set(slot, from);
    this.#end = to;
  }

  /**
   * The time before an unproven digest's own hour. A chain that goes on had a digest for each whole hour there, unless
   * the unproven one began it anew: where that one is lost or altered, they are lost with it; where it only cannot be
   * read, nothing is known.
   */
  private addBefore(slot: LaneDigest, to: EpochMs, isContinuous: boolean): void {
    const { window, logs, isUnlisted } = this.input;
    const known = this.#end;
    const time = { from: Math.max(known ?? window.from, window.from), to };
    if (time.from >= to) return;
    const code = isUnlisted(time) ? 'notListed' : toHourCode(slot);
    const isNamed = isContinuous && this.#proven.length > 0 && isLost(slot) && code !== 'notListed';
    // Without an older digest only logs show that there was something to sign.
    const oldest = isNamed ? (known ?? logs.first(time.from, to)) : undefined;
    const hours = oldest === undefined ? 0 : (to - oldest) / digestPeriodMs;
    const count = known === undefined ? Math.ceil(hours) : Math.floor(hours + slackMs / digestPeriodMs);
    const first = to - count * digestPeriodMs;
    if (count === 0 || (known === undefined && first > time.from)) {
      this.#stretches.push({ ...time, to: first, status: 'unproven', code });
    }
    this.addNameless('skippedHour', known ?? first, first + digestPeriodMs, count);
  }

  /** So many digests, the first of which ends at `firstEnd`: those of them that belong to the run. */
  private addNameless(code: NamelessDigest['code'], from: EpochMs, firstEnd: EpochMs, count: number): void {
    const { window } = this.input;
    const first = Math.max(0, Math.ceil((window.from - firstEnd) / digestPeriodMs));
    for (let index = first; index < count; index++) {
      const isRest = index - first === maxPieces;
      const start = index === 0 ? from : firstEnd + (index - 1) * digestPeriodMs;
      const time = { from: start, to: firstEnd + (isRest ? count - 1 : index) * digestPeriodMs };
      if (isInRun(time.to, window)) this.#nameless.push({ ...time, code });
      const hourCode = code === 'skippedHour' ? 'digestMissing' : code;
      this.#stretches.push({ ...time, status: 'unproven', code: hourCode, isWhole: true });
      if (isRest) return;
    }
  }

  /** From the newest digest to the end of the window. */
  private addNewest(): void {
    const { window, now, digests, isUnlisted } = this.input;
    this.addUnproven(Infinity, true);
    const since = this.#end;
    const time = { from: Math.max(since ?? window.from, window.from), to: window.to };
    if (time.from >= time.to) return;
    if (since === undefined || isUnlisted(time)) {
      this.#stretches.push({ ...time, status: 'unproven', code: isUnlisted(time) ? 'notListed' : 'noDigests' });
      return;
    }
    const due = Math.floor((Math.min(window.to, now - deliveryMs) - since) / digestPeriodMs);
    const count = Math.max(0, due);
    const pending = since + count * digestPeriodMs;
    if (this.isLacking()) this.addNameless('notYetSeen', since, since + digestPeriodMs, count);
    else this.#stretches.push({ from: since, to: pending, status: 'unproven', code: 'notYetSeen' });
    if (count === 0) this.#pendingFrom = pending;
    // Behind a digest that is older than the window nothing of it is proven, however normal that is.
    const isExcused = digests.length > 0;
    this.#stretches.push({ from: pending, to: window.to, status: 'unproven', code: 'digestPending', isExcused });
  }

  /** Forged digests alone are no chain that could lack one; and what was not read may not have been listed either. */
  private isLacking(): boolean {
    const standings = this.#unproven.map(({ standing }) => standing);
    if (standings.some((one) => one?.code === 'unread')) return false;
    return this.#proven.length > 0 || standings.some((one) => one?.status === 'unreachable');
  }
}

/** Whether a chain that begins anew does so inside the window, where one was known before. */
function isInside(start: EpochMs, known: EpochMs | undefined, { from, to }: TimeWindow): boolean {
  return known !== undefined && start <= to && (start > from || (start === from && known >= from));
}

/** An altered digest that says itself that it is the first of a chain need not have had any before it. */
function isLost(digest: LaneDigest): boolean {
  const content = contentOf(digest);
  const isStarting = content !== undefined && content.digest.previous === undefined;
  return digest.standing?.status === 'missing' || (digest.standing?.status === 'invalid' && !isStarting);
}

function toHourCode({ standing }: LaneDigest): 'digestMissing' | 'digestInvalid' | 'digestUnreachable' {
  if (standing?.status === 'missing') return 'digestMissing';
  return standing?.status === 'invalid' ? 'digestInvalid' : 'digestUnreachable';
}
