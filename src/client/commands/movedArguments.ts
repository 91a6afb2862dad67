import { Uri } from 'vscode';
import type { SourceRoot } from '../../protocol/requests';
import { parseDocumentUri, toDocumentUri } from '../documents/documentUri';
import { isFolder, TreeElement } from '../explorer/treeElement';
import { findNearest } from '../explorer/walk';
import { withCancellableProgress } from '../progress';
import type { Place } from '../search/place';
import { findPlaceArgument } from '../search/placeArgument';
import type { ClientServices } from '../services';
import { findDocumentUri, findElement, findRootElement } from './target';

/** A command's arguments for the same place in another source: its nodes and documents are others. */
export async function moveArguments(
  services: ClientServices,
  [first, ...others]: readonly unknown[],
  root: SourceRoot,
): Promise<readonly unknown[]> {
  // openPage takes its document as text.
  if (typeof first === 'string') return [moveDocument(Uri.parse(first, true), root)?.toString() ?? first, ...others];
  const place = first instanceof TreeElement ? undefined : findPlaceArgument(first);
  if (place !== undefined) return [movePlace(place, root), ...others];
  const uri = findDocumentUri(first);
  if (uri !== undefined) return [moveDocument(uri, root), ...others];
  const element = first === undefined ? undefined : findElement(services, first);
  return [element === undefined ? first : await moveElement(services, element, root), ...others];
}

function movePlace(place: Place, root: SourceRoot): Place {
  return { ...place, root, scope: { ...place.scope, sourceId: root.sourceId } };
}

function moveDocument(uri: Uri, { sourceId }: SourceRoot): Uri | undefined {
  const address = parseDocumentUri(uri);
  return address === undefined ? undefined : toDocumentUri({ ...address, sourceId });
}

/** An object becomes its document, which spares listing down to it. */
async function moveElement(services: ClientServices, element: TreeElement, { sourceId }: SourceRoot): Promise<unknown> {
  if (element.isA('object')) return toDocumentUri({ sourceId, key: element.node.key });
  const folder = isFolder(element) ? element : element.parent;
  const source = await findRootElement(services, sourceId);
  if (folder === undefined || !isFolder(folder) || source === undefined) return source;
  return await withCancellableProgress('Looking for the same place', (signal) =>
    findNearest(services.tree, source, folder.node.prefix, signal),
  );
}
