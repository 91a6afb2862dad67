import path from 'node:path';

/** The bundled worker, which stands beside the bundles of the server and of the command line. */
export function toScanWorkerPath(bundleFolder: string): string {
  return path.join(bundleFolder, 'scanWorker.js');
}
