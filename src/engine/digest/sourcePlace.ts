/** Where an object is read. */
export interface SourcePlace {
  readonly key: string;
  /** Of a bucket that is not the source's. */
  readonly bucket?: string;
}

/** One text for each place. */
export function toPlaceId({ bucket, key }: SourcePlace): string {
  return bucket === undefined ? ` ${key}` : `${bucket.length} ${bucket}${key}`;
}

export function parsePlaceId(id: string): SourcePlace {
  const space = id.indexOf(' ');
  if (space === 0) return { key: id.slice(1) };
  const end = space + 1 + Number(id.slice(0, space));
  return { bucket: id.slice(space + 1, end), key: id.slice(end) };
}
