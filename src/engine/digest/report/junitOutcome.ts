import type { ValidatedHour, ValidatedObject, Weight } from '../validation';
import { weightOf, weightOfHour } from '../verdict';

export type Outcome = 'passed' | 'failure' | 'error' | 'skipped';
export type OutcomeCounts = Record<Outcome, number>;

const outcomes: Readonly<Record<Weight, Outcome>> = { wrong: 'failure', unproven: 'error', none: 'passed' };

export function toObjectOutcome(object: ValidatedObject): Outcome {
  return object.status === 'pending' ? 'skipped' : outcomes[weightOf(object)];
}

export function toHourOutcome(hour: ValidatedHour): Outcome {
  return hour.isExcused === true ? 'skipped' : outcomes[weightOfHour(hour)];
}

export function addCounts(a: OutcomeCounts, b: OutcomeCounts): OutcomeCounts {
  return {
    passed: a.passed + b.passed,
    failure: a.failure + b.failure,
    error: a.error + b.error,
    skipped: a.skipped + b.skipped,
  };
}
