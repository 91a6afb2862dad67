import { isAbort, UserError } from '../base/errors';
import type { Query } from '../engine/query/query';
import { toSql } from '../engine/query/toSql';
import type { CandidateVerifier } from './candidate';
import type { CoverageStatement } from './coverage';
import { HitTable } from './hitTable';
import type { IndexSnapshot } from './indexSnapshot';
import type { QueryDatabase } from './queryDatabase';
import type { SearchProgress } from './resultSet';
import { SearchResult, type SearchState } from './searchResult';
import type { Scope } from './scope';
import { objectCondition } from './scopeSql';
import { toSearchStatement } from './searchSql';
import { verifyCandidates } from './verification';

export interface RecordSearch {
  readonly database: QueryDatabase;
  readonly snapshot: IndexSnapshot;
  /** Tells the tables of this search from others. */
  readonly number: number;
  readonly query: Query;
  readonly scope: Scope;
  readonly coverage: Promise<CoverageStatement>;
  readonly verifier: CandidateVerifier | undefined;
  readonly onProgress: ((progress: SearchProgress) => void) | undefined;
  readonly maxHits: number;
  /** Called when the result is let go. */
  readonly onDispose: () => Promise<void>;
  /** Called at every use of the result. */
  readonly onUse: () => void;
}

const progressMs = 250;

/**
 * Answers from the columns where they can. Where they cannot, what they prove stands in the result at once, and the
 * records that they leave open are looked at by the verifier while the result is being read already.
 */
export async function searchRecords(search: RecordSearch, signal: AbortSignal): Promise<SearchResult> {
  const { database, snapshot, scope, maxHits } = search;
  const started = performance.now();
  const query = toSql(search.query);
  if (!query.isExact && search.verifier === undefined) {
    throw new UserError('invalidInput', 'This query needs the original logs, which cannot be read here.');
  }
  const hasObjectScope = objectCondition(scope) !== undefined && snapshot.hasCopies;
  const statement = toSearchStatement(snapshot, scope, query, hasObjectScope);
  const hits = await HitTable.create(database, snapshot, search.number, maxHits, signal);
  const state: SearchState = { isRunning: false, isWhole: true, unsearched: [], elapsedMs: 0 };
  const stop = new AbortController();
  try {
    if (statement !== undefined) {
      if (query.isExact && !hasObjectScope) await hits.fill(statement, signal);
      else {
        await hits.fillCandidates(statement, signal);
        if (hasObjectScope) await hits.mergeCopies(signal);
        await hits.addCertain(signal);
      }
    }
    state.isWhole = !(await hits.trim(signal));
    await search.coverage;
  } catch (error) {
    await hits.drop();
    throw error;
  }
  state.elapsedMs = performance.now() - started;
  const isDone = query.isExact || statement === undefined;
  const ended = isDone
    ? hits.dropCandidates(stop.signal)
    : verify(search, hits, state, started, AbortSignal.any([signal, stop.signal]));
  ended.catch(() => undefined); // whenDone tells
  const onDispose = async (): Promise<void> => {
    stop.abort();
    await ended.catch(() => undefined); // it was stopped, or whenDone told
    await hits.drop();
    await search.onDispose();
  };
  const coverage = await search.coverage;
  const parts = { database, hits, query: search.query, scope, isIndexed: query.isExact, coverage, state, ended };
  return new SearchResult({ ...parts, onDispose, onUse: search.onUse });
}

async function verify(
  search: RecordSearch,
  hits: HitTable,
  state: SearchState,
  started: number,
  signal: AbortSignal,
): Promise<void> {
  const { verifier, onProgress } = search;
  if (verifier === undefined) return;
  const isCut = !state.isWhole;
  state.isRunning = true;
  state.isWhole = false;
  let told = 0;
  const tell = async (logsDone: number, logsTotal: number): Promise<void> => {
    if (performance.now() - told < progressMs || onProgress === undefined) return;
    told = performance.now();
    onProgress({ hits: await hits.inTurn(() => hits.count(signal)), logsDone, logsTotal });
  };
  const report = {
    onLogs: (done: number, total: number) => {
      tell(done, total).catch(() => undefined); // only cancelling fails here, and that is told elsewhere
    },
    onUnsearched: (log: SearchState['unsearched'][number]) => state.unsearched.push(log),
  };
  try {
    await verifyCandidates(search.database, hits, search.query, verifier, report, signal);
    state.isWhole = !isCut && !(await hits.isPassed(signal));
  } catch (error) {
    if (!isAbort(error)) throw error;
  } finally {
    state.isRunning = false;
    state.elapsedMs = performance.now() - started;
    await hits.dropCandidates(new AbortController().signal);
  }
}
