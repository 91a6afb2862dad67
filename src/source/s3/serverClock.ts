import type { EpochMs } from '../../base/time';

/** S3 refuses requests that differ by 15 minutes; the SDK corrects from 4 minutes on. */
const toleranceMs = 240_000;

/** Knows how far this computer's clock is from that of S3. */
export class ServerClock {
  private offsetMs = 0;

  now(): EpochMs {
    return Date.now() + this.offsetMs;
  }

  /**
   * Takes the time of a refusal (its `Date` header) over. True when the refused request, signed at `signedTime`, was
   * off by so much that it may be good when it is signed anew.
   */
  correct(serverDate: string | undefined, signedTime: EpochMs): boolean {
    const serverTime = Date.parse(serverDate ?? '');
    if (Number.isNaN(serverTime)) return false;
    if (Math.abs(this.now() - serverTime) >= toleranceMs) this.offsetMs = serverTime - Date.now();
    return Math.abs(signedTime - serverTime) >= toleranceMs;
  }
}
