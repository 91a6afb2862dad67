import path from 'node:path';

/** The bundled worker, which stands beside the bundles of the server and of the command line. */
export function toScanWorkerPath(bundleFolder: string): string {
  return path.join(bundleFolder, 'scanWorker.js');
}

/** Likewise, of the threads that validate: smaller, and quicker to start. */
export function toCheckWorkerPath(bundleFolder: string): string {
  return path.join(bundleFolder, 'checkWorker.js');
}
