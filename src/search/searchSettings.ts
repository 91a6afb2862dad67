/** Bounds of scans and searches, from the settings `trailcase.scan.*`, `trailcase.cache.*` and `trailcase.search.*`. */
export interface SearchSettings {
  /** A scan reads no more than this. */
  readonly maxObjects: number;
  readonly maxBytes: number;
  /** Above this the user is asked before a scan reads. */
  readonly askAboveObjects: number;
  readonly askAboveBytes: number;
  /** GET requests under way at once, over all workers. */
  readonly maxDownloads: number;
  /** Worker threads. */
  readonly workers: number;
  /** Of the cache of originals; 0: nothing is cached. */
  readonly maxCacheBytes: number;
  /** Hits kept of one search. */
  readonly maxHits: number;
}
