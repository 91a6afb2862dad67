import { rejectOnAbort } from '../base/abort';
import type { ResultSet } from '../index/resultSet';
import type { Timeline } from '../index/timeline';
import type * as requests from '../protocol/timelineRequests';
import { openTimeline, type OpenTimeline } from '../search/openTimeline';
import { exportTimeline, type TimelineAbout } from '../search/timelineExport';
import { writeWholeFile } from '../source/local/wholeFile';
import { toSearchResult } from './searchAnswer';
import { toProgressTeller } from './searchProgress';
import type { ServerState } from './serverState';
import { toIndexScope } from './sourceScope';

/** Timelines, which live among the results: each belongs to one and goes with it. */
export class TimelineRequests {
  /** What a Markdown export says above its table. */
  private readonly opened = new WeakMap<ResultSet, Pick<OpenTimeline, 'query' | 'title' | 'gaps' | 'notes'>>();

  constructor(
    private readonly state: Pick<ServerState, 'connection' | 'sources' | 'searches' | 'results' | 'validations'>,
  ) {}

  async open(
    { scope, subject, progressId }: requests.OpenTimelineParams,
    signal: AbortSignal,
  ): Promise<requests.OpenedTimeline> {
    const { results, searches, sources, validations } = this.state;
    const { sourceId } = scope;
    const trail = searches.get(sourceId);
    const options = {
      onProgress: toProgressTeller(this.state, progressId),
      hours: toBlocks(rejectOnAbort(validations.hours(sourceId), signal)),
    };
    const opened = await openTimeline(trail, subject, toIndexScope(sources, scope), options, signal);
    const { result, query, title, summary, gaps, notes } = opened;
    const resultId = results.add({ result, trail, sourceId });
    try {
      const told = toSearchResult(this.state, resultId, sourceId, await result.whenDone);
      this.opened.set(result, { query, title, gaps, notes });
      return { result: told, query, title, summary, gaps, notes };
    } catch (failure) {
      await results.close(resultId);
      throw failure;
    }
  }

  async picture(
    { resultId, ...options }: requests.TimelinePictureParams,
    signal: AbortSignal,
  ): Promise<Awaited<ReturnType<Timeline['picture']>>> {
    const { timeline } = await this.get(resultId, signal);
    return timeline.picture(options, signal);
  }

  async rows(
    { resultId, filter, offset, limit, descending, columns }: requests.TimelineRowsParams,
    signal: AbortSignal,
  ): Promise<requests.TimelineRows> {
    const { timeline } = await this.get(resultId, signal);
    return timeline.rows(filter, offset, limit, descending, columns, signal);
  }

  async rowOf(
    { resultId, id, filter, descending }: requests.TimelineRowOfParams,
    signal: AbortSignal,
  ): Promise<number | null> {
    const { timeline } = await this.get(resultId, signal);
    return (await timeline.rowOf(id, filter, descending, signal)) ?? null;
  }

  /** Into a file of the server's machine, whole or not at all. */
  async export(params: requests.ExportTimelineParams, signal: AbortSignal): Promise<requests.ExportTimelineResult> {
    const { resultId, format, filter, descending, columns, file, progressId } = params;
    const { result, trail, sourceId, timeline } = await this.get(resultId, signal);
    const { source } = this.state.sources.get(sourceId);
    const tell = toProgressTeller(this.state, progressId);
    const about = this.toAbout(result, sourceId, params);
    const options = { format, filter, descending, columns, about };
    const { records, unread } = await writeWholeFile(file, (write) =>
      exportTimeline(
        { result, timeline },
        options,
        trail.recordReader(),
        async (part, hits) => {
          await write(part);
          tell({ hits, logsDone: 0, logsTotal: 0 });
        },
        signal,
      ),
    );
    return { records, unread: unread.map(({ key, reason }) => ({ uri: source.toUri(key), reason })) };
  }

  private async get(resultId: string, signal: AbortSignal) {
    const open = this.state.results.get(resultId);
    return { ...open, timeline: await open.result.timeline(signal) };
  }

  private toAbout(
    result: ResultSet,
    sourceId: string,
    { title, pictureFile }: requests.ExportTimelineParams,
  ): TimelineAbout {
    return {
      ...this.opened.get(result),
      location: this.state.sources.get(sourceId).location,
      ...(title === undefined ? {} : { title }),
      ...(pictureFile === undefined ? {} : { pictureFile }),
    };
  }
}

/** Read while the search runs. */
function toBlocks<T>(items: Promise<readonly T[]>): AsyncIterable<readonly T[]> {
  // Told to whoever goes over them; a search that fails before need not.
  items.catch(() => undefined);
  return (async function* () {
    yield await items;
  })();
}
