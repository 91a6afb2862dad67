import type { ServerSettings } from '../protocol/requests';

const bytesPerMegabyte = 1024 * 1024;
const bytesPerGigabyte = 1024 * bytesPerMegabyte;

/** What counts until a client says otherwise: the defaults of package.json. */
export const defaultSettings: ServerSettings = {
  sources: [],
  limits: { maxLogBytes: 256 * bytesPerMegabyte, maxGzipRatio: 300 },
  scan: {
    askAboveBytes: 500 * bytesPerMegabyte,
    askAboveObjects: 20_000,
    maxObjects: 5_000_000,
    maxBytes: 200 * bytesPerGigabyte,
    maxDownloads: 64,
    workers: 0,
  },
  cache: { maxBytes: 10 * bytesPerGigabyte },
  search: { maxHits: 1_000_000 },
};
