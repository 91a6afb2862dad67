import { newAbortError } from './errors';

/**
 * Maps items with at most `maxAtOnce` calls under way; results keep the order of the items.
 * The first failure rejects, and no further item is begun. An aborted signal rejects with an AbortError.
 */
export async function mapConcurrent<T, R>(
  items: readonly T[],
  maxAtOnce: number,
  map: (item: T, index: number) => Promise<R>,
  signal?: AbortSignal,
): Promise<R[]> {
  const results = new Array<R>(items.length);
  let next = 0;
  let hasFailed = false;
  const work = async (): Promise<void> => {
    while (next < items.length && !hasFailed) {
      if (signal?.aborted) throw newAbortError();
      const index = next++;
      try {
        results[index] = await map(items[index] as T, index); // index < length: the item exists
      } catch (error) {
        hasFailed = true;
        throw error;
      }
    }
  };
  await Promise.all(Array.from({ length: Math.min(maxAtOnce, items.length) }, work));
  return results;
}
