import type { Scope } from '../index/scope';
import type { ScanScope } from '../scan/scanScope';
import type { SearchWords } from './arguments';
import { scan } from './scanTerminal';
import type { SearchSession } from './searchSession';
import { printNote } from './terminal';

/** Reads what is missing in the index, where anything may be. False: only the plan was wanted. */
export async function indexFirst(
  session: SearchSession,
  scopes: { readonly scan: ScanScope; readonly search: Scope },
  words: SearchWords,
  signal: AbortSignal,
): Promise<boolean> {
  if (!(await needsScan(session, scopes.search, words, signal))) return true;
  await scan(session, scopes.scan, words, signal);
  return !words.isPlanOnly;
}

/**
 * Not where all of a scope with a beginning and an end was listed and read before: the answer is then there in
 * milliseconds. Of an open one nobody knows, without listing, what else there is.
 */
async function needsScan(
  { trail }: SearchSession,
  scope: Scope,
  { isOffline, isUpdate }: SearchWords,
  signal: AbortSignal,
): Promise<boolean> {
  if (isOffline || isUpdate) return isUpdate;
  if (scope.from === undefined || scope.to === undefined) return true;
  const { daysPartly, daysNotIndexed } = await (await trail.index(signal)).coverageOf(scope, signal);
  if (daysPartly.length + daysNotIndexed.length > 0) return true;
  printNote('Answered from the index as it is: --update looks for newer logs.');
  return false;
}
