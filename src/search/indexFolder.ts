import { createHash } from 'node:crypto';
import path from 'node:path';

/**
 * Where the index of a location lies: the same for every way to the same objects, so that two windows and the command
 * line share it. `location` is `s3://bucket/prefix/` or an absolute path.
 */
export function toIndexFolder(stateFolder: string, location: string, endpoint: string | undefined): string {
  return path.join(stateFolder, 'indexes', toPlaceId(location, endpoint));
}

/** A name for a place that is safe on every file system. */
export function toPlaceId(location: string, endpoint: string | undefined): string {
  const place = location.replace(/[/\\]+$/, '');
  const hash = createHash('sha256')
    .update(JSON.stringify([place, endpoint ?? '']))
    .digest('hex')
    .slice(0, 16);
  const slug = place
    .toLowerCase()
    .replace(/^s3:\/\//, '')
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '')
    .slice(-40)
    .replace(/^-/, '');
  return `${slug === '' ? 'logs' : slug}-${hash}`;
}
