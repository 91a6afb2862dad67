import { AwsError, newAnswer, type AwsAnswer } from './awsAnswer';
import type { AwsRequest } from './awsRequest';

/** A trail in CloudTrail's own words; `status` is what GetTrailStatus answers in the trail's home region. */
export interface ServerTrail {
  readonly description: { readonly TrailARN: string; readonly HomeRegion: string } & Readonly<Record<string, unknown>>;
  /** Times are seconds since 1970, as in JSON 1.1. */
  readonly status: Readonly<Record<string, unknown>>;
}

/** An entry of ListPublicKeys' answer: `Value` in base64, times in seconds since 1970. */
export interface ServerPublicKey {
  readonly Value: string;
  readonly Fingerprint: string;
  readonly ValidityStartTime: number;
  readonly ValidityEndTime: number;
}

/** What a CloudTrail of one region knows. */
export interface CloudTrailState {
  readonly trails: readonly ServerTrail[];
  readonly publicKeys: readonly ServerPublicKey[];
}

/** Few, so that tests see pages. */
const keysPerPage = 2;

/** Just enough CloudTrail, JSON 1.1. Shadow trails are answered only when asked for; a status only at home. */
export function answerCloudTrail(request: AwsRequest, region: string, state: CloudTrailState): AwsAnswer {
  const { trails } = state;
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
    case 'ListPublicKeys':
      return toJson(listPublicKeys(input, state.publicKeys));
    default:
      throw new AwsError(400, 'UnknownOperationException', request.operation);
  }
}

/** Keys whose time meets that which is asked for, page by page. */
function listPublicKeys(input: Readonly<Record<string, unknown>>, publicKeys: readonly ServerPublicKey[]): object {
  const from = Number(input['StartTime'] ?? 0);
  const to = Number(input['EndTime'] ?? Infinity);
  const start = Number(input['NextToken'] ?? 0);
  const fitting = publicKeys.filter((key) => key.ValidityStartTime <= to && key.ValidityEndTime >= from);
  const next = start + keysPerPage;
  return {
    PublicKeyList: fitting.slice(start, next),
    ...(next < fitting.length ? { NextToken: String(next) } : {}),
  };
}

function toJson(value: unknown): AwsAnswer {
  return newAnswer(JSON.stringify(value), { 'content-type': 'application/x-amz-json-1.1' });
}
