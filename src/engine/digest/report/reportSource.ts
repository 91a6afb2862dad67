import type { ValidatedHour, ValidatedObject, ValidationHeader } from '../validation';

/**
 * A validation run, as reports read it: in pages, so that memory stays bounded however much was validated. Each call
 * begins anew; reports go through a run several times. Objects read best lane by lane and chain by chain, a chain's
 * newest digest first and the logs it names behind it, backfill digests after the others; hours by time, the chains in
 * the same order. Every report is right in any other order too.
 */
export interface ReportSource {
  readonly header: ValidationHeader;
  objects(): AsyncIterable<readonly ValidatedObject[]>;
  /** All that is not `valid`, in the order of `objects`. */
  exceptions(): AsyncIterable<readonly ValidatedObject[]>;
  hours(): AsyncIterable<readonly ValidatedHour[]>;
  /** Where it is, or was delivered; null when nothing names it. */
  toUri(object: ValidatedObject): string | null;
}

/** What tells one trail's chain in one account and region from another. */
export interface ChainName {
  readonly trail?: string;
  readonly account: string;
  readonly region: string;
}

/** Equal for equal chains. Names are hostile, so they are quoted. */
export function toChainKey({ trail, account, region }: ChainName): string {
  return JSON.stringify([trail ?? null, account, region]);
}

/** Also tells apart trails of one name in two home regions. */
export function toHourChainKey(hour: ValidatedHour): string {
  return JSON.stringify([hour.trail ?? null, hour.account, hour.region, hour.homeRegion ?? null]);
}
