import { isInRanges, parseAddress } from './address';
import { decimalPattern } from './decimal';
import { foldCase } from './foldCase';
import type { Bound, ValueTest } from './query';
import { parseRecordTime } from '../record/recordTime';
import { RegexMatcher } from './regexMatcher';
import { toMatcher } from './textPattern';

export type TextPredicate = (text: string) => boolean;

/** The test as a function of one value's text, which is not empty. */
export function toTextPredicate(test: ValueTest): TextPredicate {
  switch (test.kind) {
    case 'present':
      return () => true;
    case 'pattern':
      return toMatcher(test);
    case 'regex': {
      const matcher = new RegexMatcher(test.node, test.ignoresCase);
      return (text) => matcher.matches(text);
    }
    case 'boolean':
      return (text) => text === String(test.value);
    case 'addresses':
      return (text) => {
        const address = parseAddress(text);
        return address !== undefined && isInRanges(address, test.ranges);
      };
    case 'times': {
      const { from = Number.NEGATIVE_INFINITY, to = Number.POSITIVE_INFINITY } = test;
      return (text) => {
        const time = parseRecordTime(text);
        return time !== undefined && time >= from && time < to;
      };
    }
    case 'numbers':
      return (text) => decimal.test(text) && isWithin(Number(text), test.from, test.to, (a, b) => Math.sign(a - b));
    case 'texts':
      return (text) => isWithin(foldCase(text), test.from, test.to, compareCodePoints);
  }
}

const decimal = new RegExp(`^${decimalPattern}$`);

function isWithin<T>(
  value: T,
  from: Bound<T> | undefined,
  to: Bound<T> | undefined,
  compare: (a: T, b: T) => number,
): boolean {
  const isAbove = from === undefined || compare(value, from.value) > (from.isInclusive ? -1 : 0);
  return isAbove && (to === undefined || compare(value, to.value) < (to.isInclusive ? 1 : 0));
}

/** DuckDB compares UTF-8 bytes, which is the order of code points; JavaScript would compare UTF-16 units. */
function compareCodePoints(a: string, b: string): number {
  return Buffer.compare(Buffer.from(a), Buffer.from(b));
}
