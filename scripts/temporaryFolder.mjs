import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';

/** A folder that is removed at the end of the lifetime. Keep the prefix short: Unix sockets below it allow 107 bytes. */
export function createTemporaryFolder(lifetime, prefix) {
  // The real path: on macOS the temporary folder is a link, and VS Code compares paths.
  return removeAtEnd(lifetime, fs.realpathSync(fs.mkdtempSync(path.join(os.tmpdir(), prefix))));
}

export function removeAtEnd(lifetime, folder) {
  lifetime.add({
    // A process that is just ending may still write: try again.
    end: () => fs.promises.rm(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 200 }),
    endNow: () => fs.rmSync(folder, { recursive: true, force: true, maxRetries: 3, retryDelay: 50 }),
  });
  return folder;
}
