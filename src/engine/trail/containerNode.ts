import { toSizeText } from '../../base/byteSize';
import type { ListedObject } from '../ports';
import { parseTrailPath, type TrailPath } from './objectKey';
import type { ContainerNode } from './trailNode';

const kindLabels: Readonly<Record<string, string>> = {
  CloudTrail: 'Logs',
  'CloudTrail-Digest': 'Digests',
  'CloudTrail-Insight': 'Insights',
  'CloudTrail-NetworkActivity': 'Network activity',
  'CloudTrail-Aggregated': 'Aggregated events',
};

export function toContainer(prefix: string): ContainerNode {
  const path = parseTrailPath(prefix);
  const name = prefix.split('/').at(-2) ?? '';
  return { type: 'container', level: path.level, prefix, label: containerLabel(path, name), ...describe(path) };
}

function containerLabel(path: TrailPath, name: string): string {
  const { year = '', month = '', day = '' } = path;
  switch (path.level) {
    case 'kind':
      return kindLabels[name] ?? name;
    case 'month':
      return `${year}-${month}`;
    case 'day':
      return `${year}-${month}-${day}`;
    case 'folder':
    case 'trailRoot':
    case 'organization':
    case 'account':
    case 'region':
    case 'year':
      return name === '' ? '(no name)' : name;
  }
}

function describe({ level, organizationId }: TrailPath): { readonly description?: string } {
  if (level === 'account')
    return { description: organizationId === undefined ? 'account' : `account · ${organizationId}` };
  if (level === 'organization') return { description: 'organization' };
  return level === 'day' ? { description: 'UTC' } : {};
}

export function plural(count: number, noun: string): string {
  return `${count.toLocaleString('en-US')} ${noun}${count === 1 ? '' : 's'}`;
}

export interface FileCount {
  readonly count: number;
  readonly sizeBytes: number;
}

export const noFiles: FileCount = { count: 0, sizeBytes: 0 };

export function countFiles(objects: readonly Pick<ListedObject, 'sizeBytes'>[]): FileCount {
  return { count: objects.length, sizeBytes: objects.reduce((sum, object) => sum + object.sizeBytes, 0) };
}

export function addCounts(a: FileCount, b: FileCount): FileCount {
  return { count: a.count + b.count, sizeBytes: a.sizeBytes + b.sizeBytes };
}

/** `214 files · 3.1 MB` */
export function toTotals({ count, sizeBytes }: FileCount): string {
  return `${plural(count, 'file')} · ${toSizeText(sizeBytes)}`;
}
