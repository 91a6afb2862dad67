/** An Amazon Resource Name, taken apart. Parts may be empty: S3 buckets have neither region nor account. */
export interface Arn {
  readonly partition: string;
  readonly service: string;
  readonly region: string;
  readonly account: string;
  /** `bucket`, `role`, `function` …; undefined where the ARN does not say. */
  readonly resourceType: string | undefined;
  readonly resourceId: string;
}

const pattern = /^arn:(aws[a-z-]*):([a-z0-9-]+):([a-z0-9-]*):(\d{12}|aws|cloudfront|)?:(.+)$/s;

/** Resource types of services whose ARNs leave the type out. */
const impliedTypes = new Map([
  ['sns', 'topic'],
  ['sqs', 'queue'],
]);

/** Undefined when the text is no ARN. */
export function parseArn(text: string): Arn | undefined {
  if (!text.startsWith('arn:')) return undefined;
  const match = pattern.exec(text);
  const [, partition, service, region, account, resource] = match ?? [];
  if (partition === undefined || service === undefined || resource === undefined) return undefined;
  const parts = { partition, service, region: region ?? '', account: account ?? '' };
  if (service === 's3') return { ...parts, ...s3Resource(resource) };
  const split = /^([A-Za-z0-9-]+)([/:])(.*)$/s.exec(resource);
  if (split?.[1] !== undefined && split[3] !== undefined) {
    return { ...parts, resourceType: split[1], resourceId: split[3] };
  }
  if (resource === 'root') return { ...parts, resourceType: 'account', resourceId: 'root' };
  return { ...parts, resourceType: impliedTypes.get(service), resourceId: resource };
}

function s3Resource(resource: string): Pick<Arn, 'resourceType' | 'resourceId'> {
  if (resource.startsWith('accesspoint/')) return { resourceType: 'access point', resourceId: resource.slice(12) };
  return { resourceType: resource.includes('/') ? 'object' : 'bucket', resourceId: resource };
}

/** What a person calls the resource: the last part of its path (`role/team/Admin` → `Admin`), but all of an S3 object. */
export function shortName(arn: Arn): string {
  if (arn.service === 's3') return arn.resourceId;
  const slash = arn.resourceId.lastIndexOf('/');
  return slash < 0 || slash === arn.resourceId.length - 1 ? arn.resourceId : arn.resourceId.slice(slash + 1);
}
