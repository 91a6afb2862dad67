/** Milliseconds since 1970-01-01T00:00:00Z. */
export type EpochMs = number;

export const dayMs = 86_400_000;

/** `2026-01-15 14:05:09 UTC` */
export function toUtcText(time: EpochMs): string {
  return `${new Date(time).toISOString().slice(0, 19).replace('T', ' ')} UTC`;
}

/** The day in UTC as `2026-01-15`: as texts, days compare as they follow each other. */
export function toDay(time: EpochMs): string {
  return new Date(time).toISOString().slice(0, 10);
}
