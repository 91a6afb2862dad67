import { parseQuery } from '../query/parseQuery';
import type { Query } from '../query/query';
import { toTextPredicate } from '../query/textTests';
import type { RecordClass } from './timeline';

/** What a record's class follows from. `null`: the record does not say; empty texts count as that. */
export interface ClassFacts {
  readonly eventName: string | null;
  readonly errorCode: string | null;
  readonly errorMessage: string | null;
  readonly readOnly: boolean | null;
}

/**
 * Names of calls that only read, for records without `readOnly` (event versions before 1.06, edited ones). A regular
 * expression of JavaScript and of RE2 alike: the verb ends where another word begins, so `Selectivity…` is none.
 */
export const readNamePattern =
  '^(Get|List|Describe|Head|Lookup|Search|Query|Scan|BatchGet|Select|Check|Validate|Preview|Estimate|Simulate|View|Download)([^a-z]|$)';

/** What `error:denied` means in a query: the class `denied` is the same records. */
export const deniedQuery: Query = toDeniedQuery();

const readName = new RegExp(readNamePattern, 'u');
const deniedTests =
  deniedQuery.kind === 'field' ? deniedQuery.alternatives.map(({ test }) => toTextPredicate(test)) : [];

/** A failed sign-in to the console has an `errorMessage` and no `errorCode`. */
export function toRecordClass({ eventName, errorCode, errorMessage, readOnly }: ClassFacts): RecordClass {
  if (isText(errorCode)) return deniedTests.some((test) => test(errorCode)) ? 'denied' : 'error';
  if (isText(errorMessage)) return 'error';
  const isRead = readOnly ?? readName.test(eventName ?? '');
  return isRead ? 'read' : 'write';
}

function isText(text: string | null): text is string {
  return text !== null && text !== '';
}

function toDeniedQuery(): Query {
  const { query } = parseQuery('error:denied', { now: 0 });
  if (query === undefined) throw new Error('error:denied is no query');
  return query;
}
