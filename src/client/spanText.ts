import { toUtcText, type EpochMs } from '../base/time';

/** `2026-01-15 14:05 – 15:20`; the end without its day where it is the same, and only once where it is the start. */
export function toSpanText(first: EpochMs, last: EpochMs): string {
  const [from, to] = [toUtcText(first).slice(0, 16), toUtcText(last).slice(0, 16)];
  if (from === to) return from;
  return `${from} – ${from.slice(0, 10) === to.slice(0, 10) ? to.slice(11) : to}`;
}
