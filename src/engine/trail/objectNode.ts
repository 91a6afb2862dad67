import { toSizeText } from '../../base/byteSize';
import type { ListedObject, LogFileSource } from '../ports';
import { fileNameOf, parseObjectName, stampTime, type ObjectName } from './objectKey';
import type { ObjectNode } from './trailNode';

/** Storage classes whose objects cannot be read before a restore (S3 User Guide, "Using S3 storage classes"). */
const archivedClasses = new Set(['GLACIER', 'DEEP_ARCHIVE']);

/** True when S3 cannot hand the object out before a restore. */
export function isArchivedClass(storageClass: string | undefined): boolean {
  return archivedClasses.has(storageClass ?? '');
}

export function toObjectNode(source: LogFileSource, object: ListedObject): ObjectNode {
  const fileName = fileNameOf(object.key);
  const name = parseObjectName(fileName);
  const isArchived = isArchivedClass(object.storageClass);
  const description = [
    object.problem === undefined ? toSizeText(object.sizeBytes) : 'cannot be read',
    ...(isArchived ? ['archived in Glacier'] : []),
    ...describeName(name),
  ];
  return {
    type: 'object',
    kind: name.kind,
    key: object.key,
    label: name.stamp === undefined ? fileName : timeLabel(name.stamp),
    description: description.join(' · '),
    uri: source.toUri(object.key),
    sizeBytes: object.sizeBytes,
    isArchived,
    ...(object.problem === undefined ? {} : { problem: object.problem }),
    ...(object.lastModified === undefined ? {} : { lastModified: object.lastModified }),
    ...(object.etag === undefined ? {} : { etag: object.etag }),
    ...(object.storageClass === undefined ? {} : { storageClass: object.storageClass }),
  };
}

/** `14:05 UTC`, of a digest `14:05:33 UTC`: the day stands above. */
function timeLabel(stamp: string): string {
  const time = stampTime(stamp);
  if (time === undefined) return stamp;
  const text = new Date(time).toISOString();
  return `${text.slice(11, stamp.length > 14 ? 19 : 16)} UTC`;
}

function describeName(name: ObjectName): string[] {
  if (name.kind === 'digest') return [name.trailName ?? '', ...(name.isBackfill === true ? ['backfill'] : [])];
  return name.uniqueText === undefined ? [] : [name.uniqueText];
}

/** Without the empty objects that consoles and tools make to stand for folders. */
export function realFiles(objects: readonly ListedObject[]): readonly ListedObject[] {
  return objects.filter((object) => !object.key.endsWith('/'));
}
