import { valuesAt, type OriginalRecord } from './originalRecord';
import type { ThingPaths } from './remnantRule';

/** A record can name several things; that of a hostile one not more than this. */
export const maxThings = 1_000;

export function isMet(when: readonly [path: string, value: string] | undefined, record: OriginalRecord): boolean {
  return when === undefined || valuesAt(record, when[0]).includes(when[1]);
}

/** Every combination of what stands at the paths; '' where one but the first holds nothing, unless all have to. */
export function listNames(by: ThingPaths, record: OriginalRecord, needsAll: boolean): readonly (readonly string[])[] {
  if (typeof by === 'function') return by(record).slice(0, maxThings);
  let all: readonly (readonly string[])[] = [[]];
  for (const [at, path] of by.entries()) {
    const found = valuesAt(record, path);
    const values = found.length === 0 && at > 0 && !needsAll ? [''] : found;
    all = all.flatMap((names) => values.map((value) => [...names, value])).slice(0, maxThings);
  }
  return all;
}
