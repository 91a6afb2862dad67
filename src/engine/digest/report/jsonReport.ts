import { toIsoText } from './reportText';
import type { ReportSource } from './reportSource';
import type { EpochMs } from '../../../base/time';
import type { ValidatedHour, ValidatedObject, ValidationHeader } from '../validation';

export interface JsonReportOptions {
  /** Leaves out what is valid, for reports that carry their data within: says so in `isAbridged`. */
  readonly isAbridged?: boolean;
}

/**
 * The run as JSON in chunks, members in the order of docs/validation-report.md, one object or hour a line. Times are ISO
 * texts in UTC. `<`, `>`, `&` and invisible characters are escaped, so that the same bytes can stand inside HTML and be
 * shown in a terminal. Rejects with an AbortError.
 */
export async function* toJsonReport(
  source: ReportSource,
  signal: AbortSignal,
  { isAbridged = false }: JsonReportOptions = {},
): AsyncGenerator<string> {
  yield `${toJson(toHead(source.header, isAbridged)).slice(0, -1)},\n"objects": [`;
  let separator = '\n';
  for await (const objects of isAbridged ? source.exceptions() : source.objects()) {
    signal.throwIfAborted();
    if (objects.length === 0) continue;
    yield separator + objects.map((object) => toJson(toObjectEntry(source, object))).join(',\n');
    separator = ',\n';
  }
  yield '\n],\n"hours": [';
  separator = '\n';
  for await (const hours of source.hours()) {
    signal.throwIfAborted();
    if (hours.length === 0) continue;
    yield separator + hours.map((hour) => toJson(toHourEntry(hour))).join(',\n');
    separator = ',\n';
  }
  yield '\n]}\n';
}

function toHead(header: ValidationHeader, isAbridged: boolean): object {
  const { verdict, exitCode, isComplete, window, summary, location, scope, copyOf, generator } = header;
  return {
    verdict,
    window: toSpanEntry(window),
    summary,
    exitCode,
    isComplete,
    isAbridged,
    location,
    scope,
    copyOf: copyOf ?? null,
    generator,
    started: toIsoText(header.startedTime),
    ended: toIsoText(header.endedTime),
    chains: header.chains.map((chain) => ({
      trail: chain.trail,
      homeRegion: chain.homeRegion,
      account: chain.account,
      region: chain.region,
      organizationId: chain.organizationId,
      digests: chain.digests,
      restarts: chain.restarts.map(toIsoText),
      proven: chain.proven === undefined ? null : toSpanEntry(chain.proven),
    })),
    keys: header.keys.map((key) => ({
      fingerprint: key.fingerprint,
      region: key.region,
      validFrom: toTime(key.validFrom),
      validTo: toTime(key.validTo),
      origin: key.origin,
      digests: key.digests,
    })),
    problems: header.problems.map(({ where, message, nextStep, code }) => ({ where, message, nextStep, code })),
  };
}

function toObjectEntry(source: ReportSource, object: ValidatedObject): object {
  const { kind, status, reason, trail, account, region, code, key, original } = object;
  return {
    uri: source.toUri(object),
    kind,
    status,
    reason,
    trail,
    account,
    region,
    code,
    from: toTime(object.from),
    to: toTime(object.to),
    key,
    original,
    expectedHash: object.expectedHash,
    foundHash: object.foundHash,
    digestKey: object.digestKey,
    fingerprint: object.fingerprint,
    hasRecoveredSignature: object.hasRecoveredSignature,
    isRemembered: object.isRemembered,
    sizeBytes: object.sizeBytes,
  };
}

function toHourEntry(hour: ValidatedHour): object {
  return {
    trail: hour.trail ?? null,
    account: hour.account,
    region: hour.region,
    from: toIsoText(hour.from),
    to: toIsoText(hour.to),
    status: hour.status,
    reason: hour.reason,
    code: hour.code,
    homeRegion: hour.homeRegion,
    logs: hour.logs,
    isExcused: hour.isExcused,
    digestKey: hour.digestKey,
  };
}

function toSpanEntry({ from, to }: { readonly from: EpochMs; readonly to: EpochMs }): object {
  return { from: toIsoText(from), to: toIsoText(to) };
}

function toTime(time: EpochMs | undefined): string | undefined {
  return time === undefined ? undefined : toIsoText(time);
}

/** What ends an HTML element, and what moves a terminal's cursor or turns the direction of text. */
const escaped = /[<>&\u007f-\u009f]|\p{Cf}|\p{Zl}|\p{Zp}/gu;

/** In JSON these letters stand in strings only, where an escape says the same. */
function toJson(value: object): string {
  return JSON.stringify(value).replace(escaped, (letter) =>
    letter
      .split('')
      .map((unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`)
      .join(''),
  );
}
