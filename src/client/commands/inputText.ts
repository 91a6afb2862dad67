/** Undefined when the text is no `s3://bucket/prefix`. An S3 ARN is taken, too. */
export function parseS3Location(text: string): { readonly bucket: string; readonly prefix: string } | undefined {
  const match = /^(?:s3:\/\/|arn:aws[a-z-]*:s3:::)([A-Za-z0-9][A-Za-z0-9._-]{2,254})(?:\/(.*))?$/.exec(text.trim());
  if (match?.[1] === undefined) return undefined;
  return { bucket: match[1], prefix: match[2] ?? '' };
}

/** `s3://bucket`, `s3://bucket/prefix` */
export function toS3Location({ bucket, prefix = '' }: { readonly bucket: string; readonly prefix?: string }): string {
  return prefix === '' ? `s3://${bucket}` : `s3://${bucket}/${prefix}`;
}

export function checkS3Location(text: string): string | undefined {
  if (text.trim() === '') return 'The place of the logs, such as s3://my-log-archive/AWSLogs';
  return parseS3Location(text) === undefined ? 'Write it as s3://bucket or s3://bucket/prefix' : undefined;
}

export function checkRegion(text: string): string | undefined {
  return /^[a-z]{2,4}(-[a-z]+)+-\d{1,2}$/.test(text.trim()) ? undefined : 'A region, such as us-east-1';
}

/** With commas, spaces or both between them. */
export function parseRegions(text: string): readonly string[] {
  return [...new Set(text.split(/[\s,;]+/).filter((region) => region !== ''))];
}

export function checkRegions(text: string): string | undefined {
  const regions = parseRegions(text);
  if (regions.length === 0) return 'One region or more, such as us-east-1, eu-west-1';
  const wrong = regions.find((region) => checkRegion(region) !== undefined);
  return wrong === undefined ? undefined : `No region: ${wrong}`;
}

export function checkEndpoint(text: string): string | undefined {
  let url: URL;
  try {
    url = new URL(text.trim());
  } catch {
    return 'A URL, such as https://minio.example.org:9000';
  }
  if (url.protocol !== 'https:' && url.protocol !== 'http:') return 'http:// or https://';
  if (url.username !== '' || url.password !== '') return 'No user or password: credentials come from the profile';
  return undefined;
}

/** A calendar day as its three path segments; undefined when there is no such day. */
export function parseDay(
  text: string,
): { readonly year: string; readonly month: string; readonly day: string } | undefined {
  const [, year, month, day] = /^(\d{4})-(\d{2})-(\d{2})$/.exec(text.trim()) ?? [];
  if (year === undefined || month === undefined || day === undefined) return undefined;
  const time = Date.parse(`${year}-${month}-${day}T00:00:00Z`);
  // 2026-02-30 parses in no engine, or as March: both are no day.
  if (Number.isNaN(time) || !new Date(time).toISOString().startsWith(`${year}-${month}-${day}`)) return undefined;
  return { year, month, day };
}

export function checkDay(text: string, now: number = Date.now()): string | undefined {
  if (parseDay(text) === undefined) return 'A day (UTC) as YYYY-MM-DD';
  const today = new Date(now).toISOString().slice(0, 10);
  if (text.trim() > today) return 'That day is in the future';
  // CloudTrail was announced on 2013-11-13.
  return text.trim() < '2013-11-13' ? 'CloudTrail is younger than that' : undefined;
}

/** Event IDs are UUIDs; request IDs are what each service makes of them, but never words. */
export function checkRecordId(text: string): string | undefined {
  const id = text.trim();
  if (/^[A-Za-z0-9][A-Za-z0-9+/=_.:-]{7,199}$/.test(id)) return undefined;
  return id === '' ? 'The eventID or requestID of a record' : 'An ID has 8 characters or more, and no spaces';
}
