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

/**
 * Works through items with at most `maxAtOnce` calls under way. Items are taken one at a time, when they are needed.
 * After the first failure none is taken any more; it rejects with that failure once nothing is under way.
 */
export async function forEachConcurrent<T>(
  items: Iterable<T>,
  maxAtOnce: number,
  work: (item: T) => Promise<void>,
): Promise<void> {
  const iterator = items[Symbol.iterator]();
  let failure: { readonly error: unknown } | undefined;
  const run = async (): Promise<void> => {
    try {
      while (failure === undefined) {
        const next = iterator.next();
        if (next.done === true) return;
        await work(next.value);
      }
    } catch (error) {
      failure ??= { error };
    }
  };
  await Promise.all(Array.from({ length: maxAtOnce }, run));
  if (failure !== undefined) throw failure.error;
}
