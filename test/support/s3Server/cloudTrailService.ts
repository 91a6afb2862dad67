import { AwsError, newAnswer, type AwsAnswer } from './awsAnswer';
import type { AwsRequest } from './awsRequest';

/** A trail in CloudTrail's own words; `status` is what GetTrailStatus answers in the trail's home region. */
export interface ServerTrail {
  readonly description: { readonly TrailARN: string; readonly HomeRegion: string } & Readonly<Record<string, unknown>>;
  /** Times are seconds since 1970, as in JSON 1.1. */
  readonly status: Readonly<Record<string, unknown>>;
}

/** Just enough CloudTrail, JSON 1.1. Shadow trails are answered only when asked for; a status only at home. */
export function answerCloudTrail(request: AwsRequest, region: string, trails: readonly ServerTrail[]): AwsAnswer {
  const input = JSON.parse(request.body.toString('utf8') || '{}') as Readonly<Record<string, unknown>>; // an AWS JSON request is an object
  switch (request.operation) {
    case 'DescribeTrails': {
      const shown = trails.filter(
        ({ description }) => input['includeShadowTrails'] !== false || description.HomeRegion === region,
      );
      return toJson({ trailList: shown.map((trail) => trail.description) });
    }
    case 'GetTrailStatus': {
      const trail = trails.find(({ description }) => description.TrailARN === input['Name']);
      if (trail === undefined || trail.description.HomeRegion !== region) {
        throw new AwsError(400, 'TrailNotFoundException', `Unknown trail: ${String(input['Name'])}`);
      }
      return toJson(trail.status);
    }
    default:
      throw new AwsError(400, 'UnknownOperationException', request.operation);
  }
}

function toJson(value: unknown): AwsAnswer {
  return newAnswer(JSON.stringify(value), { 'content-type': 'application/x-amz-json-1.1' });
}
