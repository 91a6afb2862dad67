import type { EpochMs } from '../../base/time';

const iso = /^(\d{4})-(\d\d)-(\d\d)[T ](\d\d):(\d\d)(?::(\d\d)(?:\.(\d{1,9}))?)?\s*(Z|UTC|[+-]\d\d:?\d\d)?$/;

/** A time as records and the exports of them spell it: ISO 8601, UTC where it names no zone. Undefined otherwise. */
export function parseRecordTime(text: string): EpochMs | undefined {
  const match = iso.exec(text);
  if (match === null) return undefined;
  const [, year, month, day, hour, minute, second = '0', fraction = '0', zone = 'Z'] = match;
  const parts = [Number(year), Number(month) - 1, Number(day), Number(hour), Number(minute), Number(second)] as const;
  const date = new Date(Date.UTC(...parts, Math.floor(Number(`0.${fraction}`) * 1000)));
  // Date carries 30 February and 25 o'clock over: such a time was not meant.
  const isReal = date.getUTCDate() === parts[2] && date.getUTCHours() === parts[3] && date.getUTCMinutes() === parts[4];
  if (!isReal || Number(second) > 60 || parts[0] < 100) return undefined;
  return date.getTime() - zoneMs(zone);
}

function zoneMs(zone: string): number {
  const match = /^([+-])(\d\d):?(\d\d)$/.exec(zone);
  if (match === null) return 0;
  const minutes = Number(match[2]) * 60 + Number(match[3]);
  return (match[1] === '-' ? -minutes : minutes) * 60_000;
}
