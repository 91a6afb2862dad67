import type { ValidatedHour } from '../../engine/digest/validation';

/** Hours of which the same is said and that follow each other, in one: a gap of a night is one row, not eight. */
export function joinHours(hours: readonly ValidatedHour[]): readonly ValidatedHour[] {
  const joined: ValidatedHour[] = [];
  for (const hour of hours) {
    const last = joined.at(-1);
    if (last === undefined || !goesOn(last, hour)) joined.push(hour);
    else joined[joined.length - 1] = { ...last, to: hour.to, logs: last.logs + hour.logs };
  }
  return joined;
}

const same = [
  'trail',
  'homeRegion',
  'account',
  'region',
  'status',
  'code',
  'reason',
  'isExcused',
  'digestKey',
] as const satisfies readonly (keyof ValidatedHour)[];

function goesOn(last: ValidatedHour, hour: ValidatedHour): boolean {
  return last.to === hour.from && same.every((member) => last[member] === hour[member]);
}
