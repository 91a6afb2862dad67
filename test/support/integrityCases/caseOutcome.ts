import type { EpochMs } from '../../../src/base/time';
import type { ValidatedHour, ValidatedObject } from '../../../src/engine/digest/validation';
import type { CaseResult } from './validator';

/** What a run came to, short enough to be written down by hand. */
export interface CaseOutcome {
  readonly exitCode: number;
  /** Valid digests, backfill digests and logs. */
  readonly valid: readonly [number, number, number];
  /** Everything else, in the order of time: `log 15 04:31 modified/hash`. */
  readonly others: readonly string[];
  /** Runs of hours in the order of time: `3 covered`, `1 gap/beforeFirst!` where they are excused. */
  readonly hours: readonly string[];
}

export function toOutcome({ header, objects, hours }: CaseResult): CaseOutcome {
  const { digest, backfillDigest, log } = header.summary;
  return {
    exitCode: header.exitCode,
    valid: [digest.valid, backfillDigest.valid, log.valid],
    others: objects
      .filter(({ status }) => status !== 'valid')
      .map((object) => ({ time: toTime(object) ?? Infinity, text: toObjectText(object) }))
      .sort((a, b) => a.time - b.time || (a.text < b.text ? -1 : 1))
      .map(({ text }) => text),
    hours: toRuns([...hours].sort((a, b) => a.from - b.from || a.to - b.to).map(toHourText)),
  };
}

/** A digest's end, a log's minute, by its hour where nothing names it; undefined of strays without a time. */
function toTime({ key, original, kind, from, to }: ValidatedObject): EpochMs | undefined {
  const [, year, month, day, hour, minute, second = '00'] =
    /_(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)?Z/.exec(key ?? original?.key ?? '') ?? [];
  if (year !== undefined) return Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`);
  return kind === 'log' ? from : to;
}

function toObjectText(object: ValidatedObject): string {
  const time = toTime(object);
  const text = time === undefined ? '?' : new Date(time).toISOString().slice(8, 19).replace('T', ' ');
  const shown = object.kind === 'log' ? text.replace(/:00$/, '') : text;
  return `${object.kind} ${shown} ${object.status}${object.code === undefined ? '' : `/${object.code}`}`;
}

function toHourText({ status, code, isExcused }: ValidatedHour): string {
  return `${status}${code === undefined ? '' : `/${code}`}${isExcused === true ? '!' : ''}`;
}

/** `a, a, b` → `2 a`, `1 b` */
function toRuns(texts: readonly string[]): readonly string[] {
  const runs: { text: string; count: number }[] = [];
  for (const text of texts) {
    const last = runs.at(-1);
    if (last?.text === text) last.count++;
    else runs.push({ text, count: 1 });
  }
  return runs.map(({ text, count }) => `${count} ${text}`);
}
