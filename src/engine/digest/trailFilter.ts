import type { LanePlace } from './validation';

/** The trail that is asked for. */
export interface TrailFilter {
  readonly name: string;
  /** Of an ARN. */
  readonly homeRegion?: string;
  /** Of an ARN: the account that owns the trail. */
  readonly account?: string;
}

const trailArn = /^arn:[a-z0-9-]+:cloudtrail:(?<homeRegion>[a-z0-9-]+):(?<account>\d{12}):trail\/(?<name>.+)$/;
/** https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-trail-naming-requirements.html */
const trailName = /^[a-z0-9](?:[a-z0-9]|[._-](?=[a-z0-9])){1,126}[a-z0-9]$/i;

/** From a trail's name or ARN; undefined of anything else. */
export function parseTrailFilter(text: string): TrailFilter | undefined {
  const arn = trailArn.exec(text)?.groups;
  if (arn === undefined) return trailName.test(text) ? { name: text } : undefined;
  const { homeRegion = '', account = '', name = '' } = arn;
  return trailName.test(name) ? { name, homeRegion, account } : undefined;
}

/** False where the trail cannot deliver: an account's own folder belongs to that account's trails. */
export function mayDeliver(filter: TrailFilter, place: LanePlace): boolean {
  return filter.account === undefined || place.organizationId !== undefined || filter.account === place.account;
}

export function isTrail(
  filter: TrailFilter,
  chain: { readonly trail: string; readonly homeRegion: string },
  place: LanePlace,
): boolean {
  return (
    filter.name === chain.trail &&
    (filter.homeRegion === undefined || filter.homeRegion === chain.homeRegion) &&
    mayDeliver(filter, place)
  );
}
