import * as requests from '../protocol/timelineRequests';
import { toRegisterRequest } from './requestHandling';
import type { ServerState } from './serverState';
import { TimelineRequests } from './timelineRequests';

/** Answers the requests of protocol/timelineRequests.ts. */
export function registerTimelineRequests(state: ServerState): void {
  const timelines = new TimelineRequests(state);
  const on = toRegisterRequest(state);
  on(requests.openTimelineRequest, (params, signal) => timelines.open(params, signal));
  on(requests.timelinePictureRequest, (params, signal) => timelines.picture(params, signal));
  on(requests.timelineRowsRequest, (params, signal) => timelines.rows(params, signal));
  on(requests.timelineRowOfRequest, (params, signal) => timelines.rowOf(params, signal));
  on(requests.exportTimelineRequest, (params, signal) => timelines.export(params, signal));
}
