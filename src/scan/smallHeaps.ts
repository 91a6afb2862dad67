import { setFlagsFromString } from 'node:v8';

/** Of a thread: what is short-lived has 1 MB before it is looked through. */
export const smallHeap = { maxYoungGenerationSizeMb: 3 } as const;

/** Garbage in an old generation, as a share of what lives there, before it is collected. */
const maxGarbagePercent = 30;

/**
 * Lets no heap of this process grow much beyond what lives in it. V8 would rather take 32 MB for what is short-lived and
 * several times what lives, in each thread. Costs a tenth of the CPU time. Holds for the whole process and for good;
 * has to be said again when a thread has begun, which resets the first flag.
 */
export function keepHeapsSmall(): void {
  setFlagsFromString('--semi-space-growth-factor=1');
  setFlagsFromString(`--heap-growing-percent=${maxGarbagePercent}`);
}
