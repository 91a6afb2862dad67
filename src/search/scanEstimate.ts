/** Seconds per object and bytes per second of one worker, measured on a small two-core machine; a rough guess. */
const secondsPerObject = 0.00012;
const storedBytesPerSecond = 25e6;
/** Of one GET request over the internet. */
const secondsPerRequest = 0.06;
const transferBytesPerSecond = 30e6;

export interface EstimateInput {
  readonly objects: number;
  readonly storedBytes: number;
  readonly isLocal: boolean;
  readonly workers: number;
  readonly maxDownloads: number;
}

/** How long a scan may take, before it has begun. */
export function estimateSeconds({ objects, storedBytes, isLocal, workers, maxDownloads }: EstimateInput): number {
  const decoding = (objects * secondsPerObject + storedBytes / storedBytesPerSecond) / workers;
  if (isLocal) return decoding;
  return Math.max(decoding, (objects * secondsPerRequest) / maxDownloads, storedBytes / transferBytesPerSecond);
}
