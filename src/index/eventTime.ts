import type { EpochMs } from '../base/time';
import { parseRecordTime } from '../engine/record/recordTime';
import type { ByteText } from '../engine/record/textDictionary';

/** Reads `2026-01-15T14:05:09Z`, the only spelling that CloudTrail uses, straight from its bytes. */
export class EventTimes {
  private day = '';
  private dayTime: EpochMs | undefined;

  /** Undefined for every other spelling, and for days that are none. */
  find({ bytes }: ByteText, start: number, end: number): EpochMs | undefined {
    if (end - start !== 20 || bytes[start + 10] !== 0x54 || bytes[start + 19] !== 0x5a) return undefined;
    if (bytes[start + 13] !== 0x3a || bytes[start + 16] !== 0x3a) return undefined;
    const hour = twoDigits(bytes, start + 11);
    const minute = twoDigits(bytes, start + 14);
    const second = twoDigits(bytes, start + 17);
    if (hour < 0 || minute < 0 || second < 0 || hour > 23 || minute > 59 || second > 59) return undefined;
    if (!this.isSameDay(bytes, start)) {
      this.day = Buffer.from(bytes.subarray(start, start + 10)).toString('latin1');
      this.dayTime = parseRecordTime(`${this.day}T00:00:00Z`);
    }
    return this.dayTime === undefined ? undefined : this.dayTime + (hour * 3600 + minute * 60 + second) * 1000;
  }

  private isSameDay(bytes: Uint8Array, start: number): boolean {
    const { day } = this;
    if (day === '') return false;
    for (let at = 9; at >= 0; at--) if (bytes[start + at] !== day.charCodeAt(at)) return false;
    return true;
  }
}

function twoDigits(bytes: Uint8Array, at: number): number {
  const tens = (bytes[at] ?? 0) - 0x30;
  const ones = (bytes[at + 1] ?? 0) - 0x30;
  return tens < 0 || tens > 9 || ones < 0 || ones > 9 ? -1 : tens * 10 + ones;
}
