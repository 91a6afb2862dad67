import { toDisplayText } from '../../base/displayText';
import { toUtcText } from '../../base/time';
import type { SourceRoot } from '../../protocol/requests';
import type { SearchScope } from '../../protocol/searchRequests';
import { isFolder, type TreeElement } from '../explorer/treeElement';

/** A part of a source that is indexed or searched. */
export interface Place {
  readonly root: SourceRoot;
  readonly scope: SearchScope;
  /** For people: `Demo case`, `Demo case › 111122223333 › 2026-01`. Safe to show. */
  readonly title: string;
}

export function toSourcePlace(root: SourceRoot): Place {
  return { root, scope: { sourceId: root.sourceId }, title: toDisplayText(root.label, 60) };
}

/** The level of the tree that a node stands for; of a log, the one that it lies in. Undefined for settings problems. */
export function findElementPlace(element: TreeElement): Place | undefined {
  const folder = isFolder(element) ? element : element.parent;
  if (folder?.root === undefined || !isFolder(folder)) return undefined;
  const source = toSourcePlace(folder.root);
  if (!folder.isA('container')) return source;
  const names: string[] = [];
  for (let at: TreeElement | undefined = folder; at?.isA('container') === true; at = at.parent)
    names.unshift(at.node.label);
  const title = [source.title, ...names.map((name) => toDisplayText(name, 60))].join(' › ');
  return { root: folder.root, scope: { ...source.scope, prefix: folder.node.prefix }, title };
}

/** The place with the time that is searched: `Demo case, 2026-01-15 00:00 to 2026-01-16 00:00 UTC`. */
export function toScopeTitle({ scope, title }: Place): string {
  const { from, to } = scope;
  if (from === undefined && to === undefined) return title;
  if (to === undefined) return `${title}, from ${toMinuteText(from)}`;
  if (from === undefined) return `${title}, until ${toMinuteText(to)}`;
  return `${title}, ${toUtcText(from).slice(0, 16)} to ${toMinuteText(to)}`;
}

/** The same place without its times: what is indexed goes by days of delivery, which these are not. */
export function withoutTime(scope: SearchScope): SearchScope {
  const { from, to, ...place } = scope;
  return from === undefined && to === undefined ? scope : place;
}

function toMinuteText(time: number | undefined): string {
  return time === undefined ? '' : `${toUtcText(time).slice(0, 16)} UTC`;
}
