/** S3 Standard in us-east-1, USD, 2026; other regions differ by some tenths. Source: Amazon S3 pricing. */
const usdPerGetRequest = 0.0004 / 1000;
const usdPerTransferredGigabyte = 0.09;
const bytesPerGigabyte = 1e9;

export interface ScanCost {
  readonly requests: number;
  readonly requestUsd: number;
  /** What leaving AWS costs; within the bucket's region transfer is free. */
  readonly transferUsd: number;
}

export function toScanCost(objects: number, bytes: number): ScanCost {
  return {
    requests: objects,
    requestUsd: objects * usdPerGetRequest,
    transferUsd: (bytes / bytesPerGigabyte) * usdPerTransferredGigabyte,
  };
}
