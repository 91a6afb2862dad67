import type { ValidationHeader } from '../engine/digest/validation';

/** The newest ones, whatever they are about. */
export const maxNewestRuns = 10;
/** Beside them: one of each scope. */
const maxOtherRuns = 10;

/**
 * Of runs that are older than the newest ones, those that are kept: of each scope the newest one that is about most of
 * what was ever validated of it. A run of everything thus outlives any number of small ones. Where there are many scopes,
 * the widest.
 */
export function findKeptRuns(
  headers: readonly ValidationHeader[],
  newest: ReadonlySet<string>,
): readonly ValidationHeader[] {
  const scopes = new Map<string, ValidationHeader[]>();
  for (const header of headers) {
    const scopeId = toScopeId(header.scope);
    scopes.set(scopeId, [...(scopes.get(scopeId) ?? []), header]);
  }
  return [...scopes.values()]
    .flatMap((runs) => findBest(runs) ?? [])
    .filter(({ runId }) => !newest.has(runId))
    .sort((a, b) => compareWidth(a, b) || b.startedTime - a.startedTime)
    .slice(0, maxOtherRuns);
}

function toScopeId({ prefix, accounts, regions, trail }: ValidationHeader['scope']): string {
  return JSON.stringify([prefix, accounts?.toSorted(), regions?.toSorted(), trail]);
}

function findBest(runs: readonly ValidationHeader[]): ValidationHeader | undefined {
  const whole = runs.filter(({ isComplete }) => isComplete);
  const candidates = (whole.length === 0 ? runs : whole).toSorted((a, b) => b.startedTime - a.startedTime);
  const longest = Math.max(...candidates.map(lengthOf));
  return candidates.find((run) => lengthOf(run) >= longest / 2);
}

function lengthOf({ window }: ValidationHeader): number {
  return window.to - window.from;
}

function compareWidth(a: ValidationHeader, b: ValidationHeader): number {
  return a.scope.prefix.length - b.scope.prefix.length || countLimits(a.scope) - countLimits(b.scope);
}

function countLimits({ accounts, regions, trail }: ValidationHeader['scope']): number {
  return [accounts, regions, trail].filter((limit) => limit !== undefined).length;
}
