import type { SourceRoot } from '../../protocol/requests';
import { findNearest } from '../explorer/walk';
import { withCancellableProgress } from '../progress';
import type { ClientServices } from '../services';
import { findRootElement } from './target';

/** Shows the folder of a key (or a prefix itself), opened, or the nearest above it that the source lists. */
export async function revealPlace(services: ClientServices, { sourceId }: SourceRoot, key: string): Promise<void> {
  const source = await findRootElement(services, sourceId);
  if (source === undefined) return;
  const prefix = key.slice(0, key.lastIndexOf('/') + 1);
  const element = await withCancellableProgress('Looking for the same place', (signal) =>
    findNearest(services.tree, source, prefix, signal),
  );
  await services.views.reveal(element, { expand: true });
}
