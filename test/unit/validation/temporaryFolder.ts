import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';

/** A folder of its own for every test of the suite: the answer gives the present one. */
export function useTemporaryFolder(): () => string {
  let folder = '';
  beforeEach(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'trailcase-validation-'));
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));
  return () => folder;
}
