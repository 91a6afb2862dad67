import type { Location } from 'vscode-languageserver/node';
import { explainQuery } from '../engine/query/explainQuery';
import { parseQuery } from '../engine/query/parseQuery';
import { toSql } from '../engine/query/toSql';
import { UserError } from '../base/errors';
import type { Scope } from '../index/scope';
import type * as requests from '../protocol/searchRequests';
import { toDocumentUri } from './documentObjects';
import { listQueryCompletions, valuesOf } from './queryCompletions';
import { findRecordPlace } from './recordPlace';
import { toSearchResult, toStatement } from './searchAnswer';
import { toProgressTeller } from './searchProgress';
import type { ServerState } from './serverState';
import { toIndexScope } from './sourceScope';

const maxUnreadable = 10_000;

/** Searches, and what can be asked about their results. */
export class SearchRequests {
  constructor(private readonly state: ServerState) {}

  check(text: string): requests.CheckQueryResult {
    const { query, errors } = parseQuery(text, { now: Date.now() });
    const hasQuery = query !== undefined && errors.length === 0;
    return {
      problems: errors,
      isIndexed: hasQuery && toSql(query).isExact,
      ...(hasQuery ? { explanation: explainQuery(query) } : {}),
    };
  }

  async complete(params: requests.CompleteQueryParams, signal: AbortSignal): Promise<requests.QueryCompletion[]> {
    const { scope, text, offset } = params;
    const index = await this.state.searches.get(scope.sourceId).index(signal);
    return listQueryCompletions(text, offset, valuesOf(index, this.toScope(scope), signal));
  }

  async search(params: requests.SearchParams, signal: AbortSignal): Promise<requests.SearchResult> {
    const { scope, progressId } = params;
    const { query, errors } = parseQuery(params.query, { now: Date.now() });
    const [error] = errors;
    if (query === undefined || error !== undefined) {
      throw new UserError('invalidInput', `The query cannot be read: ${error?.message ?? ''}`);
    }
    const { results } = this.state;
    const trail = this.state.searches.get(scope.sourceId);
    const onProgress = toProgressTeller(this.state, progressId);
    const result = await trail.search(query, this.toScope(scope), { onProgress }, signal);
    const resultId = results.add({ result, trail, sourceId: scope.sourceId });
    try {
      return toSearchResult(this.state, resultId, scope.sourceId, await result.whenDone);
    } catch (failure) {
      await results.close(resultId);
      throw failure;
    }
  }

  page(params: requests.ResultPageParams, signal: AbortSignal): Promise<requests.ResultPage> {
    const { resultId, ...options } = params;
    return this.state.results.get(resultId).result.page(options, signal);
  }

  async groups(
    { resultId, by, limit }: requests.ResultGroupsParams,
    signal: AbortSignal,
  ): Promise<requests.ResultGroups> {
    const { groups, total } = await this.state.results.get(resultId).result.groups(by, limit, signal);
    return {
      total,
      groups: groups.map(({ value, count, firstTime, lastTime }) => ({
        value,
        count,
        ...(firstTime === undefined ? {} : { firstTime }),
        ...(lastTime === undefined ? {} : { lastTime }),
      })),
    };
  }

  /** Every place of a hit; the one that is to be opened with its range. */
  async locate(
    { resultId, id, place: opened = 0 }: requests.LocateHitParams,
    signal: AbortSignal,
  ): Promise<requests.HitLocation[]> {
    const { result, sourceId } = this.state.results.get(resultId);
    const { source } = this.state.sources.get(sourceId);
    const [hit] = await result.locations([id], signal);
    const locations: requests.HitLocation[] = [];
    for (const { key, ordinal } of hit?.places ?? []) {
      const common = { uri: source.toUri(key), key, record: ordinal };
      const place =
        locations.length === opened
          ? toPlace(await findRecordPlace(this.state, sourceId, { key, ordinal }, signal))
          : { documentUri: toDocumentUri({ sourceId, key }) };
      locations.push({ ...common, ...place });
    }
    return locations;
  }

  async coverage(scope: requests.SearchScope, signal: AbortSignal): Promise<requests.CoverageResult> {
    const index = await this.state.searches.get(scope.sourceId).index(signal);
    const inner = this.toScope(scope);
    const { rows, discrepancies } = await index.coverage(inner, signal);
    const { segments, indexBytes, rejected } = index.status();
    const wrong = new Map(discrepancies.map(({ partition, statement }) => [toName(partition), statement]));
    return {
      rows: rows.map(({ account, kind, region, day, listedTime, problem, reasons, storedBytes, ...sums }) => {
        const told = [problem, wrong.get(toName({ account, kind, region, day }))].filter((text) => text !== undefined);
        return {
          account,
          kind,
          region,
          day,
          listed: sums.listed,
          read: sums.read,
          skipped: sums.skipped,
          failed: sums.failed,
          pending: sums.pending,
          found: sums.found,
          indexed: sums.indexed,
          unreadable: sums.unreadable,
          copies: sums.copies,
          bytes: storedBytes,
          reasons,
          ...(listedTime === undefined ? {} : { listedTime }),
          ...(told.length === 0 ? {} : { problem: told.join('; ') }),
        };
      }),
      statement: toStatement(await index.coverageOf(inner, signal)),
      indexBytes,
      segments,
      badSegments: rejected,
    };
  }

  async unreadable(scope: requests.SearchScope, signal: AbortSignal): Promise<requests.UnreadableRow[]> {
    const { sourceId } = scope;
    const { source } = this.state.sources.get(sourceId);
    const index = await this.state.searches.get(sourceId).index(signal);
    const objects = await index.unreadableObjects(this.toScope(scope), maxUnreadable, signal);
    return objects.map(({ key, status, reason, offset }) => ({
      key,
      uri: source.toUri(key),
      documentUri: toDocumentUri({ sourceId, key }),
      status,
      reason,
      ...(offset === undefined ? {} : { offset }),
    }));
  }

  async sql(
    { sourceId, text, maxRows }: { readonly sourceId: string; readonly text: string; readonly maxRows: number },
    signal: AbortSignal,
  ): Promise<requests.SqlResult> {
    const index = await this.state.searches.get(sourceId).index(signal);
    const result = await index.runSql(text, { maxRows }, signal);
    const coverage = await index.coverageOf(this.toScope({ sourceId }), signal);
    return { ...result, coverage: toStatement(coverage) };
  }

  async values(
    { scope, column, prefix, limit }: requests.SuggestValuesParams,
    signal: AbortSignal,
  ): Promise<readonly { readonly value: string; readonly count: number }[]> {
    const index = await this.state.searches.get(scope.sourceId).index(signal);
    return index.values(column, prefix, limit, this.toScope(scope), signal);
  }

  private toScope(scope: requests.SearchScope): Scope {
    return toIndexScope(this.state.sources, scope);
  }
}

function toPlace({ uri, range }: Location): Pick<requests.HitLocation, 'documentUri' | 'range'> {
  const { start, end } = range;
  return {
    documentUri: uri,
    range: {
      startLine: start.line,
      startCharacter: start.character,
      endLine: end.line,
      endCharacter: end.character,
    },
  };
}

function toName(partition: {
  account: string | null;
  kind: string | null;
  region: string | null;
  day: string | null;
}): string {
  const { account, kind, region, day } = partition;
  return [account, kind, region, day].join('|');
}
