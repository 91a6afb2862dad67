import { UserError } from '../base/errors';
import type { EpochMs } from '../base/time';

/** A day, an hour, a minute or a second: its first moment, and the first one behind it. */
export interface Moment {
  readonly start: EpochMs;
  readonly end: EpochMs;
}

const pattern = /^(\d{4}-\d\d-\d\d)(?:[T ](\d\d)(?::?(\d\d)(?::?(\d\d)(?:\.\d+)?)?)?\s*(Z|[+-]\d\d(?::?\d\d)?)?)?$/i;

/**
 * Parses what was given to `option`: `2026-01-15`, `2026-01-15T14:05`, `2026-01-15 14:05:09Z`, `2026-01-15T16:05+02:00`.
 * UTC, unless an offset is written: then it is converted. Fractions of a second are dropped. Throws a UserError
 * `invalidInput`.
 */
export function parseMoment(option: string, text: string): Moment {
  const match = pattern.exec(text.trim());
  const [, day = '', hour, minute, second, zone] = match ?? [];
  const local = Date.parse(`${day}T${hour ?? '00'}:${minute ?? '00'}:${second ?? '00'}Z`);
  const offset = parseOffset(zone);
  // Date.parse takes 2026-02-30 for the 2nd of March.
  const isMoment = match !== null && !Number.isNaN(local) && new Date(local).toISOString().startsWith(day);
  if (!isMoment || offset === undefined) throw newMomentError(option, text);
  const start = local - offset;
  const lengthSeconds = hour === undefined ? 86_400 : minute === undefined ? 3600 : second === undefined ? 60 : 1;
  return { start, end: start + lengthSeconds * 1000 };
}

/** Milliseconds that a zone is ahead of UTC; undefined for an offset that no clock has. */
function parseOffset(zone: string | undefined): number | undefined {
  const [, sign, hours, minutes = '0'] = /^([+-])(\d\d):?(\d\d)?$/.exec(zone ?? '') ?? [];
  if (hours === undefined) return 0;
  if (Number(hours) > 23 || Number(minutes) > 59) return undefined;
  return (sign === '-' ? -1 : 1) * (Number(hours) * 60 + Number(minutes)) * 60_000;
}

function newMomentError(option: string, text: string): UserError {
  return new UserError(
    'invalidInput',
    `${option} ${JSON.stringify(text)} is no day or time (UTC): 2026-01-15 or 2026-01-15T14:05.`,
    { nextStep: 'See trailcase --help.' },
  );
}
